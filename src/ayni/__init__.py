"""Ayni: Bolivia's social policy as code, run on the country's household surveys.

`run` is the main job, and `reform`, `sweep`, `minimum_wage`, `shock`, `attribution`, `incidence`, `between` and
`sequence_2020` are the scenarios: each takes a survey's file, or none for the synthetic population, and gives rows.
"""

TYPE_CHECKING = False  # not from typing: `python -m ayni` may find another one in the folder that it is started in
if TYPE_CHECKING:
    from typing import Any

    from ayni.runs.attribution import run as attribution
    from ayni.runs.between import run as between
    from ayni.runs.incidence import run as incidence
    from ayni.runs.minimum_wage import run as minimum_wage
    from ayni.runs.reform import run as reform
    from ayni.runs.run import run
    from ayni.runs.sequence_2020 import run as sequence_2020
    from ayni.runs.shock import run as shock
    from ayni.runs.sweep import run as sweep

__version__ = "0.1.0"
__all__ = [
    "attribution", "between", "incidence", "minimum_wage", "reform", "run", "sequence_2020", "shock", "sweep",
]  # fmt: skip


def __getattr__(name: str) -> "Any":
    """A command by its name; what it needs is imported when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module 'ayni' has no attribute {name!r}")
    from importlib import import_module

    return import_module(f"ayni.runs.{name}").run
