"""The shapes of /v1's answers for its OpenAPI document, each with an example; the bytes come from `ayni.report`."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """Every key is there, and no other."""

    model_config = ConfigDict(extra="forbid")


class Both(Shape):
    """A text in Spanish and in English."""

    es: str
    en: str


class ARow(Shape):
    """A figure with its sampling error, and what it is a figure of."""

    table: str
    survey: str
    month: str
    law_day: str
    prices: str
    weights_base: str
    concept: str
    programme: str
    measure: str
    line: str
    group: str
    level: str
    accounting: str
    take_up: str
    side: str
    step: str
    order: str
    value: float | None
    se: float | None
    low: float | None
    high: float | None
    n: int | None
    unit: str
    marks: list[str]


class ACard(Shape):
    """Where the data of a run comes from, how large it is, and what the run rests on."""

    survey: str
    month: str
    law_day: str
    prices: str
    weights_base: str
    take_up: str
    field_from: str
    field_to: str
    persons: int | None
    households: int | None
    sampling_units: int | None
    strata: int | None
    sha256: str
    synthetic: bool
    census: bool
    expanded_from: str
    expansion_seed: int | None
    weights: str
    other_weights: dict[str, str]
    totals: str
    lines: str
    mapping: str
    imputed: dict[str, dict[str, str]]
    left_out: list[dict[str, Any]]
    overlaps: list[dict[str, Any]]
    known_on: str
    law_folder: str
    known_until: str
    carried: dict[str, Any] | None = None
    replicates: int | None


class AResult(Shape):
    """The rows of a run, with the data card of each survey; of a reform what it changes."""

    cards: list[ACard]
    reform: dict[str, Any] | None = None
    names: dict[str, Both] = {}
    rows: list[ARow]


A_RESULT = {
    "cards": [{
        "survey": "EH2019-synthetic", "month": "2019-11", "law_day": "2019-11-20", "prices": "2019-11",
        "weights_base": "", "take_up": "legal", "field_from": "2019-10-21", "field_to": "2019-12-20", "persons": 39873,
        "households": 11869, "sampling_units": 1079, "strata": 63, "sha256": "0f3a…", "synthetic": True,
        "census": False, "expanded_from": "", "expansion_seed": None, "weights": "", "other_weights": {},
        "totals": "own", "lines": "", "mapping": "", "imputed": {}, "left_out": [], "overlaps": [],
        "known_on": "", "law_folder": "", "known_until": "",
        "replicates": None,
    }],
    "rows": [{
        "table": "programmes", "survey": "EH2019-synthetic", "month": "2019-11", "law_day": "2019-11-20",
        "prices": "2019-11", "weights_base": "", "concept": "simulated", "programme": "renta_dignidad",
        "measure": "recipients", "line": "", "group": "all", "level": "all", "accounting": "", "take_up": "legal",
        "side": "", "step": "", "order": "", "value": 1000000.0, "se": 20000.0, "low": 960000.0, "high": 1040000.0,
        "n": 3500, "unit": "persons", "marks": ["synthetic"],
    }],
}  # fmt: skip


class AReceipt(Shape):
    """The hashes of what a result was made from."""

    inputs: dict[str, str]
    options: dict[str, Any]
    law: str
    registry: str
    code: str
    rows: str
    receipt: str


A_RECEIPT = {
    "inputs": {"synthetic.npz": "0f3a…"}, "options": {"law": None, "year": None, "take_up": "legal"},
    "law": "5b2c…", "registry": "91d0…", "code": "0.2.0+77aa…", "rows": "c3f1…", "receipt": "1a2b3c4d5e6f",
}  # fmt: skip


class APerson(Shape):
    """A person with the answers that were given."""

    name: str
    answers: dict[str, str | int | float | bool | None]


class ACitation(Shape):
    """A norm with its articles, where it can be read, and what the articles say in words of our own."""

    text: str
    address: str
    says: list[Both]


class ToldOfCollection(Shape):
    """What is known of one facet of a payment's collection, and on what it rests."""

    es: str
    en: str
    law: str
    confidence: str
    sources: list[str]


