"""The tables of docs/synthetic.md, written between markers."""

from __future__ import annotations

from pathlib import Path

from ayni.engine import Population
from synthesis.disclosure import measures
from synthesis.fidelity import LEAST_CASES, Indicator, Indicators

MARKS = ("<!-- tables: begin -->", "<!-- tables: end -->")


def write_tables(path: Path, synthetic: Population, real: Population, size: int) -> None:
    """Replace what is between the markers by the tables of this population."""
    text = path.read_text(encoding="utf-8")
    before, _, rest = text.partition(MARKS[0])
    _, _, after = rest.partition(MARKS[1])
    path.write_text(before + MARKS[0] + "\n" + _tables(synthetic, real, size) + MARKS[1] + after, encoding="utf-8")


def _tables(synthetic: Population, real: Population, size: int) -> str:
    ours, theirs = Indicators(synthetic), Indicators(real)
    lines = [
        f"Seed {synthetic.source['seed']}; {synthetic.n_households:,} households and {synthetic.n_persons:,} persons "
        f"(the survey: {real.n_households:,} and {real.n_persons:,}); {size / 1e6:.2f} MB.",
        "",
        "### Disclosure",
        "",
        "| measure | synthetic % | chance % | at most % | holds |",
        "|---|---:|---:|---:|---|",
    ]
    for measure in measures(synthetic, real):
        shares = " | ".join(f"{100 * value:.2f}" for value in (measure.synthetic, measure.chance, measure.allowed))
        lines.append(f"| {measure.name.replace('_', ' ')} | {shares} | {'yes' if measure.holds else 'NO'} |")
    table = ""
    for key, indicator in theirs.items():
        if indicator.cases < LEAST_CASES:
            continue
        if key[0] != table:
            table = key[0]
            lines += ["", f"### {table}", "", "| indicator | real | synthetic | difference |", "|---|---:|---:|---:|"]
        star = " \\*" if indicator.fixed else ""
        lines.append(f"| {key[1]}{star} | {_cells(indicator, ours[key])} |")
    return "\n".join(lines) + "\n"


def _cells(real: Indicator, synthetic: Indicator) -> str:
    difference = synthetic.value - real.value
    relative = f"{100 * difference / real.value:+.1f} %"
    match real.kind:
        case "share":
            return f"{100 * real.value:.2f} % | {100 * synthetic.value:.2f} % | {100 * difference:+.2f} points"
        case "thousands":
            return f"{real.value / 1e3:,.0f} thousand | {synthetic.value / 1e3:,.0f} thousand | {relative}"
        case "millions":
            return f"Bs {real.value / 1e6:,.2f} m | Bs {synthetic.value / 1e6:,.2f} m | {relative}"
        case "Bs":
            return f"Bs {real.value:,.0f} | Bs {synthetic.value:,.0f} | {relative}"
        case _:
            return f"{real.value:.3f} | {synthetic.value:.3f} | {difference:+.3f}"
