"""Who pays: a levy raises what the reform costs, from those whom its rule names and within what they have."""

import numpy as np
import pytest
from msgspec.structs import replace

import ayni
from ayni.law import bolivia
from ayni.scenario import Comparison
from ayni.scenario.financing import LEVIES, levy
from ayni.words import AyniError

AMOUNT = "renta_dignidad.monthly_non_pensioner"


@pytest.fixture(scope="module")
def compared(synthetic):
    return Comparison(synthetic, synthetic.under(bolivia().amend({AMOUNT: {"2019-01-01": 500}})))


@pytest.mark.parametrize("rule", LEVIES)
def test_a_levy_raises_the_cost_and_nobody_pays_more_than_they_have(compared, rule):
    paid = levy(compared, rule)
    after = compared.incomes[1]
    assert 12 * float(compared.before.people.weight @ paid) == pytest.approx(compared.cost.value, rel=1e-9)
    assert (paid >= 0).all()
    assert (paid <= np.maximum(after, 0) + 1e-9).all()
    assert not paid[~compared.before.universe].any()


def test_each_rule_takes_from_whom_it_names(compared):
    before = compared.incomes[0]
    head, share, rich = (levy(compared, rule) for rule in LEVIES)
    well_off = compared.before.universe & (before > 500)
    assert np.ptp(head[well_off]) < 1e-6
    assert np.ptp((share / np.maximum(before, 1))[well_off]) < 1e-9
    assert not rich[compared.tenth < 10].any()
    assert (rich[compared.tenth == 10] > 0).all()


def test_a_saving_is_given_back(compared):
    turned = Comparison(compared.after, compared.before)
    for rule in LEVIES:
        back = levy(turned, rule)
        assert (back <= 0).all()
        assert 12 * float(turned.before.people.weight @ back) == pytest.approx(turned.cost.value)


def test_those_who_do_not_have_it_cannot_pay_it(compared):
    size = compared.before.population.n_persons
    dear = replace(compared, revenues={"rc_iva": (np.full(size, 1e6), np.zeros(size))})
    with pytest.raises(AyniError, match="by the rule richest_tenth do not have"):
        levy(dear, "richest_tenth")


def test_shares_of_tenths_add_up_and_net_changes_are_what_is_left():
    rows = ayni.reform(reform={AMOUNT: 500, "financing": {"rule": "proportional"}}, at="survey")
    own = {(row.concept, row.measure, row.level, row.unit): row.value for row in rows if row.table == "financing"}
    tenths = [str(tenth) for tenth in range(1, 11)]
    assert sum(own["proportional", "share_of_levy", each, "share"] for each in tenths) == pytest.approx(1)
    gains = {row.level: row.value for row in rows if row.table == "gains" and row.unit == "Bs/month"}
    for each in tenths:
        paid, net = own["proportional", "paid", each, "Bs/month"], own["net_of_financing", "mean", each, "Bs/month"]
        assert net == pytest.approx(gains[each] - paid)
    raised, cost = (own["proportional", what, "all", "Bs/year"] for what in ("raised_from_households", "cost"))
    assert raised == pytest.approx(cost)


def test_a_text_is_recorded_and_not_computed():
    rows = ayni.reform(reform={AMOUNT: 500, "financing": {"text": "gas; y deuda"}}, at="survey")
    assert not [row for row in rows if row.table == "financing"]
    assert (rows.reform.financing, rows.reform.financing_text) == ("text", "gas; y deuda")