class Claiming(Shape):
    """On which day a payment is collected, until when, what if late, where to complain; null where no text was
    found."""

    day: ToldOfCollection | None
    until: ToldOfCollection | None
    late: ToldOfCollection | None
    complain: ToldOfCollection | None
    day_of_month: int | None


class ARuleAnswer(Shape):
    """What one rule gives or asks of one person, or why it does not."""

    instrument: str
    rule: str
    name: Both
    kind: str
    person: str
    amount: float
    unit: str
    in_budget: float
    law: str
    citations: list[ACitation]
    paid_in: Both | None
    claiming: Claiming | None
    bring: Both | None
    not_if: list[Both]
    marks: list[str]
    why_not: Both | None
    refused: Both | None


class Totals(Shape):
    """Bs a month."""

    benefits: float
    taxes_and_contributions: float
    budget: float


class AFamilyReform(Shape):
    """A reform under which a family is asked, and its totals under the law as it stands."""

    name: Both
    content: dict[str, Any]
    totals_without: Totals


class APayment(Shape):
    """A payment of the year: `amount` Bs in a `month`, with the days on which it is collected where they are known.

    `count` is the sum to which it belongs, if it is `in_sum`; `awaits` what it still awaits.
    """

    instrument: str
    rule: str
    name: Both
    person: str
    amount: float
    month: int | None
    first: str | None
    last: str | None
    place: str
    count: str
    in_sum: bool
    awaits: Both | None
    late: Both | None
    until_month: int | None = None


class AMonth(Shape):
    """A month of the year with its payments."""

    month: int
    payments: list[APayment]


class AYear(Shape):
    """The calendar year of the day: what is collected now, what comes, what has closed, every month and the sums."""

    now: list[APayment]
    coming: list[APayment]
    closed: list[APayment]
    calendar: list[AMonth]
    without_month: list[APayment]
    sums: dict[str, float]
    persons: dict[str, dict[str, float]]
    not_known: list[dict[str, Any]]


class AFamily(Shape):
    """What the law gives and asks of a family."""

    date: str
    known_until: str | None
    law: str
    persons: list[APerson]
    answers: list[ARuleAnswer]
    totals: Totals
    year: AYear
    reform: AFamilyReform | None


A_FAMILY: dict[str, Any] = {
    "date": "2026-01-01", "known_until": None, "law": "5b2c…",
    "persons": [{"name": "rosa", "answers": {"age": 66}}],
    "answers": [{
        "instrument": "renta_dignidad", "rule": "renta_dignidad", "kind": "transfer", "person": "rosa",
        "name": {"es": "Renta Dignidad", "en": "Renta Dignidad"}, "amount": 500.0, "unit": "Bs/month",
        "in_budget": 500.0, "law": "Ley 3791 art. 3, 5", "citations": [], "paid_in": None, "claiming": None,
        "bring": {"es": "carnet de identidad", "en": "identity card"}, "not_if": [], "marks": [],
        "why_not": None, "refused": None,
    }],
    "totals": {"benefits": 500.0, "taxes_and_contributions": 0.0, "budget": 500.0},
    "year": {
        "now": [], "coming": [], "closed": [], "calendar": [], "without_month": [],
        "sums": {"received": 6350.0}, "persons": {"rosa": {"received": 6350.0}}, "not_known": [],
    },
    "reform": None,
}  # fmt: skip


class ASurvey(Shape):
    """A survey of this server; the first is its default."""

    name: str
    wave: str
    title: Both
    synthetic: bool
    persons: int
    sha256: str


A_SURVEY = {
    "name": "synthetic", "wave": "EH2019-synthetic", "synthetic": True, "persons": 39873, "sha256": "0f3a…",
    "title": {"es": "Población sintética al modo de la EH 2019", "en": "Synthetic population in the manner of EH 2019"},
}  # fmt: skip


class AReading(Shape):
    """One way to read a number, and what it gives."""

    id: str
    text: Both
    natural: bool
    effect: bool
    rival: bool
    value: float | None
    se: float | None
    unit: str
    fits: bool
    tried: int
    fitting: list[dict[str, Any]]
    figures: list[dict[str, Any]]


