"""`ayni carry`: a survey carried to a month, the factors and the lines; and what carried surveys are off by."""

from __future__ import annotations

from pathlib import Path

import click

from ayni.cli.options import Asked, help_of, on_people


def _steps(_context: click.Context, _option: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Names apart by commas."""
    return tuple(part.strip() for part in value.split(",")) if value else ()


@click.command(help=help_of("carry"))
@on_people
@click.option("--at", "month", default="last", metavar="YYYY-MM|last", help=help_of("carry_at"))
@click.option("--carry", "chosen", callback=_steps, metavar="STEP,STEP", help=help_of("carry_steps"))
@click.option("--wages", "rule", default="decree", metavar="decree|cpi|growth|flat", help=help_of("carry_wages"))
@click.option("--far", "distant", is_flag=True, help=help_of("carry_far"))
@click.option("--ine-lines", "table", type=click.Path(path_type=Path), metavar="FILE.csv", help=help_of("carry_lines"))
@click.option("--series", "values", type=click.Path(path_type=Path), metavar="FILE.csv", help=help_of("carry_series"))
@click.option("--backcast", is_flag=True, help=help_of("carry_backcast"))
@click.argument("surveys", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
def carry(
    asked: Asked, month: str, chosen: tuple[str, ...], rule: str, distant: bool, table: Path | None,
    values: Path | None, backcast: bool, surveys: tuple[Path, ...],
) -> None:  # fmt: skip
    """By how much money, lines and weights move to a month, and the levels step by step."""
    asked.run(
        "carry", month=month, steps=chosen, wages=rule, far=distant, ine_lines=table, series=values, backcast=backcast,
        surveys=surveys,
    )  # fmt: skip
