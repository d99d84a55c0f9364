"""Key figures of hours: worked, demanded, available, lent; loads."""

from tbkk_sim.metrics.listed.key_figure import Better, KeyFigure, Over, RowsOf
from tbkk_sim.problem import Phrase

_SEVERE = "judging, of severe cases, and of severe work that is discovered in cases that are opened"
HOURS = (
    KeyFigure(
        "hours_worked",
        Phrase("hours worked"),
        "hours",
        "Hours of work that the team's members did.",
        RowsOf.HOURS,
        monthly=True,
    ),
    KeyFigure(
        "hours_digital_share",
        Phrase("digital part of the hours"),
        "share",
        "Part of the hours on cases that is digital work; pools help all units together.",
        RowsOf.HOURS,
        Over.RATIO,
    ),
    KeyFigure(
        "hours_demanded",
        Phrase("hours demanded"),
        "hours",
        "Hours of the work that arrived, as it is treated when nothing presses, by the team in whose queue it falls "
        "and by what the report truly is, judging included. What is discovered counts in cases that are opened.",
        RowsOf.HOURS,
        monthly=True,
    ),
    KeyFigure(
        "hours_undiscovered",
        Phrase("hours of what is not discovered"),
        "hours",
        "Hours of severe work that full investigations would have led to, in cases that nobody opened by the end of "
        "the run or that are treated in a way that does not find it. Not part of the hours demanded.",
        RowsOf.HOURS,
    ),
    KeyFigure(
        "hours_available",
        Phrase("hours available"),
        "hours",
        "Hours of work that present members can do in office hours.",
        RowsOf.TEAMS,
        monthly=True,
    ),
    *(
        KeyFigure(
            f"load_{kind}",
            label,
            "ratio",
            f"Hours of {what} to hours available: a mean over people who cannot all do the same work.",
            RowsOf.UNITS,
            Over.RATIO,
            monthly=True,
            no_number="there is work, and nobody to do it",
            better=Better.LOWER,
        )
        for kind, label, what in (
            ("severe", Phrase("load of severe work"), _SEVERE),
            ("agreed", Phrase("load with the agreements"), f"{_SEVERE}, and of the cases that were agreed"),
            ("all", Phrase("load of everything"), "all work that comes in, as it is treated when nothing presses"),
        )
    ),
    KeyFigure(
        "utilisation",
        Phrase("utilisation"),
        "share",
        "Part of their office hours that present members had work in hand.",
        RowsOf.TEAMS,
        Over.RATIO,
        monthly=True,
    ),
    KeyFigure(
        "outside_office_hours",
        Phrase("hours outside office hours"),
        "hours",
        "Hours of round-the-clock work that fall outside office hours: such work is spread evenly over all hours of "
        "every day, so this is most of it.",
        RowsOf.TEAMS,
        better=Better.LOWER,
    ),
    KeyFigure(
        "hours_lent",
        Phrase("hours lent"),
        "hours",
        "Hours that the team's members worked on steps of another team; of `all`: by units, not by pools.",
        RowsOf.HOURS,
    ),
    KeyFigure(
        "hours_borrowed",
        Phrase("hours borrowed"),
        "hours",
        "Hours that others, pools too, worked on steps of the team.",
        RowsOf.HOURS,
    ),
)