class AClaim(Shape):
    """A claim with everything that its verdicts rest on."""

    id: str
    article: str | Both
    speaker: Both
    paraphrase: Both
    tier: str
    stated: dict[str, Any] | None
    label: dict[str, Any]
    period: dict[str, Any]
    attribution: Both | None
    statement: dict[str, Any] | None
    computed: AReading | None
    readings: list[AReading]
    parts: list[dict[str, Any]]
    beside: list[AReading]
    span: list[AReading] | None
    pair: dict[str, int] | None
    tried: int
    verdict: str
    rule: str
    cause: dict[str, Both] | None
    cause_verdict: str
    would_have_to_be: Both | None
    context: Both | None
    qualifier: Both | None
    first_verdict: str
    differs: Both | None
    changes: list[dict[str, Any]]
    warnings: dict[str, list[str]]
    receipt: AReceipt


A_CLAIM: dict[str, Any] = {
    "id": "A00", "article": "A", "speaker": {"es": "Quien habla", "en": "Who speaks"}, "tier": "measurable",
    "paraphrase": {"es": "La cifra subió a 10%", "en": "The figure rose to 10%"}, "stated": None, "label": {},
    "period": {}, "attribution": None, "statement": None, "computed": None, "readings": [], "parts": [], "beside": [],
    "span": None, "pair": None, "tried": 0,
    "verdict": "not_checkable", "rule": "", "cause": None, "cause_verdict": "none", "would_have_to_be": None,
    "context": None, "qualifier": None, "first_verdict": "", "differs": None, "changes": [],
    "warnings": {"es": [], "en": []},
    "receipt": A_RECEIPT,
}  # fmt: skip


class ATry(Shape):
    """One reading of a number that was stated, with the verdict over all of them."""

    kind: str
    place: str
    before: str
    after: str
    value: float | None
    se: float | None
    low: float | None
    high: float | None
    unit: str
    needed: float | None
    natural: bool
    fits: bool
    refused: str | None
    figures: str
    stated: str
    verdict: str
    cause_verdict: str
    tried: int
    claim: str | None
    understood: dict[str, Any] | None


A_TRY = {
    "kind": "relative", "place": "Bolivia; All", "before": "2008: 30.1", "after": "2011: 21", "value": -30.2326,
    "se": None, "low": None, "high": None, "unit": "%", "needed": 17.157, "natural": True, "fits": False,
    "refused": None, "figures": "poverty_extreme|Bolivia|All|2008; poverty_extreme|Bolivia|All|2011", "stated": "43%",
    "verdict": "not_reproduced", "cause_verdict": "not_identified", "tried": 4, "claim": None, "understood": None,
}  # fmt: skip


class AnUnderstood(Shape):
    """What was understood of a sentence, and what was not."""

    text: str
    language: str
    numbers: list[dict[str, Any]]
    periods: list[str]
    indicators: list[dict[str, Any]]
    questions: list[dict[str, Any]]
    programme: str | None
    cause: str | None
    rank: str | None
    place: str | None
    laws: list[str]
    not_compared: list[str]
    two_readings: list[str]
    missing: list[str]
    unread: list[str]
    claim: str | None
    alike: list[str]


AN_UNDERSTOOD = {
    "text": "El salario mínimo subió 20%", "language": "es",
    "numbers": [
        {"text": "20%", "value": 20, "width": 1, "unit": "%", "relation": "equals", "about": False, "change": "rise"}
    ],
    "periods": [], "indicators": [{"text": "El salario mínimo", "among": ["minimum_wage"]}], "questions": [],
    "programme": None, "cause": None, "rank": None, "place": None, "laws": [], "not_compared": [], "two_readings": [],
    "missing": ["period"], "unread": [], "claim": None, "alike": ["N18"],
}  # fmt: skip


class APromise(Shape):
    """A promise with its statements rebuilt, and the difference between two bases where one was asked."""

    id: str
    title: Both
    unit: str
    reference: dict[str, Any]
    factors: dict[str, Any]
    statements: list[dict[str, Any]]
    asked: dict[str, Any] | None


