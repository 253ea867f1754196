"""The tables of a user's own groups and poverty lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ayni.report.chart import ChartKind
from ayni.report.figures import Figures, error, figure
from ayni.report.maker import Builder, Maker
from ayni.report.table import Cell, Table
from ayni.scenario.keys import CROSSED
from ayni.survey import standard_columns
from ayni.words import Language, catalogue, say
from ayni.words.numbers import money

Finding = Callable[[Figures, Language], str | None]
POVERTY = ("headcount", "gap", "severity", "watts", "poor")
INEQUALITY = ("mean", "quantile_50", "gini", "theil", "mean_log_deviation", "atkinson_05", "atkinson_1", "atkinson_2")
_HEADS = {name: f"group_{name}" for name in (*POVERTY, "mean", "gini")} | {"quantile_50": "group_median"}


def group_name(group: str, language: Language) -> str:
    """What a column of groups is called: in the program's words where it knows it, else by its own name."""
    known = standard_columns()
    names = (known[each].text[language] if each in known else each for each in group.split(CROSSED))
    return " × ".join(names)


def level_name(f: Figures, group: str, level: str, language: Language) -> str:
    """What a level is called: by the file, by the catalogue, or as it stands."""
    if group == "all":
        return f.level(group, level, language)
    key = f"{group}.{level}"
    if key in f.names:
        return f.names[key][language]
    groups, levels = group.split(CROSSED), level.split(CROSSED)
    if 1 < len(groups) == len(levels):
        return ", ".join(level_name(f, *each, language) for each in zip(groups, levels, strict=True))
    return say(key, language) if key in catalogue() else level


def line_name(line: str, language: Language) -> str:
    """`línea moderada`, `línea de Bs 700`, or that of a column."""
    if f"group_line.{line}" in catalogue():
        return say(f"group_line.{line}", language)
    try:
        amount = float(line)
    except ValueError:
        return say("groups.line", language, line=line)
    return say("groups.line", language, line=money(amount, language, 0 if amount.is_integer() else 2))


def _domains(f: Figures, make: Maker, language: Language) -> Iterator[tuple[str, str, str]]:
    """Each group and level of the rows, with what it is called; headings as they go."""
    for group in f.values("group", "groups"):
        if group != "all":
            make.heading(group_name(group, language))
        for level in f.values("level", "groups", group=group):
            yield group, level, level_name(f, group, level, language)


def _poverty(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "groups_poverty", [*_heads(POVERTY, language), *_cases(language)])
    for concept in _concepts(f):
        for line in f.values("line", "groups", concept=concept):
            make.heading(f"{say(f'concept.{concept}', language)}, {line_name(line, language)}")
            for group, level, head in _domains(f, make, language):
                place = {"concept": concept, "line": line, "group": group, "level": level}
                found = [f.find("groups", measure=measure, **place) for measure in POVERTY]
                if any(found):
                    make.line(head, [*found, *_size(f, make, group, level)])
    return make.table()


def _inequality(f: Figures, language: Language) -> Table | None:
    make = Maker(f, language, "groups_inequality", [*_heads(INEQUALITY, language), *_cases(language)], error)
    for concept in _concepts(f):
        make.heading(say(f"concept.{concept}", language))
        for group, level, head in _domains(f, make, language):
            place = {"concept": concept, "group": group, "level": level}
            found = [f.find("groups", measure=measure, **place) for measure in INEQUALITY]
            if any(found):
                make.line(head, [*found, *_size(f, make, group, level)])
    return make.table()


def _means(f: Figures, language: Language) -> Table | None:
    """The mean of one column, where that is what was asked."""
    if f.values("measure", "groups") != ["mean"]:
        return None
    make = Maker(f, language, "groups_mean", ["", say("column.group_mean", language), say("column.n", language)])
    for column in f.values("concept", "groups"):
        known = f"concept.{column}" in catalogue()
        make.heading(say(f"concept.{column}", language) if known else group_name(column, language))
        for group, level, head in _domains(f, make, language):
            row = f.find("groups", concept=column, measure="mean", group=group, level=level)
            if row is not None:
                make.line(head, [row, make.cases(row)])
    return make.table()


def _change(f: Figures, language: Language) -> Table | None:
    lines = f.values("line", "groups", side="change")
    columns = [(measure, line) for line in lines for measure in ("headcount", "gap")] + [("gini", ""), ("mean", "")]
    heads = [say(f"column.group_{measure}", language) for measure, _ in columns]
    heads = [
        f"{head}, {line_name(line, language)}" if line else head for head, (_, line) in zip(heads, columns, strict=True)
    ]
    make = Maker(f, language, "groups_change", ["", *heads])
    if not f.values("measure", "groups", side="change"):
        return None
    for group, level, head in _domains(f, make, language):
        place = {"concept": f.counted, "group": group, "level": level, "side": "change"}
        make.line(head, [f.find("groups", measure=measure, line=line, **place) for measure, line in columns])
    return make.table()


def _change_head(measure: str, line: str, language: Language) -> str:
    head = say(f"column.group_{measure}", language)
    return f"{head}, {line_name(line, language)}" if line else head


def _concepts(f: Figures) -> list[str]:
    """The incomes of the rows, of one law alone."""
    found = f.values("concept", "groups", side="", measure="headcount")
    return [each for each in found if f"concept.{each}" in catalogue()]


def _heads(measures: Sequence[str], language: Language) -> list[str]:
    return ["", *(say(f"column.{_HEADS.get(each, each)}", language) for each in measures)]


def _cases(language: Language) -> list[str]:
    return [say("column.group_persons", language), say("column.n", language)]


def _size(f: Figures, make: Maker, group: str, level: str) -> list[Cell]:
    """The persons of a group, whose notes are those of its figures, and the cases."""
    row = f.find("groups", measure="persons", concept="population", group=group, level=level)
    return [Cell(figure(row, make.language), figure=row) if row else Cell(), make.cases(row)]


TABLES: dict[str, Builder] = {
    "groups_poverty": _poverty,
    "groups_inequality": _inequality,
    "groups_change": _change,
    "groups_mean": _means,
}
ON_SCREEN = tuple(TABLES)
CHARTS: dict[str, ChartKind] = {}
FINDINGS: tuple[Finding, ...] = ()
