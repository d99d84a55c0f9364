"""Names of runs in a comparison: the scenario, and what was changed on top of it."""

import re
from collections.abc import Container, Sequence
from pathlib import Path

from tbkk_sim.settings.asked import Asked, in_brief

LONGEST_LABEL = 100
"""Characters of the name of a run in a comparison."""


def labels_of(named: Sequence[tuple[str, Asked | None]]) -> list[str]:
    """Name each run by its scenario and what was changed on top of it, as far as not all have it.

    Args:
        named: Name of each run, and what was typed for it; None: it is not known, and the name alone stays.
    """
    known = [asked.changed for _, asked in named if asked is not None]
    in_all = set.intersection(*map(set, known)) if len(known) > 1 else set()
    return [name if asked is None else label_of(name, asked.changed, in_all) for name, asked in named]


def label_of(name: str, changed: Sequence[str], in_all: Container[str] = ()) -> str:
    """Name a run.

    Args:
        name: Of its scenarios.
        changed: Overrides on top of them.
        in_all: Those that all runs have: they tell nothing apart.
    """
    own = [in_brief(override) for override in changed if override not in in_all]
    if len(" ".join((name, *own))) > LONGEST_LABEL:  # the last two parts of a key say it
        own = [re.sub(r"^[^= ]*", lambda key: ".".join(key[0].split(".")[-2:]), of) for of in own]
    label = " ".join((name, *own))
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "\N{HORIZONTAL ELLIPSIS}"


def told_apart(named: Sequence[tuple[str, Path | None]]) -> list[str]:
    """Return a different label for each run: behind a name that several have stands the end of the folder, or a number.

    Args:
        named: Name and folder of each run; None: it has no folder, and the first of such a name needs no number.
    """
    names, found = [name for name, _ in named], list[str]()
    for number, (name, path) in enumerate(named, 1):
        label = f"{name} ({'/'.join(path.parts[-2:])})" if path and names.count(name) > 1 else name
        found.append(f"{label} #{number}" if label in found else label)
    return found