A_PROMISE: dict[str, Any] = {
    "id": "a_promise", "title": {"es": "Una promesa", "en": "A promise"}, "unit": "million Bs",
    "reference": {"base": {"payments": "thirteen"}, "value": 23409.7}, "factors": {}, "statements": [], "asked": None,
}  # fmt: skip


class APlace(Shape):
    """An area and a group of which an indicator has figures."""

    area: str
    group: str


class AnIndicator(Shape):
    """An indicator, of published figures, of figures recorded from surveys, or of both."""

    indicator: str
    subject: str
    name: Both
    unit: str
    places: list[APlace]


AN_INDICATOR = {
    "indicator": "poverty_extreme", "subject": "poverty", "name": {"es": "Pobreza extrema", "en": "Extreme poverty"},
    "unit": "%", "places": [{"area": "Bolivia", "group": "All"}],
}  # fmt: skip


class AFigure(Shape):
    """A figure: published, with its source; or computed by Ayni from a survey, with its error and cases."""

    indicator: str
    area: str
    group: str
    id: str
    period: str
    value: float
    unit: str
    se: float | None
    n: int | None
    relative: float | None
    computed_by_ayni: bool
    method: str
    wave: str
    source: str
    url: str
    confidence: str
    note: str


A_FIGURE = {
    "indicator": "poverty_extreme", "area": "Bolivia", "group": "All", "id": "poverty_extreme|Bolivia|All|2011",
    "period": "2011", "value": 21.0, "unit": "%", "se": None, "n": None, "relative": None, "computed_by_ayni": False,
    "method": "old_ine_method", "wave": "", "source": "INE", "url": "", "confidence": "verified", "note": "",
}  # fmt: skip


class AnEntry(Shape):
    """Something dated."""

    id: str
    kind: str
    start: str
    end: str | None
    area: str
    text_es: str
    text_en: str
    article: str
    source: str
    url: str
    confidence: str
    contested_es: str
    contested_en: str


AN_ENTRY = {
    "id": "renta_dignidad.monthly_non_pensioner@2026-01-01", "kind": "policy", "start": "2026-01-01", "end": None,
    "area": "Bolivia", "text_es": "Renta Dignidad: Monto mensual, Bs al mes: Bs 500",
    "text_en": "Renta Dignidad: Monthly amount, Bs a month: Bs 500", "article": "DS 5516 art. 10",
    "source": "renta_dignidad", "url": "", "confidence": "verified", "contested_es": "", "contested_en": "",
}  # fmt: skip


class ATopicLine(Shape):
    """A line of a topic: a figure with its interval, or a dated event; the last columns are those of one section."""

    topic: str
    section: str
    what_es: str
    what_en: str
    period: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    confidence: str
    source: str
    url: str
    contested_es: str | None
    contested_en: str | None
    before: str | None
    people: float | None
    method: str | None
    rule: str | None
    outcome: str | None
    first: float | None
    second: float | None
    adds_up: float | None
    count: str | None
    threshold: float | None
    court: float | None
    by_law: str | None
    office: str | None
    of: float | None


A_TOPIC_LINE = {
    "topic": "elections", "section": "outcomes",
    "what_es": "Elección presidencial: votos, Bolivia, Primer lugar, 18 de octubre de 2020, Definitivo",
    "what_en": "Presidential election: votes, Bolivia, First place, 18 October 2020, Final", "period": "2020-10-18",
    "value": 26.27, "low": None, "high": None, "unit": "points", "confidence": "verified",
    "source": "TSE final count, 23 Oct 2020",
    "url": "https://gacetadelsur.com/2020/10/23/tse-presenta-resultados-finales-de-elecciones-y-proclama-a-luis-arce-presidente-de-bolivia/",
    "contested_es": None, "contested_en": None, "before": None, "people": None, "method": None,
    "rule": "majority_or_lead", "outcome": "elected", "first": 55.1, "second": 28.83, "adds_up": 1.0, "count": "final",
    "threshold": None, "court": None, "by_law": None, "office": None, "of": None,
}  # fmt: skip


class ASpan(Shape):
    """Days in which an instrument is in force; an end of null is open."""

    start: str = Field(alias="from")
    end: str | None = Field(alias="to")
    article: str


