"""The names of `import ayni`: there from the start, typed and told, and never a module's."""

import datetime as dt
import importlib
import inspect
import pkgutil
import subprocess
import sys

import pytest

import ayni

FUNCTIONS = [name for name in ayni.__all__ if name[0].islower()]
ASKED = {
    "run", "reform", "minimum_wage", "shock", "attribution", "incidence", "between", "household", "payslip", "lawbook",
    "load", "claims", "check",
}  # fmt: skip


def test_what_is_asked_for_is_there():
    assert set(FUNCTIONS) >= ASKED
    assert set(FUNCTIONS) <= set(dir(ayni))


def test_a_name_is_the_function_still_after_every_module_is_imported():
    for module in pkgutil.walk_packages(ayni.__path__, "ayni."):
        if module.name != "ayni.__main__":
            importlib.import_module(module.name)
    for name in FUNCTIONS:
        assert inspect.isfunction(getattr(ayni, name)), name


@pytest.mark.parametrize("name", ayni.__all__)
def test_every_name_says_what_it_is(name):
    assert len(inspect.getdoc(getattr(ayni, name))) > 40


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_has_types_and_says_what_goes_wrong(name):
    function = getattr(ayni, name)
    signature = inspect.signature(function)
    assert signature.return_annotation is not inspect.Signature.empty
    assert all(each.annotation is not inspect.Parameter.empty for each in signature.parameters.values())
    assert "AyniError" in function.__doc__ or "as for `" in function.__doc__ or name in SHORT


SHORT = (
    "sweep", "minimum_wage", "shock", "attribution", "incidence", "indicators", "inflation", "between", "sequence_2020",
)  # fmt: skip
"""Runs whose errors are those of `run`."""


def test_every_method_says_what_it_gives():
    for name in ("Result", "Survey", "Household", "Payslip", "Moment", "LawBook", "Claims", "Judged"):
        for method, of in inspect.getmembers(getattr(ayni, name)):
            if not method.startswith("_") and (inspect.isfunction(of) or isinstance(of, property)):
                assert inspect.getdoc(of), f"{name}.{method}"


def test_keywords_are_those_of_the_command_line():
    from ayni.runs import OPTIONS

    for name in ("run", "reform", "attribution", "incidence", "indicators", "shock"):
        taken = set(inspect.signature(getattr(ayni, name)).parameters)
        own = {"day": "law", "known": "as_known_on", "steps": "carry"}
        options = {own.get(each, each) for each in OPTIONS[name].__struct_fields__}
        assert options <= taken, name


def test_a_payslip_from_python_needs_neither_arrays_nor_tables():
    code = (
        "import ayni, sys; ayni.payslip(5000, '2025-05'); print([n for n in ('numpy', 'polars') if n in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_what_a_notebook_meets_is_shown_in_a_line():
    from ayni.survey import load

    law, population = ayni.lawbook().law, load()
    instrument = law.instruments["renta_dignidad"]
    met = [
        law, population, law.within_year(dt.date(2019, 11, 1)), instrument,
        instrument.parameters["monthly_pensioner"], ayni.load(), ayni.load().analysis, ayni.claims()["A01"].answer,
        ayni.claims()["A01"].answer.claim, ayni.household(age=66, date="2026-01").found,
    ]  # fmt: skip
    for each in met:
        assert len(repr(each)) < 260, type(each)
        assert "\n" not in repr(each)


@pytest.mark.parametrize(
    ("function", "given", "says"),
    [
        (ayni.run, {"far": "no"}, "far: 'no' will not do; it is True or False"),
        (ayni.run, {"cached": 0}, "cached: 0 will not do"),
        (ayni.run, {"by": 3}, "by: 3 will not do"),
        (ayni.run, {"by": {"area": 1}}, "by: dict will not do"),
        (ayni.run, {"work": "x"}, "work: 'x' will not do"),
        (ayni.attribution, {"carry": 1.5}, "carry: 1.5 will not do"),
        (ayni.incidence, {"household_share": "half"}, "household_share: 'half' will not do; it is a number"),
        (ayni.frontier, {"budget_millions": {}}, "budget_millions: dict will not do"),
        (ayni.frontier, {"budget_millions": None}, "budget_millions: None will not do"),
        (ayni.minimum_wage, {"new": (1, 2)}, "new: tuple will not do"),
        (ayni.path, {"years": 2026}, "years: 2026 will not do"),
        (ayni.path, {"growth": [3]}, "growth: list will not do"),
        (ayni.run, {"prices": ["survey"]}, "prices: “['survey']” is not a choice"),
    ],
)
def test_a_value_of_another_type_is_refused_by_its_keyword_and_no_word_is_taken_for_true(function, given, says):
    with pytest.raises(ayni.AyniError) as raised:
        function(**given, lang="en")
    assert says in str(raised.value)
