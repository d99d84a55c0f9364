"""Pairing of runs: each replication must have met the same random draws in all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.comparison.values import RunValues
from tbkk_sim.problem import Phrase, Problem, SettingsError, joined
from tbkk_sim.settings import Settings
from tbkk_sim.system.fingerprint import RESULTS, level_of


class PairingError(ValueError):
    """Runs whose replications are not the same."""


def cannot_be_paired(reasons: str, how: str) -> SettingsError:
    """Make the error of a comparison whose runs cannot be paired.

    Args:
        reasons: Why they cannot.
        how: How to ask for a comparison of independent runs.
    """
    says = Phrase("these runs did not see the same futures, so they cannot be paired:\n{reasons}", reasons=reasons)
    hint = Phrase("give both the same seed and period, or compare them as independent runs: {how}", how=how)
    return SettingsError([Problem("compare", says, hint)])


@dataclass(frozen=True, slots=True)
class Pairing:
    """Replications that the runs have in common, and notes for the reader."""

    replications: NDArray[np.int64]
    """Numbers of the replications that all runs have."""
    notes: tuple[Phrase, ...]


def reasons_not_to_pair(
    labels: Sequence[str], settings: Sequence[Settings], made: Sequence[Mapping[str, Any]]
) -> list[str]:
    """Reasons why the replications of runs are different ones: seed, period, version of the model.

    Args:
        labels: The names of the runs.
        settings: Their settings.
        made: Versions that each was made with, as in a manifest.
    """
    found: list[str] = []
    for what, values in _must_be_equal(settings, made).items():
        if len(set(values)) > 1:
            said = ", ".join(f"{label} {value}" for label, value in zip(labels, values, strict=True))
            found.append(Phrase("{what} differs: {said}", what=what, said=said))
    return found


def pair(runs: list[RunValues]) -> Pairing:
    """Find the replications that all have.

    Raises:
        PairingError: their replications are not the same ones, or none is shared.
    """
    settings, made = [run.settings for run in runs], [run.run.manifest for run in runs]
    if reasons := reasons_not_to_pair([run.label for run in runs], settings, made):
        raise PairingError(joined(reasons, "\n"))
    common = reduce(np.intersect1d, [run.replications for run in runs])
    if len(common) == 0:
        raise PairingError(Phrase("no replication is in all of them"))
    notes = _notes(runs)
    if any(len(run.replications) != len(common) for run in runs):
        numbers = ", ".join(f"{run.label} {len(run.replications)}" for run in runs)
        says = "Futures: {numbers}; the {number} that all have are compared."
        notes.append(Phrase(says, numbers=numbers, number=len(common)))
    return Pairing(common, tuple(notes))


def side_by_side(runs: list[RunValues]) -> Pairing:
    """The replications of runs that are not paired: each has its own."""
    says = Phrase("Not paired: the runs are taken as independent (Welch), so intervals are wider.")
    return Pairing(np.zeros(0, dtype=np.int64), (*_notes(runs), says))


def _must_be_equal(settings: Sequence[Settings], made: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    return {
        "seed": [of.seed for of in settings],
        "run.start": [of.run.start for of in settings],
        "run.end": [of.run.end for of in settings],
        Phrase("version of the model"): [_model(of) for of in made],
    }


def _model(manifest: Mapping[str, Any]) -> str:
    """Version of the program, and the fingerprint of the code that simulates and measures."""
    return f"{manifest.get('version')} ({str(manifest.get('code'))[:8]})"


def _notes(runs: list[RunValues]) -> list[Phrase]:
    """Differences that need not matter, but may: versions of the software of the runs, and the processor."""
    made = [run.run.manifest for run in runs]
    packages = [of.get("packages", {}) for of in made]
    versions = {"Python": [of.get("python") for of in made]}
    versions |= {name: [of.get(name) for of in packages] for name in RESULTS.packages}
    notes = [
        Phrase(
            "The runs were made with different versions of {name} ({versions}).",
            name=name,
            versions=joined([Phrase("not on record") if of is None else of for of in sorted(set(found), key=str)]),
        )
        for name, found in versions.items()
        if len(set(found)) > 1
    ]
    levels = {level_of(of) for of in made}
    if len(levels) > 1:
        says = (
            "The runs were made on processors of different levels, so the last digits of their numbers may differ "
            "({levels})."
        )
        notes.append(Phrase(says, levels=joined(sorted(levels), "; ")))
    return notes