class AnInstrument(Shape):
    """A programme, a tax or a statute."""

    id: str
    name: Both
    serves: Both | None
    tier: str
    in_force: bool
    spans: list[ASpan]


AN_INSTRUMENT = {
    "id": "renta_dignidad", "name": {"es": "Renta Dignidad", "en": "Renta Dignidad"}, "serves": None,
    "tier": "executable", "in_force": True, "spans": [{"from": "2008-01-01", "to": None, "article": "Ley 3791"}],
}  # fmt: skip


class AValue(Shape):
    """A dated value: a number, a text, or a scale of thresholds with their rates."""

    value: float | int | str | list[list[float]]
    start: str = Field(alias="from")
    end: str | None = Field(alias="to")
    article: str
    confidence: str
    sources: list[str]
    note: Both | None


class AParameter(AValue):
    """A dated value of a named parameter."""

    id: str
    text: Both
    unit: str


A_VALUE = {
    "value": 500, "from": "2026-01-01", "to": None, "article": "Ley 1196; DS 5516 art. 10", "confidence": "verified",
    "sources": [], "note": None,
}  # fmt: skip
A_PARAMETER = {
    **A_VALUE, "id": "renta_dignidad.monthly_non_pensioner", "unit": "Bs/month",
    "text": {"es": "Monto mensual de quien no recibe otra renta",
             "en": "Monthly amount for those who receive no pension"},
}  # fmt: skip


class ARule(Shape):
    """A rule as it is written."""

    name: str
    law: str
    unit: str
    entity: str
    content: str


class ToldOfInstrument(Shape):
    """What is known of a facet of the collection of an instrument's payments, in a period."""

    text: Both
    start: str | None = Field(alias="from")
    end: str | None = Field(alias="to")
    rules: list[str]
    by: str | None
    article: str
    confidence: str
    sources: list[str]


class AWholeInstrument(AnInstrument):
    """An instrument on a day."""

    date: str
    kind: str
    tier_reason: Both | None
    legal_basis: list[dict[str, Any]]
    rules: list[ARule]
    parameters: list[AParameter]
    claiming: dict[str, list[ToldOfInstrument]] | None
    not_seen_by_survey: list[Both]


A_WHOLE_INSTRUMENT = {
    **AN_INSTRUMENT, "date": "2026-01-01", "kind": "transfer", "tier_reason": None, "parameters": [A_PARAMETER],
    "claiming": None,
    "legal_basis": [{"instrument": "Ley 3791", "date": "2007-11-28", "article": "3, 5"}], "not_seen_by_survey": [],
    "rules": [{"name": "renta_dignidad", "law": "Ley 3791 art. 3, 5", "unit": "Bs/month", "entity": "person",
               "content": "@rule(…)\ndef renta_dignidad(age, …): …"}],
}  # fmt: skip


class AChange(Shape):
    """A parameter, or an instrument as a whole, on two days."""

    instrument: str
    parameter: str | None
    unit: str | None
    in_force: list[bool]
    before: AValue | None
    after: AValue | None


class AHousehold(Shape):
    """A typical household: what it receives less what it pays, Bs a month, on two days."""

    id: str
    name: Both
    before: float
    after: float


class ADifference(Shape):
    """What changed in the law between two days."""

    dates: list[str]
    changes: list[AChange]
    households: list[AHousehold]


A_DIFFERENCE = {
    "dates": ["2025-12-31", "2026-01-01"],
    "changes": [{"instrument": "renta_dignidad", "parameter": "renta_dignidad.monthly_non_pensioner",
                 "unit": "Bs/month", "in_force": [True, True], "before": {**A_VALUE, "value": 350}, "after": A_VALUE}],
    "households": [{"id": "elderly", "name": {"es": "Una persona mayor sola", "en": "One elderly person"},
                    "before": 350.0, "after": 500.0}],
}  # fmt: skip


# ---- one person: payslip, final settlement, retirement, pregnancy


class ASlipLine(Shape):
    """A line of a payslip, with base and rate where it is a simple share."""

    section: str
    rule: str
    name: Both
    amount: float
    unit: str
    base: float | None
    rate: float | None
    law: str


