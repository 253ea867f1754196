"""Taxes in what a household spends: IVA, IT, ICE and IEHD, by group of spending.

`spent_` columns are Bs a month of the household, on its head, at prices that hold the tax. What is bought with invoice
bears the whole IVA; of the rest, the part of its inputs that bore it (Lustig (ed.), CEQ Handbook 2022, ch. 6).
"""

from ayni.engine import rule

GROUPS = (
    "food_fresh",
    "food_bread",
    "food_manuf",
    "soft_drinks",
    "alcohol_tobacco",
    "meals_out",
    "urban_transport",
    "intercity_transport",
    "vehicle_fuel",
    "vehicle_upkeep",
    "school_fees",
    "school_other",
    "health",
    "clothing",
    "communications",
    "cleaning",
    "personal_care",
    "furnishings",
    "domestic_service",
    "recreation",
    "other_goods",
    "rent",
    "repairs",
    "electricity",
    "water",
    "cook_lpg",
    "cook_other",
)
FUELLED = (
    "food_fresh",
    "food_bread",
    "food_manuf",
    "soft_drinks",
    "alcohol_tobacco",
    "meals_out",
    "urban_transport",
    "intercity_transport",
    "vehicle_fuel",
    "school_other",
    "health",
    "clothing",
    "cleaning",
    "personal_care",
    "furnishings",
    "recreation",
    "repairs",
)


@rule(unit="share", law="Ley 843 art. 5, 15", each=GROUPS)
def invoiced_in_(invoice_propensity, p):
    """Share of a group that is bought with invoice, less where the household's propensity is low."""
    return min(p.invoiced_ * (1 + p.informality_slope * (invoice_propensity - 1)), 1.0)


@rule(unit="share", law="Ley 843 art. 5, 15", each=GROUPS)
def taxed_in_(invoiced_in_, p):
    """Share of a group's price that bore the tax: of what is invoiced all, of the rest its taxed inputs."""
    return invoiced_in_ + (1 - invoiced_in_) * p.taxed_inputs_


@rule(unit="Bs/month", law="Ley 843 art. 5, 15", each=GROUPS)
def iva_in_(spent_, taxed_in_, vat_rate_of_price):
    """IVA inside what is spent on a group."""
    return spent_ * taxed_in_ * vat_rate_of_price


@rule(unit="Bs/month", law="Ley 843 art. 5, 15")
def iva_in_spending(
    iva_in_food_fresh, iva_in_food_bread, iva_in_food_manuf, iva_in_soft_drinks,
    iva_in_alcohol_tobacco, iva_in_meals_out, iva_in_urban_transport, iva_in_intercity_transport,
    iva_in_vehicle_fuel, iva_in_vehicle_upkeep, iva_in_school_fees, iva_in_school_other,
    iva_in_health, iva_in_clothing, iva_in_communications, iva_in_cleaning, iva_in_personal_care,
    iva_in_furnishings, iva_in_domestic_service, iva_in_recreation, iva_in_other_goods,
    iva_in_rent, iva_in_repairs, iva_in_electricity, iva_in_water,
    iva_in_cook_lpg, iva_in_cook_other,
):  # fmt: skip
    """IVA inside what the household spends."""
    return (
        iva_in_food_fresh + iva_in_food_bread + iva_in_food_manuf + iva_in_soft_drinks +
        iva_in_alcohol_tobacco + iva_in_meals_out + iva_in_urban_transport + iva_in_intercity_transport +
        iva_in_vehicle_fuel + iva_in_vehicle_upkeep + iva_in_school_fees + iva_in_school_other +
        iva_in_health + iva_in_clothing + iva_in_communications + iva_in_cleaning + iva_in_personal_care +
        iva_in_furnishings + iva_in_domestic_service + iva_in_recreation + iva_in_other_goods +
        iva_in_rent + iva_in_repairs + iva_in_electricity + iva_in_water +
        iva_in_cook_lpg + iva_in_cook_other
    )  # fmt: skip


