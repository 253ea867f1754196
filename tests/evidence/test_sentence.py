"""A sentence that somebody brings: its numbers, periods and indicators by plain rules, and what is missing said."""

import pytest

from ayni.evidence.claims import claims
from ayni.evidence.sentence import understood
from ayni.evidence.typed_figures import flat, language_of_text, read_figures, read_periods
from ayni.law import bolivia
from ayni.report.claims import check_as_bytes, check_tables
from ayni.runs.check import Question, ask
from ayni.words import LANGUAGES, AyniError

TODAY = [each for each in claims() if each.statement is not None]


def numbers(text):
    periods, laws = read_periods(text)
    return read_figures(text, language_of_text(text, "es"), [*(each.span for each in periods), *laws])[0]


@pytest.mark.parametrize(
    ("text", "value", "width", "unit"),
    [
        ("el gasto fue de 30.171 millones de bolivianos", 30_171e6, 1e6, "Bs"),
        ("the cost was 25.7 billion bolivianos", 25.7e9, 1e8, "Bs"),
        ("unos 3.450 millones de dólares", 3_450e6, 1e6, "USD"),
        ("mil millones de dólares", 1e9, 1e6, "USD"),
        ("la tasa es de 2,40%", 2.4, 0.01, "%"),
        ("the rate is 2.40 per cent", 2.4, 0.01, "%"),
        ("la pobreza es 43 por ciento", 43, 1, "%"),
        ("llega a 1.274.734 familias", 1_274_734, 1, "families"),
        ("llega a cuatro millones de personas", 4e6, 1e6, "persons"),
        ("it reaches six million persons", 6e6, 1e6, "persons"),
        ("treinta y cinco por ciento", 35, 1, "%"),
        ("twenty-four per cent of the people", 24, 1, "%"),
        ("un tercio de la población es pobre", 33, 1, "%"),
        ("a third of the people are poor", 33, 1, "%"),
        ("tres cuartas partes de los hogares", 75, 1, "%"),
        ("uno de cada ocho bolivianos", 12.5, 1, "%"),
        ("three out of every ten", 30, 1, "%"),
        ("entre 2.000 y 2.500 millones de dólares", 2_250e6, 500e6, "USD"),
        ("the richest keep 40 to 60% of it", 50, 20, "%"),
        ("una Renta Dignidad de Bs 2.000", 2_000, 1, "Bs"),
        ("it grew 3.2 percentage points", 3.2, 0.1, "pp"),
    ],
)
def test_a_number_is_read_with_its_scale_its_unit_and_its_last_digit(text, value, width, unit):
    (found,) = numbers(text)
    assert (found.value, found.width, found.unit) == (pytest.approx(value), pytest.approx(width), unit)


@pytest.mark.parametrize(
    ("text", "relation", "change"),
    [
        ("subió más de 150%", "more_than", "rise"),
        ("fell by less than 4%", "less_than", "fall"),
        ("cuesta 25.700 millones más al año", "equals", "rise"),
        ("76% menos que el de 2024", "equals", "fall"),
        ("bajó 30%", "equals", "fall"),
        ("personas bajo la línea: 12%", "equals", ""),
        ("el más bajo de la región, 2,9%", "equals", ""),
        ("1.1 million fewer poor", "equals", "fall"),
        ("la pobreza cayó a la mitad", "equals", "fall"),
        ("the tax raised 240 million bolivianos", "equals", ""),
        ("la tasa es menor al 12%", "less_than", ""),
    ],
)
def test_bounds_rises_and_falls_stand_beside_the_number(text, relation, change):
    (found,) = numbers(text)
    assert (found.relation, found.change) == (relation, change)


def test_from_one_to_another_is_two_numbers_and_no_range():
    found = numbers("Los feminicidios bajaron de 84 en 2024 a 81 en 2025")
    assert [(each.value, each.part) for each in found] == [(84, "from"), (81, "to")]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("de 2012 a 2024", ["2012", "2024"]),
        ("en marzo de 2022", ["2022-03"]),
        ("in March 2022", ["2022-03"]),
        ("el 12 de noviembre de 2019", ["2019-11-12"]),
        ("el primer semestre de 2025", ["2025-01..2025-06"]),
        ("the third quarter of 2025", ["2025-Q3"]),
        ("el decreto 2019 dio Bs 2000 en 2021", ["2021"]),
        ("2026 millones de dólares", []),
    ],
)
def test_periods_are_written_as_the_registry_does_and_laws_and_money_are_none(text, periods):
    assert [each.period for each in read_periods(text)[0]] == periods


def test_letters_keep_their_place_without_accents():
    assert flat("Ñandú ÁÉ½") == "nandu ae1"


@pytest.mark.parametrize("claim", TODAY, ids=lambda each: each.id)
def test_a_sentence_of_today_is_known_and_with_other_words_it_is_named_or_says_what_is_missing(claim):
    for language in LANGUAGES:
        said = claim.paraphrase[language]
        assert understood(said).claim == claim.id
        other = understood(f"Dicen: {said}" if language == "es" else f"They say: {said}")
        assert other.claim == ""
        assert claim.id in other.alike
        assert other.questions or other.missing or other.programme


