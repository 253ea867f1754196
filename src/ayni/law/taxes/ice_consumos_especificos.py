"""Impuesto a los Consumos Específicos: the excise on drinks, tobacco and vehicles, for one purchase.

Each product has a rule of its own: the tables of some years were not read, and a product without a value is refused.
"""

from ayni.engine import rule


@rule(unit="Bs", law="Ley 66 art. 1; DS 4842")
def ice_soft_drinks(excise_product, litres, p):
    """Excise on drinks without alcohol in closed containers, but for natural water and fruit juice."""
    if excise_product != "soft_drinks":
        return 0.0
    return litres * p.soft_drinks


@rule(unit="Bs", law="Ley 66 art. 1; DS 4842")
def ice_energy_drinks(excise_product, litres, p):
    """Excise on energy drinks."""
    if excise_product != "energy_drinks":
        return 0.0
    return litres * p.energy_drinks


@rule(unit="Bs", law="Ley 66 art. 1; DS 4842")
def ice_beer(excise_product, litres, price_before_taxes, p):
    """Excise on beer of half a degree or more."""
    if excise_product != "beer":
        return 0.0
    return litres * p.beer + price_before_taxes * p.beer_share


@rule(unit="Bs", law="Ley 66 art. 1")
def ice_wine(excise_product, litres, p):
    """Excise on wine."""
    if excise_product != "wine":
        return 0.0
    return litres * p.wine


@rule(unit="Bs", law="Ley 66 art. 1; DS 4842")
def ice_sparkling_wine(excise_product, litres, price_before_taxes, p):
    """Excise on sparkling wine and fermented drinks other than corn chicha."""
    if excise_product != "sparkling_wine":
        return 0.0
    return litres * p.sparkling_wine + price_before_taxes * p.sparkling_wine_share


@rule(unit="Bs", law="Ley 66 art. 1")
def ice_corn_chicha(excise_product, litres, p):
    """Excise on corn chicha."""
    if excise_product != "corn_chicha":
        return 0.0
    return litres * p.corn_chicha


@rule(unit="Bs", law="Ley 66 art. 1")
def ice_alcohol(excise_product, litres, p):
    """Excise on alcohol."""
    if excise_product != "alcohol":
        return 0.0
    return litres * p.alcohol


@rule(unit="Bs", law="Ley 66 art. 1")
def ice_singani_and_liquors(excise_product, litres, price_before_taxes, p):
    """Excise on singani, liquors and creams."""
    if excise_product not in ("singani", "liquors"):
        return 0.0
    return litres * p.singani_and_liquors + price_before_taxes * p.singani_and_liquors_share


@rule(unit="Bs", law="Ley 66 art. 1")
def ice_other_spirits(excise_product, litres, price_before_taxes, p):
    """Excise on rum, vodka and other spirits."""
    if excise_product != "rum_vodka_or_other_spirits":
        return 0.0
    return litres * p.other_spirits + price_before_taxes * p.other_spirits_share


@rule(unit="Bs", law="Ley 66 art. 1")
def ice_whisky(excise_product, litres, price_before_taxes, p):
    """Excise on whisky."""
    if excise_product != "whisky":
        return 0.0
    return litres * p.whisky + price_before_taxes * p.whisky_share


@rule(unit="Bs", law="Ley 66 art. 1; Ley 1006 disposición adicional cuarta")
def ice_cigarettes(excise_product, tobacco_units, price_before_taxes, p):
    """Excise on cigarettes and cigars: a share of the price, and since 2018 an amount for each."""
    if excise_product == "blond_cigarettes":
        return price_before_taxes * p.blond_cigarettes_share + tobacco_units * p.blond_cigarettes_unit
    if excise_product == "black_cigarettes":
        return price_before_taxes * p.black_cigarettes_share + tobacco_units * p.black_cigarettes_unit
    if excise_product == "cigars":
        return price_before_taxes * p.black_cigarettes_share + tobacco_units * p.blond_cigarettes_unit
    return 0.0


@rule(unit="Bs", law="Ley 66 art. 1; Ley 1006 disposición adicional cuarta")
def ice_tobacco(excise_product, price_before_taxes, ice_cigarettes, p):
    """Excise on tobacco: cigarettes, cigars, pipe tobacco and any other."""
    if excise_product == "cigars_or_pipe_tobacco":
        return price_before_taxes * p.other_tobacco_share
    return ice_cigarettes


@rule(unit="Bs", law="Ley 3467 art. 2")
def ice_vehicles(excise_product, price_before_taxes, p):
    """Excise on a vehicle: the highest for petrol under ten years; new ones that are small or run on gas pay less."""
    if excise_product == "passenger_vehicle":
        return price_before_taxes * p.vehicle_share
    if excise_product == "new_small_petrol_vehicle":
        return price_before_taxes * p.new_small_vehicle_share
    return 0.0
