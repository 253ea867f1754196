"""Make the synthetic population that comes with the package from INE's EH 2019, and the document about it.

    PYTHONPATH=src python tools/synthesise.py EH2019_Pers_csv.csv.gz --modules FOLDER

docs/synthetic.md says what is done and how well it holds; its tables are written by this script between markers.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np

from ayni.engine import Population
from ayni.survey import SYNTHETIC, Spending, load, read_spending, with_spending, write_population
from synthesis.design import add_real_profile, calibrate, synthesise_units
from synthesis.disclosure import too_close
from synthesis.document import write_tables
from synthesis.fidelity import distance
from synthesis.households import synthesise_households
from synthesis.persons import draw_industry, draw_persons, finish
from synthesis.schooling import draw_schooling
from synthesis.spending import draw_spending, groups_of
from synthesis.table import LINKS, Table, add_composition, real_table

ROOT = Path(__file__).parents[1]
SPARE = 0.012
"""Share of households drawn beyond the survey's number, for those that are dropped."""
METHOD = {
    "es": "Síntesis secuencial con árboles de decisión (Reiter 2005) desde la EH 2019 del INE; montos suavizados; "
    "diseño muestral inventado; calibrada a totales de la encuesta. Ninguna persona es real. Véase docs/synthetic.md.",
    "en": "Sequential synthesis with decision trees (Reiter 2005) from INE's EH 2019; smoothed amounts; "
    "invented sampling design; calibrated to totals of the survey. No person is real. See docs/synthetic.md.",
}

SPENDING = {
    "es": "Gasto de cada hogar sorteado grupo por grupo con los mismos árboles, como último paso.",
    "en": "What each household spends, drawn group after group from the same trees, as a last step.",
}


def synthesise(real: Population, seed: int) -> Population:
    """A synthetic population in the manner of the real one, which has its spending; the same for the same seed."""
    rng = np.random.default_rng(seed)
    source = real_table(real)
    units = add_real_profile(source)
    table = synthesise_households(source, synthesise_units(units, SPARE, rng), rng)
    table.columns["is_member"] = ~table.is_("relation", "domestic_worker", "relative_of_domestic_worker")
    for each in (source, table):
        add_composition(each)
    table = table.take(draw_persons(source, table, rng))
    finish(table)
    table.columns["weight"] = np.ones(len(table))
    keep = np.flatnonzero(~too_close(_population(table, real, seed), real))
    keep = np.sort(rng.permutation(keep)[: real.n_households])
    table = table.take(np.isin(np.arange(len(table.starts)), keep))
    table.columns["weight"] = calibrate(table, source)
    draw_industry(source, table, rng)
    spent = draw_spending(source, table, groups_of(real), rng)
    draw_schooling(source, table, rng)
    parts = {name.removeprefix("spent_"): spent[name] for name in sorted(spent)}
    return with_spending(_population(table, real, seed), Spending(parts, {"known": "drawn", "method": SPENDING}))


def _population(table: Table, real: Population, seed: int) -> Population:
    """The table as a population with the real one's columns, as far as they are drawn, types and categories."""
    c = dict(table.columns)
    c["person_number"] = table.rank + 1
    c["psu"], c["stratum"] = (np.unique(c[name], return_inverse=True)[1] for name in ("psu", "stratum"))
    c["household_type"] = _household_type(table)
    source: dict[str, Any] = {
        "wave": "EH2019-synthetic",
        "name": {
            "es": "Población sintética al modo de la EH 2019",
            "en": "Synthetic population in the manner of EH 2019",
        },
        "year": real.source["year"],
        **{name: real.source[name] for name in ("field_from", "field_to", "field_basis", "counts_other_transfers")},
        "synthetic": True,
        "method": METHOD,
        "seed": seed,
    }
    columns = {name: np.asarray(c[name]).astype(real[name].dtype) for name in sorted(set(real.columns) & set(c))}
    return Population(
        columns=columns,
        offsets=np.append(table.starts, len(table)).astype(np.int64),
        categories={name: values for name, values in real.categories.items() if name in columns},
        links=frozenset(LINKS),
        absent=real.absent,
        source=source,
    )


def _household_type(table: Table) -> Any:
    """INE's type of household, which follows from the relations."""
    some = {
        name: table.spread(table.total(table.is_("relation", *relations)) > 0)
        for name, relations in {
            "spouse": ("spouse",),
            "child": ("child",),
            "relative": ("child_in_law", "sibling", "parent", "parent_in_law", "grandchild", "other_relative"),
            "stranger": ("non_relative",),
        }.items()
    }
    nucleus = some["spouse"] | some["child"]
    kinds = [
        ("composite", nucleus & some["stranger"]),
        ("extended", nucleus & some["relative"]),
        ("other", some["relative"] | some["stranger"]),
        ("couple_with_children", some["spouse"] & some["child"]),
        ("couple", some["spouse"]),
        ("single_parent", some["child"]),
    ]
    codes = [table.code("household_type", name) for name, _ in kinds]
    return np.select([mask for _, mask in kinds], codes, table.code("household_type", "single_person"))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="INE's person file of EH 2019")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=SYNTHETIC)
    parser.add_argument("--document", type=Path, default=ROOT / "docs" / "synthetic.md")
    parser.add_argument("--only-table", action="store_true", help="write the tables for the file that is there")
    parser.add_argument("--try-seeds", type=int, help="print the distance of so many seeds and write nothing")
    parser.add_argument("--modules", type=Path, help="the folder of its expenditure modules; else that of the file")
    options = parser.parse_args()
    real = load(options.file)
    real = with_spending(real, read_spending(options.modules or options.file.parent, real))
    if options.try_seeds:
        for seed in range(1, options.try_seeds + 1):
            print(seed, round(distance(synthesise(real, seed), real), 3), flush=True)
        return
    if not options.only_table:
        write_population(synthesise(real, options.seed), options.out)
        options.out.chmod(0o644)
    write_tables(options.document, load(options.out), real, options.out.stat().st_size)


SEED = 6


if __name__ == "__main__":
    main()
