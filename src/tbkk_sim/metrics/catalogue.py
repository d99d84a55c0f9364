"""The catalogue of key figures: name, label, unit, meaning, rows, how each adds up, and which direction is better.

Tables, pages, comparisons, tuning and the what-if page read it here and nowhere else. The format of a value follows
from its unit: `report.kit.say.Say.value`.
"""

from dataclasses import dataclass
from enum import Enum, IntEnum
from functools import cache

from tbkk_sim.model.event_records import End
from tbkk_sim.model.names import Names
from tbkk_sim.problem import Phrase
from tbkk_sim.sampling.workforce.people import Cause
from tbkk_sim.settings.casework import OUTCOMES


class RowsOf(Enum):
    """Teams and classes for which a key figure exists; the class `all` always does."""

    REPORTS = "units x (closed and classes of cases)"
    CASES = "units x classes of cases, and pools x own work"
    NORMED = "as CASES, where there is a norm"
    HOURS = "as REPORTS, and pools x classes of cases and own work"
    UNITS = "units"
    TEAMS = "units and pools"


class Over(Enum):
    """Ways in which a key figure stands for a period, and for several teams and classes together."""

    SUM = "sum over the period, the teams and the classes"
    END = "at the end of the period, summed over teams and classes"
    TIME = "mean over the time of the period, summed over teams and classes"
    CASES = "over all cases concerned, whatever their team and class"
    RATIO = "ratio of two sums"
    WITHIN = "anew within each period, not the sum of its years; summed over teams and classes"
    RUN = "one moment in the run"


class Better(IntEnum):
    """Directions of a key figure that are better."""

    LOWER = -1
    NEITHER = 0
    HIGHER = 1


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One key figure; its name ends in its unit, where it has one."""

    name: str
    label: str
    """Name within a sentence: a phrase, translated into the reader's language."""
    unit: str
    """reports, cases, days, hours, fte, people, share or ratio."""
    meaning: str
    rows: RowsOf
    over: Over = Over.SUM
    monthly: bool = False
    """Also per month: for all units together by class, and for each team over all classes."""
    better: Better = Better.NEITHER
    signed: bool = False
    """May be below 0."""
    no_number: str = ""
    """Text of a row without a number (NaN), which stands for more than any number, not for none; empty: no such row."""


def _as_named(name: str) -> str:
    """The label of a key figure that is named after a step, a role, an outcome or a cause of this run."""
    return name.replace("_", " ")


