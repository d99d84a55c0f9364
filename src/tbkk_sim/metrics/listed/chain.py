"""Key figures of the links of the chain after a case; the name of each ends in that of its link."""

from collections.abc import Iterator

from tbkk_sim.metrics.listed.key_figure import Better, KeyFigure, Over, RowsOf
from tbkk_sim.model.names import NamedLink, Names
from tbkk_sim.problem import Phrase

OF_EACH_LINK = (
    KeyFigure("chain_in", Phrase("came"), "cases", "Cases that came to the link.", RowsOf.CASES_BY_SIDE),
    KeyFigure("chain_done", Phrase("done"), "cases", "Cases that the link has done.", RowsOf.CASES_BY_SIDE),
    KeyFigure(
        "chain_stock_end",
        Phrase("there at the end"),
        "cases",
        "Cases that came to the link and are not done.",
        RowsOf.CASES_BY_SIDE,
        Over.END,
    ),
    KeyFigure(
        "chain_waiting_end",
        Phrase("waiting for a turn at the end"),
        "cases",
        "Of the cases there, those that are ready and wait for the capacity of the link. Fewer may also mean that less "
        "comes from the link before.",
        RowsOf.CASES_BY_SIDE,
        Over.END,
    ),
    KeyFigure(
        "chain_days_mean",
        Phrase("mean time from coming until done, of those done"),
        "days",
        "From coming to the link until done, of the cases done in the period. Where the queue grows or the urgent go "
        "first it can fall while others wait ever longer: read it beside the wait so far of those waiting.",
        RowsOf.CASES_BY_SIDE,
        Over.CASES,
        better=Better.LOWER,
    ),
)
WAITED = KeyFigure(
    "chain_waiting_days_mean",
    Phrase("mean wait so far of those waiting at the end"),
    "days",
    "From when they were ready until the end of the period, of the cases that then wait for their turn.",
    RowsOf.CASES_BY_SIDE,
    Over.CASES,
    better=Better.LOWER,
)
WITHIN_NORM = KeyFigure(
    "chain_within_norm",
    Phrase("done within its norm"),
    "share",
    "Of the cases at the link whose norm ran out in the period, those that were done by then.",
    RowsOf.CASES_BY_SIDE,
    Over.CASES,
    better=Better.HIGHER,
)
IN_TIME = KeyFigure(
    "chain_in_time",
    Phrase("done within the norms since the file"),
    "share",
    "Of the cases due (chain_due), those done by then; a case that waits, here or at a link before, is not.",
    RowsOf.CASES_BY_SIDE,
    Over.CASES,
    better=Better.HIGHER,
)
DUE = KeyFigure(
    "chain_due",
    Phrase("due by the norms since the file"),
    "cases",
    "Of the cases that go as far as the link, those of which its norm and those of the links before it together, "
    "counted from the end of the case at the teams, ran out in the period, done or not.",
    RowsOf.CASES_BY_SIDE,
)
LEAD = tuple(
    KeyFigure(f"chain_lead_days_{which}", label, "days", meaning, RowsOf.CASES_BY_SIDE, Over.CASES, better=Better.LOWER)
    for which, label, meaning in (
        ("mean", Phrase("mean time from the report"), "From the report until the link has done the case."),
        ("median", Phrase("half are done since the report within"), "Time within which half of these were done."),
        ("p90", Phrase("nine in ten are done since the report within"), "Time within which 9 in 10 of these were."),
    )
)
FAMILIES = {figure.name: figure for figure in (*OF_EACH_LINK, WAITED, WITHIN_NORM, DUE, IN_TIME, *LEAD)}
"""Key figures of a link, by their names without that of the link."""


def chain_of(names: Names) -> Iterator[KeyFigure]:
    """Yield the key figures of the links of a run."""
    for link in names.links:
        yield from (_of(figure, link) for figure in OF_EACH_LINK)
        if link.is_limited:
            yield _of(WAITED, link)
        if link.has_norm:
            yield _of(WITHIN_NORM, link)
        if link.norm_days_from_file is not None:
            yield _of(DUE, link)
            yield _of(IN_TIME, link)
        if link.is_last:
            yield from (_of(figure, link) for figure in LEAD)


def family_of(key_figure: str) -> KeyFigure | None:
    """Return what is known of the key figure of a link from its name alone; None: it is none of a link."""
    found = [name for name in FAMILIES if key_figure.startswith(f"{name}_")]
    return FAMILIES[max(found, key=len)] if found else None


def _of(figure: KeyFigure, link: NamedLink) -> KeyFigure:
    label = Phrase("{link}: {figure}", link=link.label, figure=figure.label)
    meaning = f"{figure.meaning} Link: {link.name}."
    return KeyFigure(
        f"{figure.name}_{link.name}", label, figure.unit, meaning, figure.rows, figure.over, better=figure.better
    )