class APayslip(Shape):
    """The lines of a payslip."""

    date: str
    law: str
    lines: list[ASlipLine]


A_PAYSLIP = {
    "date": "2026-03-01", "law": "5b2c…",
    "lines": [{"section": "earned", "rule": "total_earned", "name": {"es": "Total ganado", "en": "Total earned"},
               "amount": 9500.0, "unit": "Bs/month", "base": None, "rate": None, "law": "DS 21060 art. 60"}],
}  # fmt: skip


class AFormLine(Shape):
    """A line of a final settlement."""

    part: str
    rule: str
    name: Both
    amount: float
    law: str
    why_not: Both | None


class AForm(Shape):
    """A final settlement; `pay_by` is the last day on which it is paid in time."""

    person: str
    date: str
    facts: dict[str, Any]
    lines: list[AFormLine]
    pay_by: str
    fine_if_late: float
    marks: list[str]


class ASettlement(Shape):
    """The settlements that were asked for."""

    law: str
    settlements: list[AForm]


A_SETTLEMENT = {
    "law": "5b2c…",
    "settlements": [{
        "person": "worker", "date": "2026-03-31", "facts": {"service_years": 2}, "pay_by": "2026-04-15",
        "fine_if_late": 2500.0, "marks": [],
        "lines": [{"part": "sum", "rule": "finiquito_net", "name": {"es": "Líquido", "en": "Net"}, "amount": 8333.33,
                   "law": "", "why_not": None}],
    }],
}  # fmt: skip


class APension(Shape):
    """A pension, Bs a month; a `high` that is null is not known."""

    contribution_years: int
    low: float
    high: float | None
    law: str


class AWay(Shape):
    """A way to retire, with the own pension that it needs."""

    id: str
    standing: str
    day: str | None
    amount: APension | None
    needs: float | None
    law: str


class AnOwnPension(Shape):
    """What the own account and the compensation pay a month, Bs."""

    low: float
    high: float | None
    savings_low: float
    savings_high: float
    compensation: float
    compensation_is_known: bool


class ARetirement(Shape):
    """When somebody may retire and with how much."""

    law: str
    date: str
    age: int
    min_contribution_years: int
    contribution_years: int
    of_age: str
    with_years: str | None
    first: str
    stopping: APension | None
    going_on: APension
    own: AnOwnPension
    ways: list[AWay]


_PENSION = {"contribution_years": 20, "low": 1800.0, "high": 1800.0, "law": "Ley 065 art. 12 a 15"}
A_RETIREMENT = {
    "law": "5b2c…", "date": "2026-03-01", "age": 58, "min_contribution_years": 10, "contribution_years": 20,
    "of_age": "2024-03-01", "with_years": None, "first": "2026-03-01", "stopping": _PENSION, "going_on": _PENSION,
    "own": {"low": 800.0, "high": 800.0, "savings_low": 800.0, "savings_high": 800.0, "compensation": 0.0,
            "compensation_is_known": True},
    "ways": [{"id": "solidarity", "standing": "open", "day": "2026-03-01", "amount": _PENSION, "needs": None,
              "law": "Ley 065 art. 12 a 15"}],
}  # fmt: skip


class ADue(Shape):
    """A payment of a month of a pregnancy, or of the child's life."""

    month: str
    of_pregnancy: int
    of_child: int
    instrument: str
    rule: str
    name: Both
    amount: float
    in_kind: bool
    law: str
    known: bool


class APregnancy(Shape):
    """What a pregnancy brings month by month until the child is one."""

    law: str
    date: str
    is_insured: bool
    birth: str
    total: float
    due: list[ADue]


A_PREGNANCY = {
    "law": "5b2c…", "date": "2026-03-01", "is_insured": True, "birth": "2026-10-01", "total": 36000.0,
    "due": [{"month": "2026-05-01", "of_pregnancy": 5, "of_child": 0, "instrument": "asignaciones_familiares",
             "rule": "asignaciones_familiares_prenatal", "name": {"es": "Subsidio prenatal", "en": "Prenatal subsidy"},
             "amount": 2000.0, "in_kind": False, "law": "DS 3546 art. único", "known": True}],
}  # fmt: skip
