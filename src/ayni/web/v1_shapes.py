"""The shapes of /v1's answers for its OpenAPI document; the bytes come from `ayni.report`."""

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
    law_book: str
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


class AReceipt(Shape):
    """The hashes of what a result was made from."""

    inputs: dict[str, str]
    options: dict[str, Any]
    law: str
    registry: str
    code: str
    rows: str
    receipt: str


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


class ASurvey(Shape):
    """A survey of this server; the first is its default."""

    name: str
    wave: str
    title: Both
    synthetic: bool
    persons: int
    sha256: str


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


class APromise(Shape):
    """A promise with its statements rebuilt, and the difference between two bases where one was asked."""

    id: str
    title: Both
    unit: str
    reference: dict[str, Any]
    factors: dict[str, Any]
    statements: list[dict[str, Any]]
    asked: dict[str, Any] | None


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
