"""Key figures of milestones: how long it takes until a child is safe."""

from collections.abc import Iterator

from tbkk_sim.metrics.listed.key_figure import Better, KeyFigure, Over, RowsOf
from tbkk_sim.model.names import FILE, Names
from tbkk_sim.problem import Phrase

TOO_FEW = "of the severe cases of that kind, fewer than a quarter as many reached it in the period as came in it"
UNTIL = {
    "identified": (
        Phrase("identified"),
        Phrase("mean days until a suspect or victim is identified"),
        Phrase("half are identified within"),
        Phrase("nine in ten are identified within"),
    ),
    "searched": (
        Phrase("searched or safe"),
        Phrase("mean days until a home is searched or a child is safe"),
        Phrase("half are searched or safe within"),
        Phrase("nine in ten are searched or safe within"),
    ),
    FILE: (
        Phrase("files made"),
        Phrase("mean days until the file is made"),
        Phrase("half of the files are made within"),
        Phrase("nine in ten files are made within"),
    ),
}
"""Labels of the figures of each milestone: number, mean, median, nine in ten."""
REACHED = {
    "identified": "reached the end of the step at which a suspect or victim is identified",
    "searched": "reached the end of the step at which a home is searched or a child is safe",
    FILE: "ended as a file to the prosecution service",
}


def _of(name: str) -> Iterator[KeyFigure]:
    number, mean, median, p90 = UNTIL[name]
    cases = f"Investigations that {REACHED[name]} in the period, by their class then; not those in hand at the start."
    since = "from the report, from the further report that raised the case, or from the discovery that made it so"
    yield KeyFigure(f"{name}_cases", number, "cases", cases, RowsOf.CASES_BY_SIDE)
    for which, label, what in (
        ("mean", mean, f"Mean time of these, {since}."),
        ("median", median, f"Time within which half of these were there, {since}."),
        ("p90", p90, f"Time within which 9 in 10 of these were there, {since}."),
    ):
        yield KeyFigure(
            f"{name}_days_{which}",
            label,
            "days",
            what,
            RowsOf.CASES_BY_SIDE,
            Over.CASES,
            better=Better.LOWER,
            no_number=TOO_FEW,
        )


MILESTONES = tuple(figure for name in UNTIL for figure in _of(name))
FILE_WITHIN_NORM = KeyFigure(
    "file_within_norm_share",
    Phrase("files made within the norm"),
    "share",
    "Of these files, those that were made within the norm, counted from the report.",
    RowsOf.CASES_BY_SIDE,
    Over.CASES,
    better=Better.HIGHER,
)


def milestones_of(names: Names) -> tuple[KeyFigure, ...]:
    """Key figures of the milestones that a run has."""
    found = tuple(figure for figure in MILESTONES if figure.name.partition("_")[0] in names.milestones)
    return (*found, FILE_WITHIN_NORM) if found and names.has_file_norm else found
