"""Key figures of capacity that does not come by hiring for posts: lent people, courses, retraining, overtime."""

from tbkk_sim.metrics.listed.key_figure import Better, KeyFigure, Over, RowsOf
from tbkk_sim.problem import Phrase

CAPACITY = (
    KeyFigure(
        "reallocated_fte",
        Phrase("people reallocated to the unit"),
        "fte",
        "People who work in the unit for a time or for good, come from another team and hold no post; whole people, "
        "whatever part of a full member's work they do.",
        RowsOf.UNITS,
        Over.TIME,
    ),
    KeyFigure(
        "reallocated_away_fte",
        Phrase("people reallocated to units"),
        "fte",
        "Members of the pool who are away from it, since they are reallocated to a unit.",
        RowsOf.POOLS,
        Over.TIME,
        better=Better.LOWER,
    ),
    KeyFigure(
        "temporary_fte",
        Phrase("temporary people"),
        "fte",
        "People hired for a time, who hold no post; whole people, whatever part of a full member's work they do.",
        RowsOf.UNITS,
        Over.TIME,
    ),
    KeyFigure(
        "in_course_fte",
        Phrase("people in a course"),
        "fte",
        "Holders of a post who are in the course of a cohort or of a retraining, and do no work.",
        RowsOf.UNITS,
        Over.TIME,
    ),
    KeyFigure(
        "exposure_leave_fte",
        Phrase("people on leave after exposure"),
        "fte",
        "Holders of a post who are away on leave after exposure to images; whole people.",
        RowsOf.UNITS,
        Over.TIME,
        better=Better.LOWER,
    ),
    KeyFigure(
        "appointed_from_course",
        Phrase("newcomers from a course"),
        "people",
        "Newcomers of cohorts who filled a vacant post; they are among the newcomers.",
        RowsOf.UNITS,
    ),
    KeyFigure(
        "course_without_post",
        Phrase("people of a course without a post"),
        "people",
        "People of cohorts who are not appointed, since no post is vacant that they may fill.",
        RowsOf.ALL_UNITS,
        better=Better.LOWER,
    ),
    KeyFigure(
        "retrained",
        Phrase("people retrained"),
        "people",
        "Holders of a post who begin the course for another role; neither newcomers nor leavers.",
        RowsOf.UNITS,
    ),
    KeyFigure(
        "extra_hours",
        Phrase("hours of overtime"),
        "hours",
        "Hours of work that present members can do more in office hours by overtime; they are among the hours "
        "available.",
        RowsOf.UNITS,
    ),
    KeyFigure(
        "time_off_hours",
        Phrase("hours of time off for overtime"),
        "hours",
        "Hours of work that present members can do less in office hours, since they take back overtime.",
        RowsOf.UNITS,
    ),
)
