"""The known survey waves, and a file's totals beside the published ones, as tables."""

from __future__ import annotations

from collections.abc import Sequence

from ayni.report.table import Cell, Line, Table
from ayni.survey import Difference, Wave, has_held, waves
from ayni.words import Language, say


def waves_table(language: Language) -> Table:
    """Each wave with the state of its mapping, what it gives, and its weights."""
    columns = ("", *(say(f"wave_table.{key}", language) for key in ("mapping", "gives", "weights")))
    lines = [Line(each.name[language], tuple(Cell(text) for text in _said(each, language))) for each in waves()]
    title, about = (say(f"wave_table.{key}", language) for key in ("title", "about"))
    return Table("waves_known", "", title, about, columns, tuple(lines), (), (), "", (1, 2, 3))


def _said(wave: Wave, language: Language) -> tuple[str, str, str]:
    state = "run" if wave.run_on_ine else "held_here" if has_held(wave) else "not_yet_run"
    gives = "whole" if wave.components else "ine_only"
    weights = [f"{each.column} ({say(f'weights_base.{each.base}', language)})" for each in wave.weights]
    return say(f"totals_state.{state}", language), say(f"wave_table.{gives}", language), ", ".join(weights)


def totals_table(wave: Wave, found: Sequence[Difference], language: Language) -> Table:
    """Each known total of a wave beside the file's, and whether it holds."""
    columns = ("", *(say(f"wave_table.{key}", language) for key in ("known", "found", "holds")))
    lines = [
        Line(
            each.name(language),
            (*(Cell(text) for text in each.numbers(language)), Cell(say(f"wave_table.{each.holds}", language))),
        )
        for each in found
    ]
    title = say("wave_table.title_totals", language, wave=wave.name[language])
    about = wave.totals.source[language]
    return Table("wave_totals", wave.id, title, about, columns, tuple(lines), (), (), "", ())