_FLOWS = (
    KeyFigure(
        "reports_in",
        Phrase("reports that came in"),
        "reports",
        "Reports that arrived, by what they truly are.",
        RowsOf.REPORTS,
        monthly=True,
    ),
    KeyFigure(
        "cases_in",
        Phrase("cases that came in"),
        "cases",
        "Reports that became a case, new ones on the same person included, and proactive cases.",
        RowsOf.CASES,
        monthly=True,
    ),
    KeyFigure("closed_in_triage", Phrase("closed in triage"), "reports", "Reports that triage closed.", RowsOf.UNITS),
    KeyFigure(
        "taken_up",
        Phrase("taken up"),
        "cases",
        "Cases whose first work began: the count of new starts.",
        RowsOf.CASES,
        monthly=True,
        better=Better.HIGHER,
    ),
    KeyFigure(
        "taken_up_and_running",
        Phrase("taken up and in hand"),
        "cases",
        "New starts, and the cases in hand when the period began: the older counting rule.",
        RowsOf.CASES,
        Over.WITHIN,
        better=Better.HIGHER,
    ),
    KeyFigure(
        "finished",
        Phrase("finished"),
        "cases",
        "Cases of which all work was done.",
        RowsOf.CASES,
        monthly=True,
        better=Better.HIGHER,
    ),
    *(
        KeyFigure(name, label, "cases", f"Finished cases that had {what} in the end.", RowsOf.CASES)
        for name, label, what in (
            ("cases_full", Phrase("investigated in full"), "a full investigation"),
            ("cases_short", Phrase("investigated in short"), "a short investigation"),
            ("cases_letter_or_visit", Phrase("a letter or a visit"), "a letter or a visit"),
        )
    ),
    KeyFigure(
        "left_undone",
        Phrase("left undone"),
        "cases",
        "Cases that came in, judged or not, less those taken up; or, which is as much: closed by choice, turned away, "
        "let go, and the growth of what waits. Negative where a backlog is worked off.",
        RowsOf.CASES,
        monthly=True,
        better=Better.LOWER,
        signed=True,
    ),
    KeyFigure(
        "closed_by_choice",
        Phrase("closed by choice"),
        "cases",
        "Cases of the part of their class that is not treated, as was decided beforehand.",
        RowsOf.CASES,
        monthly=True,
        better=Better.LOWER,
    ),
    KeyFigure(
        "turned_away",
        Phrase("turned away"),
        "cases",
        "Cases that are not treated because too much waits.",
        RowsOf.CASES,
        monthly=True,
        better=Better.LOWER,
    ),
    KeyFigure(
        "let_go",
        Phrase("let go"),
        "cases",
        "Cases that waited until they were no longer worth taking up.",
        RowsOf.CASES,
        monthly=True,
        better=Better.LOWER,
    ),
    KeyFigure(
        "waiting_growth",
        Phrase("growth of what waits"),
        "cases",
        "Cases not yet taken up, and reports of cases that nobody has judged yet (these by what they truly are): how "
        "many more there are at the end of the period than when it began.",
        RowsOf.CASES,
        monthly=True,
        better=Better.LOWER,
        signed=True,
    ),
    KeyFigure(
        "abuse_not_found",
        Phrase("abuse not found"),
        "cases",
        "Cases that ended with a lighter treatment or with none, in which a full investigation would have found "
        "something worse.",
        RowsOf.CASES,
        better=Better.LOWER,
    ),
    KeyFigure(
        "returns",
        Phrase("persons who return"),
        "cases",
        "New reports on persons whose case had ended; each becomes a case.",
        RowsOf.CASES,
        monthly=True,
        better=Better.LOWER,
    ),
    KeyFigure(
        "backlog_end",
        Phrase("waiting at the end"),
        "cases",
        "Cases not yet taken up.",
        RowsOf.CASES,
        Over.END,
        monthly=True,
        better=Better.LOWER,
    ),
    KeyFigure(
        "backlog_mean",
        Phrase("waiting on average"),
        "cases",
        "Cases not yet taken up.",
        RowsOf.CASES,
        Over.TIME,
        better=Better.LOWER,
    ),
    KeyFigure(
        "backlog_age_days_mean",
        Phrase("mean age of what waits"),
        "days",
        "Mean age, since arrival, of the cases not yet taken up at the end of the period.",
        RowsOf.CASES,
        Over.CASES,
        monthly=True,
        better=Better.LOWER,
    ),
    KeyFigure(
        "in_hand_end",
        Phrase("in hand at the end"),
        "cases",
        "Cases taken up and not ended.",
        RowsOf.CASES,
        Over.END,
        monthly=True,
        better=Better.LOWER,
    ),
    KeyFigure(
        "in_hand_mean",
        Phrase("in hand on average"),
        "cases",
        "Cases taken up and not ended.",
        RowsOf.CASES,
        Over.TIME,
        better=Better.LOWER,
    ),
    KeyFigure(
        "open_end",
        Phrase("open at the end"),
        "cases",
        "Backlog and cases in hand.",
        RowsOf.CASES,
        Over.END,
        better=Better.LOWER,
    ),
    KeyFigure(
        "triage_backlog_end",
        Phrase("reports to be judged at the end"),
        "reports",
        "Reports that wait to be judged, or are being judged.",
        RowsOf.REPORTS,
        Over.END,
        monthly=True,
        better=Better.LOWER,
    ),
    KeyFigure(
        "backlog_above_norm_share",
        Phrase("time with a backlog above the norm"),
        "share",
        "Part of the time in which more cases of a class wait than come in within one norm in that year (and more than "
        "one). Only for all units together.",
        RowsOf.NORMED,
        Over.RATIO,
        better=Better.LOWER,
    ),
    KeyFigure(
        "backlog_settled_days",
        Phrase("day from which the backlog stays within the norm"),
        "days",
        "First day of the run from which the backlog of a class stays within that for half a year (182 days). Only for "
        "all units together, over the whole run; absent in a run shorter than half a year.",
        RowsOf.NORMED,
        Over.RUN,
        no_number="it never does within the run",
        better=Better.LOWER,
    ),
)
_WAITING = (
    KeyFigure(
        "waiting_days_mean",
        Phrase("mean wait"),
        "days",
        "Arrival to first work. Of severe cases: all whose norm ran out in the period (no norm: that came in it); "
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
        "Arrival to the end, of cases finished in the period.",
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
_SEVERE = "judging, of severe cases, and of severe work that is discovered in cases that are opened"
_HOURS = (
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
    *(
        KeyFigure(
            f"largest_load_{kind}",
            label,
            "ratio",
            f"The largest load of any set of skills, {what}: hours demanded of these skills to hours available of who "
            "has one of them, help from elsewhere left out. Of `all`: the largest of the units, and of the pools whose "
            "specialists work along; where all units draw from one queue, of the units together.",
            RowsOf.TEAMS,
            Over.RATIO,
            no_number="there is work, and nobody able to do it",
            better=Better.LOWER,
        )
        for kind, label, what in (
            ("severe", Phrase("largest load of severe work"), "by severe work and judging"),
            ("agreed", Phrase("largest load with the agreements"), "by these and the cases that were agreed"),
            ("all", Phrase("largest load of everything"), "by all work that comes in"),
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
        "overtime_hours",
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
_STAFF = (
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
        "Who is there: occupancy less part-time, long illness, training and mentoring.",
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
            _as_named(f"leavers_{cause.name.lower()}"),
            "people",
            f"Leavers by cause: {cause.name.lower()}.",
            RowsOf.UNITS,
            better=Better.LOWER,
        )
        for cause in Cause
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


def key_figure_list(names: Names) -> tuple[KeyFigure, ...]:
    """All key figures of a run, in the order in which they are stored."""
    ended = (
        KeyFigure(
            f"ended_{outcome}",
            _as_named(f"ended_{outcome}"),
            "cases",
            f"Finished cases that ended as: {outcome}.",
            RowsOf.CASES,
        )
        for outcome in (*OUTCOMES, End.OWN_WORK_DONE.name.lower())
    )
    by_step = (
        KeyFigure(
            f"hours_{skill}", _as_named(f"hours_{skill}"), "hours", f"Hours worked on the step: {skill}.", RowsOf.HOURS
        )
        for skill in names.skills
    )
    by_skill = (
        KeyFigure(
            f"hours_{kind}_{skill}",
            _as_named(f"hours_{kind}_{skill}"),
            "hours",
            f"Hours demanded of those who have the skill {skill}, by {what}.",
            RowsOf.UNITS,
        )
        for kind, what in (
            ("severe", "severe work and judging"),
            ("agreed", "these and the cases that were agreed"),
            ("demanded", "all work that comes in"),
        )
        for skill in names.skills[:-1]
    )
    by_role = (
        KeyFigure(
            f"hours_available_{role}",
            _as_named(f"hours_available_{role}"),
            "hours",
            f"Hours available of members in the role: {role}.",
            RowsOf.UNITS,
        )
        for role in names.roles
    )
    busy = (
        KeyFigure(
            f"utilisation_{role}",
            _as_named(f"utilisation_{role}"),
            "share",
            f"Part of their office hours that present members in this role had work in hand: {role}.",
            RowsOf.UNITS,
            Over.RATIO,
        )
        for role in names.roles
    )
    return (*_FLOWS, *ended, *_WAITING, *_HOURS, *by_step, *by_skill, *by_role, *busy, *_STAFF)


@cache
def fixed_key_figures() -> dict[str, KeyFigure]:
    """Key figures that every run has, by name; the others are named after its steps, roles and outcomes."""
    return {figure.name: figure for figure in (*_FLOWS, *_WAITING, *_HOURS, *_STAFF)}
