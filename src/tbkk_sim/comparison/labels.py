"""Names of runs in a comparison: the scenario, and what was changed on top of it."""

import re
from collections.abc import Container, Sequence
from pathlib import Path

from tbkk_sim.settings.asked import Asked, in_brief

LONGEST_LABEL = 100
"""Characters of the name of a run in a comparison."""
_MORE = " (+{n})"
"""Behind the first of several changes: so many more."""


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
    if own and len(" ".join((name, *own))) > LONGEST_LABEL:
        own = _with_short_keys(own)
    label = " ".join((name, *own))
    if len(label) <= LONGEST_LABEL:
        return label
    first, more = " ".join((name, *own[:1])), _MORE.format(n=len(own) - 1)
    if len(own) > 1 and len(first) + len(more) <= LONGEST_LABEL:
        return first + more
    return label[: LONGEST_LABEL - 1] + "\N{HORIZONTAL ELLIPSIS}"


def _with_short_keys(overrides: Sequence[str]) -> list[str]:
    """Keep the last two parts of each key, or as many as it takes for no two to be the same."""
    keys = [re.split("[= ]", of, maxsplit=1)[0] for of in overrides]
    parts = [key.split(".") for key in keys]
    n = next(n for n in range(2, 2 + max(map(len, parts))) if len({(*of[-n:],) for of in parts}) == len(set(keys)))
    return [".".join(of[-n:]) + text.removeprefix(key) for of, key, text in zip(parts, keys, overrides, strict=True)]


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
