"""Subsidies in what a household spends: fuel sold below its cost, and the social electricity tariff."""

from ayni.engine import rule
from ayni.law.consumption.impuestos_al_consumo import FUELLED


@rule(unit="Bs/month", law="DS 27992; DS 759", each=FUELLED)
def fuel_subsidy_in_(spent_, gasoline_share_, p):
    """Subsidy inside what is spent on a group: the fuel that its price holds, times what the State adds to each Bs."""
    return spent_ * (gasoline_share_ * p.subsidy_of_gasoline + p.diesel_in_ * p.subsidy_of_diesel)


@rule(unit="Bs/month", law="DS 27992; DS 759")
def fuel_subsidy_in_spending(
    fuel_subsidy_in_food_fresh, fuel_subsidy_in_food_bread, fuel_subsidy_in_food_manuf,
    fuel_subsidy_in_soft_drinks, fuel_subsidy_in_alcohol_tobacco, fuel_subsidy_in_meals_out,
    fuel_subsidy_in_urban_transport, fuel_subsidy_in_intercity_transport, fuel_subsidy_in_vehicle_fuel,
    fuel_subsidy_in_school_other, fuel_subsidy_in_health, fuel_subsidy_in_clothing,
    fuel_subsidy_in_cleaning, fuel_subsidy_in_personal_care, fuel_subsidy_in_furnishings, fuel_subsidy_in_recreation,
    fuel_subsidy_in_repairs,
):  # fmt: skip
    """Fuel subsidy inside what the household spends."""
    return (
        fuel_subsidy_in_food_fresh + fuel_subsidy_in_food_bread + fuel_subsidy_in_food_manuf +
        fuel_subsidy_in_soft_drinks + fuel_subsidy_in_alcohol_tobacco + fuel_subsidy_in_meals_out +
        fuel_subsidy_in_urban_transport + fuel_subsidy_in_intercity_transport + fuel_subsidy_in_vehicle_fuel +
        fuel_subsidy_in_school_other + fuel_subsidy_in_health + fuel_subsidy_in_clothing +
        fuel_subsidy_in_cleaning + fuel_subsidy_in_personal_care + fuel_subsidy_in_furnishings +
        fuel_subsidy_in_recreation +
        fuel_subsidy_in_repairs
    )  # fmt: skip


@rule(unit="Bs/month", law="DS 28653 art. 2-I")
def tarifa_dignidad_in_spending(spent_electricity, p):
    """Rebate of the Tarifa Dignidad, from the bill after it: the survey asks what is paid, not the kWh."""
    if spent_electricity > p.highest_bill:
        return 0.0
    return spent_electricity * p.discount_rate / (1 - p.discount_rate)
