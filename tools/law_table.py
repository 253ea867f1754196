"""Writes docs/law.md: every instrument with its tier, days, dated values by confidence, and cases.

python tools/law_table.py
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from ayni.family import read_cases
from ayni.law import bolivia
from ayni.report.lawbook import CONFIDENCES, confidence_counts

ROOT = Path(__file__).parent.parent
DOCUMENT = ROOT / "docs" / "law.md"
HEAD = f"""# The law book · El libro de leyes

*En breve: cada instrumento, hasta dónde se lleva, desde y hasta cuándo rige, con qué confianza se sabe cada valor con
fecha, y cuántos casos hechos a mano lo prueban. Executable: la regla corre sobre cada persona de una encuesta;
calculable: sobre un caso; measurable: lo mide un indicador; recorded: está fechado y con fuente, sin cálculo.*

Made by `tools/law_table.py` from the law itself. *Tier*: executable runs on every person of a survey; calculable, on
one case, as a survey does not ask what it needs; measurable is an indicator; recorded is dated and sourced, without
computation. The numbers of dated values count parameters and what is only recorded. *Cases* are those worked by hand
in `tests/cases`.

| instrument | what it is | qué es | tier | from | to | {" | ".join(CONFIDENCES)} | cases |
| --- | --- | --- | --- | --- | --- | {"---: | " * len(CONFIDENCES)}---: |
"""


def document() -> str:
    """The text of the page."""
    cases = Counter(case.file for case in read_cases(ROOT / "tests" / "cases", bolivia()))
    lines, total = [], Counter[str]()
    for name, instrument in sorted(bolivia().instruments.items()):
        counts = confidence_counts(instrument)
        total.update(counts)
        start = min(span.start for span in instrument.in_force)
        ends = [span.end for span in instrument.in_force]
        end = "" if None in ends else max(day for day in ends if day).isoformat()
        cells = [f"`{name}`", instrument.name["en"], instrument.name["es"], instrument.tier, start.isoformat(), end]
        cells += [str(counts[confidence]) for confidence in CONFIDENCES]
        lines.append("| " + " | ".join([*cells, str(cases[name])]) + " |")
    sums = [str(total[confidence]) for confidence in CONFIDENCES]
    lines.append(f"| all {len(lines)} | | | | | | " + " | ".join([*sums, str(cases.total())]) + " |")
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
