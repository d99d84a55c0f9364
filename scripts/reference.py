"""Write a page of the reference from the code: `python scripts/reference.py settings` (or another of PAGES).

The pages in docs/reference hold an introduction and a line `<!-- from code: settings -->`. docs/conf.py puts the text
that is made here in the place of that line each time the site is built, so that no copy of it can be out of date.
"""

import inspect
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from enum import Enum, IntEnum

from pydantic import BaseModel

import tbkk_sim
from reference_settings import settings_page
from tbkk_sim.cli.main import VERBS
from tbkk_sim.config.compose import load_settings
from tbkk_sim.metrics.catalogue import KeyFigure, key_figure_list
from tbkk_sim.model.names import names_of


def key_figures_page() -> str:
    """All key figures of the baseline, with all that the list says of each."""
    figures = key_figure_list(names_of(load_settings()))
    return "\n\n".join(key_figure_item(figure) for figure in figures)


def key_figure_item(figure: KeyFigure) -> str:
    """One key figure as an item of a list of definitions, which can be linked to."""
    columns = {
        column.name.replace("_", " "): shown(getattr(figure, column.name))
        for column in fields(figure)
        if column.name not in ("name", "meaning") and getattr(figure, column.name) not in ("", None, False)
    }
    more = "; ".join(f"*{name}* {value}".rstrip() for name, value in columns.items())
    return f"`{figure.name}`{{#{figure.name}}}\n: {figure.meaning}\n\n  {more}."


def shown(value: object) -> str:
    """What stands in a column of the list; what is only said to be so needs no value."""
    if value is True:
        return ""
    if isinstance(value, IntEnum):
        return value.name.lower()
    return str(value.value) if isinstance(value, Enum) else str(value)


def command_line_page() -> str:
    """What `--help` says, of the program and of each verb."""
    with ThreadPoolExecutor() as pool:
        texts = pool.map(help_of, ["", *(verb for verb in VERBS if verb != "run")])
    titles = ["A run, and all verbs", *(f"`{verb}`" for verb in VERBS if verb != "run")]
    return "\n\n".join(f"## {title}\n\n```text\n{text}\n```" for title, text in zip(titles, texts, strict=True))


def help_of(verb: str) -> str:
    """What the help of a verb says, in English and 100 columns wide."""
    command = [sys.executable, "-m", "tbkk_sim", *([verb] if verb else []), "--help"]
    env = os.environ | {"COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True, encoding="utf-8")
    return done.stdout.rstrip()


def api_page() -> str:
    """Each public name of the package with its docstring: functions, then what they return, then errors."""
    values = {name: getattr(tbkk_sim, name) for name in tbkk_sim.__all__ if not name.startswith("__")}
    kinds = {name: directive(value) for name, value in values.items()}
    names = sorted(kinds, key=lambda name: ("autofunction", "autoclass", "autoexception").index(kinds[name]))
    return "\n\n".join(f"```{{eval-rst}}\n.. {kinds[name]}:: {entry(name, values[name])}\n```" for name in names)


def directive(value: object) -> str:
    """How Sphinx is asked for the documentation of something public."""
    if not inspect.isclass(value):
        return "autofunction"
    return "autoexception" if issubclass(value, Exception) else "autoclass"


def entry(name: str, value: object) -> str:
    """What Sphinx is asked for; the fields of settings have a page of their own."""
    path = f"tbkk_sim.{name}"
    if inspect.isclass(value) and issubclass(value, BaseModel):
        return f"{path}()"
    return f"{path}\n   :members:" if inspect.isclass(value) else path


PAGES: dict[str, Callable[[], str]] = {
    "settings": settings_page,
    "key figures": key_figures_page,
    "command line": command_line_page,
    "api": api_page,
}


if __name__ == "__main__":
    print("\n\n".join(PAGES[name]() for name in sys.argv[1:] or PAGES))
