"""The flags of `compare` as numbers, and those that would do nothing, which are refused."""

import argparse
from typing import TYPE_CHECKING

from tbkk_sim.cli.arguments import needs, number_between, whole_number
from tbkk_sim.problem import wrong
from tbkk_sim.settings.numbers import MOST_REPLICATIONS

if TYPE_CHECKING:
    from tbkk_sim.metrics.cell import Cell

MOST_CASES = 10_000
"""Cases that are listed as those that gained or lost most."""
MOST_KEY = 2**64 - 1
PLACES = {"--class": "priority_class", "--period": "period", "--team": "team"}
"""Flags that say of what each figure is, in the order of the parts of `--figure`."""


def read_numbers(asked: argparse.Namespace) -> None:
    """Put numbers in the place of what was typed.

    Raises:
        SettingsError: it is no number, or one out of range.
    """
    asked.level = number_between("--level", asked.level, 0.5, 1)
    asked.cases = 0 if asked.cases is None else whole_number("--cases", asked.cases, 1, MOST_CASES)
    asked.case = None if asked.case is None else whole_number("--case", asked.case, 0, MOST_KEY)
    if asked.replication is not None and not asked.cases and asked.case is None:
        raise needs(f"--replication {asked.replication}", ["--cases", "--case"])
    asked.replication = whole_number("--replication", asked.replication or "0", 0, MOST_REPLICATIONS - 1)


def check_used(asked: argparse.Namespace) -> None:
    """Refuse flags that would do nothing.

    Raises:
        SettingsError: there is one.
    """
    figures = [*asked.figure, *(text.partition("=")[0] for text in asked.not_worse)]
    for part, (flag, name) in enumerate(PLACES.items(), 1):
        if getattr(asked, name) is None:
            continue
        if not figures:
            raise needs(f"{flag} {getattr(asked, name)}", ["--figure", "--not-worse"])
        if all(len(text.split("/")) > part and text.split("/")[part] for text in figures):
            raise wrong(f"{flag} {getattr(asked, name)}", "does nothing: each figure names its own already")


def cell_like(asked: argparse.Namespace) -> "Cell":
    """Return the parts that a figure has where it does not name them."""
    from tbkk_sim.metrics.cell import Cell

    return Cell("", *(getattr(asked, name) or "all" for name in PLACES.values()))
