"""Writes src/ayni/carry/backcast.csv and the tables of docs/carry.md: by how much carried surveys are off.

python tools/backcast.py DATA    where DATA has eh/2019, eh/2020, eh/2022 with INE's person files, and the household
compilation eh/2005_2019_hogares. Aggregates only.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from ayni.carry import RECIPES, Error, old_errors, recorded, root_mean_square, surveys_errors, write_recorded
from ayni.law import bolivia
from ayni.survey import load

ROOT = Path(__file__).parent.parent
DOCUMENT = ROOT / "docs" / "carry.md"
BEGIN, END = "<!-- made by tools/backcast.py -->", "<!-- end -->"
NAMES = {
    "prices": "prices", "prices_growth": "prices, growth", "prices_growth_wages": "prices, growth, wages",
    "default": "prices, growth, wages, weights",
}  # fmt: skip
PLACES = (
    *(("headcount", line, area) for line in ("moderate", "extreme") for area in ("all", "urban", "rural")),
    ("gini", "", "all"),
    ("mean", "", "all"),
)
FIGURES = (("headcount", "moderate"), ("headcount", "extreme"), ("gini", ""))


def found(data: Path) -> list[Error]:
    """Every pair that the files give."""
    surveys = {year: load(data / "eh" / str(year) / "persona.parquet") for year in (2019, 2020, 2022)}
    return [
        *surveys_errors(surveys, bolivia()),
        *old_errors(data / "eh" / "2005_2019_hogares" / "hogares.parquet"),
    ]


def tables(errors: Iterable[Error]) -> str:
    """The tables in Markdown."""
    errors = list(errors)
    return "\n".join([*_pairs(errors), "", *_squares(errors)])


def _pairs(errors: list[Error]) -> Iterator[str]:
    yield "| from | to | recipe | moderate | extreme | Gini | mean | sampling (moderate) |"
    yield "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |"
    own = [each for each in errors if each.lines == "revised" and each.area == "all"]
    for base, target in sorted({(each.base, each.target) for each in own}):
        for recipe in RECIPES:
            of = {
                (each.measure, each.line): each for each in own
                if (each.base, each.target, each.recipe) == (base, target, recipe)
            }  # fmt: skip
            cells = [f"{100 * of[figure].off:+.1f}" if figure in of else "" for figure in FIGURES]
            mean = of.get(("mean", ""))
            cells.append(f"{100 * mean.off / mean.actual:+.1f} %" if mean else "")
            cells.append(f"{100 * of['headcount', 'moderate'].sampling:.1f}")
            yield f"| {base} | {target} | {NAMES[recipe]} | " + " | ".join(cells) + " |"


def _squares(errors: list[Error]) -> Iterator[str]:
    squares = root_mean_square(errors)
    yield "| lines | recipe | pairs | moderate | urban | rural | extreme | urban | rural | Gini | mean |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for lines in ("revised", "old"):
        for recipe in RECIPES:
            if (lines, recipe, "headcount", "moderate", "all") in squares:
                cells = [f"{100 * squares[lines, recipe, *place][0]:.1f}" for place in PLACES]
                pairs = squares[lines, recipe, "headcount", "moderate", "all"][1]
                yield f"| {lines} | {NAMES[recipe]} | {pairs} | " + " | ".join(cells) + " % |"


def document() -> str:
    """The page with the tables of what was recorded."""
    text = DOCUMENT.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    return f"{head}{BEGIN}\n\n{tables(recorded())}\n\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        write_recorded(found(Path(sys.argv[1])))
    DOCUMENT.write_text(document(), encoding="utf-8")