def test_what_is_compared_is_the_level_of_its_own_period_or_the_change_between_two():
    said = understood("La pobreza extrema bajó de 38,2% en 2005 a 15,2% en 2018")
    assert [(each.indicator, each.start, each.end, each.stated.value) for each in said.questions] == [
        ("poverty_extreme", "2005", "2005", 38.2), ("poverty_extreme", "2018", "2018", 15.2),
    ]  # fmt: skip
    (one,) = understood("The minimum wage rose 20% from 2025 to 2026").questions
    assert (one.start, one.end, one.kind, one.stated.value) == ("2025", "2026", "relative", 20)
    (one,) = understood("La economía cayó 2,4% en el primer semestre de 2025").questions
    assert (one.indicator, one.start, one.end, one.stated.value, one.kind) == (
        "gdp_growth", "2025-01..2025-06", "2025-01..2025-06", -2.4, None,
    )  # fmt: skip


def test_a_number_goes_to_the_indicator_of_its_unit_and_a_share_of_another_thing_is_set_aside():
    said = understood(
        "La Renta Dignidad llegó a 1,24 millones de personas en 2024 y costó 5.288 millones de bolivianos"
    )
    assert [each.indicator for each in said.questions] == ["renta_dignidad.recipients", "renta_dignidad.spending"]
    said = understood("The fuel subsidy cost 2.7 billion dollars in 2025, 6.4% of GDP")
    assert [each.indicator for each in said.questions] == ["fuel_subsidy.spending"]
    assert [each.text for each in said.aside] == ["6.4%"]


@pytest.mark.parametrize(
    ("text", "missing", "says"),
    [
        ("El salario mínimo subió 20%", "period", "No dice cuándo"),
        ("El salario mínimo subió 20% en 2026", "base", "un solo momento"),
        ("La inflación de 2025 fue 20,4%", "choice", "inflation.december, inflation.average"),
        ("La felicidad subió 20% de 2025 a 2026", "indicator", "elija con --indicator"),
        ("La pobreza bajó de 2018 a 2019", "number", "No se encontró un número"),
        ("La pobreza de 2019 fue de 3 millones de dólares", "unit", "La unidad del número"),
        ("Se construyeron cuatro mil escuelas entre 2006 y 2019", "moment", "escriba de cuál es con --from"),
        ("El salario mínimo subió 20% en 2022, 2024 y 2026", "moments", "más de dos momentos"),
    ],
)
def test_what_a_sentence_does_not_say_is_asked_and_never_guessed(text, missing, says):
    assert missing in understood(text).missing
    with pytest.raises(AyniError) as raised:
        ask(Question(claim=text), bolivia())
    told = raised.value.in_language("es")
    assert says in told
    assert "\n" not in told


def test_a_number_of_two_readings_is_refused_with_both():
    with pytest.raises(AyniError, match=r"may be 30\.171 or 30,171"):
        ask(Question(claim="El gasto de la Renta Dignidad fue de 30,171 millones en 2024"), bolivia())


def test_what_no_rule_reads_a_cause_and_a_rank_are_said():
    said = understood("La pobreza extrema de 2023, 11,9%, es la más baja de la historia gracias al chuño morado")
    assert (said.cause, said.rank) == ("gracias al chuño morado", "más baja de")
    assert understood("Dicen que el chuño subió 20% en 2024").unread == ("chuño",)


def test_the_reader_adds_what_a_sentence_does_not_say_and_gets_the_ledger_s_verdict_where_there_is_one():
    read = ask(Question(claim="El salario mínimo subió 20%", start="2025", end="2026"), bolivia())
    (found,) = read.answers
    assert found.claim.id == "N18"
    tables = check_tables(read, bolivia(), "es")
    assert tables[0].id == "understood"
    assert b'"understood"' in check_as_bytes(read, "json")


def test_a_sentence_about_what_a_programme_does_needs_a_survey():
    with pytest.raises(AyniError, match="give a survey"):
        ask(Question(claim="Los bonos redujeron la pobreza extrema 43%"), bolivia())


@pytest.mark.parametrize(
    ("date", "language"),
    [
        ("2026-02-30", "es"), ("2019-13", "es"), ("31 de abril de 2020", "es"), ("30 de febrero de 2019", "es"),
        ("2018-12..2019-13", "es"), ("tercer semestre de 2020", "es"), ("February 29, 2019", "en"),
    ],
)  # fmt: skip
def test_a_date_that_no_calendar_has_is_told_and_not_read_as_its_year(date, language):
    said = understood(f"La pobreza extrema fue 12% el {date}", language)
    assert said.periods == ()
    assert [(each.text, each.why.key) for each in said.two_readings] == [(date, "sentence_no_date")]
    assert [each.text for each in said.figures] == ["12%"]