@rule(unit="Bs/month", law="Ley 843 art. 72 a 75; Ley 1606 art. 1-11", each=GROUPS)
def it_in_(spent_, invoiced_in_, taxed_in_, it_rate_of_sales, p):
    """IT inside what is spent on a group: of the seller where there is an invoice, and of the sale before."""
    return spent_ * it_rate_of_sales * (invoiced_in_ + p.stages_before * taxed_in_)


@rule(unit="Bs/month", law="Ley 843 art. 72 a 75; Ley 1606 art. 1-11")
def it_in_spending(
    it_in_food_fresh, it_in_food_bread, it_in_food_manuf, it_in_soft_drinks,
    it_in_alcohol_tobacco, it_in_meals_out, it_in_urban_transport, it_in_intercity_transport,
    it_in_vehicle_fuel, it_in_vehicle_upkeep, it_in_school_fees, it_in_school_other,
    it_in_health, it_in_clothing, it_in_communications, it_in_cleaning, it_in_personal_care,
    it_in_furnishings, it_in_domestic_service, it_in_recreation, it_in_other_goods,
    it_in_rent, it_in_repairs, it_in_electricity, it_in_water,
    it_in_cook_lpg, it_in_cook_other,
):  # fmt: skip
    """IT inside what the household spends."""
    return (
        it_in_food_fresh + it_in_food_bread + it_in_food_manuf + it_in_soft_drinks +
        it_in_alcohol_tobacco + it_in_meals_out + it_in_urban_transport + it_in_intercity_transport +
        it_in_vehicle_fuel + it_in_vehicle_upkeep + it_in_school_fees + it_in_school_other +
        it_in_health + it_in_clothing + it_in_communications + it_in_cleaning + it_in_personal_care +
        it_in_furnishings + it_in_domestic_service + it_in_recreation + it_in_other_goods +
        it_in_rent + it_in_repairs + it_in_electricity + it_in_water +
        it_in_cook_lpg + it_in_cook_other
    )  # fmt: skip


@rule(unit="Bs/month", law="Ley 843 art. 79; Ley 66 art. 1")
def ice_in_spending(spent_soft_drinks, taxed_in_soft_drinks, spent_alcohol_tobacco, taxed_in_alcohol_tobacco, p):
    """ICE inside what the household spends on drinks and tobacco, as a share of their price."""
    drinks = spent_soft_drinks * taxed_in_soft_drinks * p.ice_share_soft_drinks
    return drinks + spent_alcohol_tobacco * taxed_in_alcohol_tobacco * p.ice_share_alcohol_tobacco


@rule(unit="share", law="Ley 1606 art. 3", each=FUELLED)
def gasoline_share_(p):
    """Gasoline and vehicle gas as a share of a group's price, at the prices before December 2025."""
    return p.gasoline_in_


@rule(unit="Bs/month", law="Ley 1606 art. 3", each=FUELLED)
def iehd_in_(spent_, gasoline_share_, p):
    """IEHD inside what is spent on a group: the gasoline that its price holds, times the tax in gasoline."""
    return spent_ * gasoline_share_ * p.iehd_share_of_gasoline


@rule(unit="Bs/month", law="Ley 1606 art. 3")
def iehd_in_spending(
    iehd_in_food_fresh, iehd_in_food_bread, iehd_in_food_manuf, iehd_in_soft_drinks,
    iehd_in_alcohol_tobacco, iehd_in_meals_out, iehd_in_urban_transport, iehd_in_intercity_transport,
    iehd_in_vehicle_fuel, iehd_in_school_other, iehd_in_health, iehd_in_clothing,
    iehd_in_cleaning, iehd_in_personal_care, iehd_in_furnishings, iehd_in_recreation, iehd_in_repairs,
):  # fmt: skip
    """IEHD inside what the household spends."""
    return (
        iehd_in_food_fresh + iehd_in_food_bread + iehd_in_food_manuf + iehd_in_soft_drinks +
        iehd_in_alcohol_tobacco + iehd_in_meals_out + iehd_in_urban_transport + iehd_in_intercity_transport +
        iehd_in_vehicle_fuel + iehd_in_school_other + iehd_in_health + iehd_in_clothing +
        iehd_in_cleaning + iehd_in_personal_care + iehd_in_furnishings + iehd_in_recreation + iehd_in_repairs
    )  # fmt: skip
