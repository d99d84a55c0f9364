"""Key figures of waiting and lead time."""

from tbkk_sim.metrics.listed.key_figure import Better, KeyFigure, Over, RowsOf
from tbkk_sim.problem import Phrase

WAITING = (
    KeyFigure(
        "waiting_days_mean",
        Phrase("mean wait"),
        "days",
        "Arrival, or that of a further report that raised its class, to first work. Of severe cases: all whose norm "
        "ran out in the period (no norm: that came in it); "
        "those that still wait at the end of the run count with their age then. Of the others those that were "
        "taken up in it.",
        RowsOf.CASES,
        Over.CASES,
        monthly=True,
        no_number="a severe one was never taken up, or more than 5 % still wait at the end of the run or were taken up "
        "only when they would nearly have been let go",
        better=Better.LOWER,
    ),
    KeyFigure(
        "waiting_days_median",
        Phrase("median wait"),
        "days",
        "Time within which half of these cases were begun.",
        RowsOf.CASES,
        Over.CASES,
        no_number="fewer than half were begun by the end of the run, and before they would nearly have been let go",
        better=Better.LOWER,
    ),
    KeyFigure(
        "waiting_days_p90",
        Phrase("nine in ten start within"),
        "days",
        "Time within which 9 in 10 of these cases were begun.",
        RowsOf.CASES,
        Over.CASES,
        monthly=True,
        no_number="fewer than 9 in 10 were begun by the end of the run, and before they would nearly have been let go",
        better=Better.LOWER,
    ),
    KeyFigure(
        "share_within_norm",
        Phrase("within norm"),
        "share",
        "Of the cases whose norm ran out in the period, those whose first work had begun by then; "
        "cases that are closed by choice, turned away or let go count as not.",
        RowsOf.NORMED,
        Over.CASES,
        monthly=True,
        better=Better.HIGHER,
    ),
    KeyFigure(
        "due",
        Phrase("to be begun"),
        "cases",
        "Cases whose norm ran out in the period, begun or not: those of which the share within the norm is.",
        RowsOf.NORMED,
    ),
    KeyFigure(
        "late",
        Phrase("not begun in time"),
        "cases",
        "Cases whose norm ran out in the period, and whose first work had not begun by then.",
        RowsOf.NORMED,
        better=Better.LOWER,
    ),
    KeyFigure(
        "late_unjudged",
        Phrase("not begun in time, and not judged or assessed by then"),
        "cases",
        "Of these, those that triage had not judged, or that their unit had not assessed or heard, when their norm ran "
        "out; without those that triage held to be of a less urgent class.",
        RowsOf.NORMED,
        better=Better.LOWER,
    ),
    KeyFigure(
        "late_seen_as_less",
        Phrase("not begun in time, and held to be less urgent until then"),
        "cases",
        "Of these, those that triage or their unit held to be of a less urgent class when their norm ran out.",
        RowsOf.NORMED,
        better=Better.LOWER,
    ),
    KeyFigure(
        "share_begun",
        Phrase("begun by the end"),
        "share",
        "Of the cases whose norm ran out in the period (without a norm: that came in it), those begun by the end of "
        "the run.",
        RowsOf.CASES,
        Over.CASES,
        better=Better.HIGHER,
    ),
    KeyFigure(
        "lead_days_mean",
        Phrase("mean time to the end, of finished cases"),
        "days",
        "Arrival of the first report to the end, of cases finished in the period.",
        RowsOf.CASES,
        Over.CASES,
    ),
    KeyFigure(
        "lead_days_p90",
        Phrase("nine in ten that are finished end within"),
        "days",
        "Time within which 90 % of them ended.",
        RowsOf.CASES,
        Over.CASES,
    ),
    KeyFigure(
        "triage_waiting_days_mean",
        Phrase("mean wait for triage"),
        "days",
        "Arrival to the start of judging, of all reports that came in the period for a person to judge, by the class "
        "that they get; those that still wait at the end of the run count with their age then.",
        RowsOf.REPORTS,
        Over.CASES,
        no_number="more than 5 % of them still wait at the end of the run",
        better=Better.LOWER,
    ),
)
