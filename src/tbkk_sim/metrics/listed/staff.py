"""Key figures of staff: posts, who holds them, who is there, who comes and goes."""

from tbkk_sim.metrics.listed.key_figure import Better, KeyFigure, Over, RowsOf
from tbkk_sim.problem import Phrase
from tbkk_sim.sampling.workforce.people import Cause

LEAVERS = {
    Cause.RESIGNED: Phrase("leavers who left the police"),
    Cause.TRANSFERRED: Phrase("leavers to other police work"),
    Cause.PENSION: Phrase("leavers with a pension"),
    Cause.RPU: Phrase("leavers with early retirement (RPU)"),
    Cause.WORKLOAD: Phrase("leavers because of the workload"),
    Cause.OVERTIME: Phrase("leavers because of overtime"),
}
"""Labels of those who leave, by cause."""
STAFF = (
    KeyFigure("establishment_fte", Phrase("establishment"), "fte", "Posts.", RowsOf.TEAMS, Over.TIME, monthly=True),
    KeyFigure(
        "occupancy_fte",
        Phrase("occupancy"),
        "fte",
        "Posts filled, by whoever holds one: also a post that is recruited for ahead, or that was withdrawn since.",
        RowsOf.TEAMS,
        Over.TIME,
        monthly=True,
        better=Better.HIGHER,
    ),
    KeyFigure(
        "vacancy_fte",
        Phrase("vacancies"),
        "fte",
        "Establishment less occupancy, without those whose post was withdrawn; 0 on a day on which a unit has more "
        "people than posts.",
        RowsOf.UNITS,
        Over.TIME,
        better=Better.LOWER,
    ),
    KeyFigure(
        "vacancy_share",
        Phrase("vacant posts"),
        "share",
        "Vacancy to establishment.",
        RowsOf.UNITS,
        Over.RATIO,
        monthly=True,
        better=Better.LOWER,
    ),
    KeyFigure(
        "deployable_fte",
        Phrase("deployable"),
        "fte",
        "Who is there: occupancy less part-time, long illness, courses, training and mentoring; and who works there "
        "without a post.",
        RowsOf.TEAMS,
        Over.TIME,
        monthly=True,
        better=Better.HIGHER,
    ),
    KeyFigure(
        "balance_days",
        Phrase("day from which posts stay filled"),
        "days",
        "First day of the run from which occupancy, without those whose post was withdrawn, is not below the "
        "establishment for a quarter. Only over the whole run.",
        RowsOf.UNITS,
        Over.RUN,
        no_number="there is no such day",
    ),
    KeyFigure(
        "mentoring_fte", Phrase("mentoring"), "fte", "Time spent as mentor of newcomers.", RowsOf.UNITS, Over.TIME
    ),
    KeyFigure("hires", Phrase("newcomers"), "people", "Newcomers.", RowsOf.UNITS),
    KeyFigure("leavers", Phrase("leavers"), "people", "People who left for good.", RowsOf.UNITS, better=Better.LOWER),
    *(
        KeyFigure(
            f"leavers_{cause.name.lower()}",
            label,
            "people",
            f"Leavers by cause: {cause.name.lower()}.",
            RowsOf.UNITS,
            better=Better.LOWER,
        )
        for cause, label in LEAVERS.items()
    ),
    KeyFigure(
        "below_minimum_share",
        Phrase("days below the minimum"),
        "share",
        "Share of days with fewer deployable fte than the unit's minimum.",
        RowsOf.UNITS,
        Over.RATIO,
        better=Better.LOWER,
    ),
    KeyFigure(
        "open_cases_per_investigator",
        Phrase("open cases per investigator"),
        "ratio",
        "Cases in hand to deployable fte of those whose role can lead a case (a step with owns_case).",
        RowsOf.UNITS,
        Over.RATIO,
        monthly=True,
    ),
)
