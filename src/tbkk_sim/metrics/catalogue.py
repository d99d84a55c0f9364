"""The list of key figures: what each is called, in which unit, what it means, how it is averaged, for which rows."""

from dataclasses import dataclass
from enum import Enum

from tbkk_sim.model.event_records import End
from tbkk_sim.model.names import Names
from tbkk_sim.sampling.workforce.people import Cause
from tbkk_sim.settings.casework import OUTCOMES


class RowsOf(Enum):
    """For which teams and classes a key figure exists; the class `all` always does."""

    REPORTS = "units x (closed and classes of cases)"
    CASES = "units x classes of cases, and pools x own work"
    NORMED = "as CASES, where there is a norm"
    HOURS = "as REPORTS, and pools x classes of cases and own work"
    UNITS = "units"
    TEAMS = "units and pools"


class Over(Enum):
    """How a key figure stands for a period, and for several teams and classes together."""

    SUM = "sum over the period, the teams and the classes"
    END = "at the end of the period, summed over teams and classes"
    TIME = "mean over the time of the period, summed over teams and classes"
    CASES = "over all cases concerned, whatever their team and class"
    RATIO = "ratio of two sums"
    WITHIN = "anew within each period, not the sum of its years; summed over teams and classes"
    RUN = "one moment in the run"


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One key figure; its name ends in its unit, where it has one."""

    name: str
    unit: str
    """reports, cases, days, hours, fte, people, share or ratio."""
    meaning: str
    rows: RowsOf
    over: Over = Over.SUM
    monthly: bool = False
    """Also per month: for all units together by class, and for each team over all classes."""
    no_number: str = ""
    """What a row without a number (NaN) says: more than any number, not nothing; empty: there is no such row."""


_FLOWS = (
    KeyFigure("reports_in", "reports", "Reports that arrived, by what they truly are.", RowsOf.REPORTS, monthly=True),
    KeyFigure("cases_in", "cases", "Reports that became a case, and chosen cases.", RowsOf.CASES, monthly=True),
    KeyFigure("closed_in_triage", "reports", "Reports that triage closed.", RowsOf.UNITS),
    KeyFigure(
        "taken_up", "cases", "Cases whose first work began: the count of new starts.", RowsOf.CASES, monthly=True
    ),
    KeyFigure(
        "taken_up_and_running",
        "cases",
        "New starts, and the cases in hand when the period began: the older counting rule.",
        RowsOf.CASES,
        Over.WITHIN,
    ),
    KeyFigure("finished", "cases", "Cases of which all work was done.", RowsOf.CASES, monthly=True),
    KeyFigure("expired", "cases", "Cases that waited until they were no longer worth taking up.", RowsOf.CASES),
    KeyFigure("declined", "cases", "Cases that steering turned away.", RowsOf.CASES),
    KeyFigure(
        "demand_not_met", "cases", "Cases expired or declined: work that is never done.", RowsOf.CASES, monthly=True
    ),
    KeyFigure("backlog_end", "cases", "Cases not yet taken up.", RowsOf.CASES, Over.END, monthly=True),
    KeyFigure("backlog_mean", "cases", "Cases not yet taken up.", RowsOf.CASES, Over.TIME),
    KeyFigure(
        "backlog_age_days_mean",
        "days",
        "Mean age, since arrival, of the cases not yet taken up at the end of the period.",
        RowsOf.CASES,
        Over.CASES,
        monthly=True,
    ),
    KeyFigure("in_hand_end", "cases", "Cases taken up and not ended.", RowsOf.CASES, Over.END, monthly=True),
    KeyFigure("in_hand_mean", "cases", "Cases taken up and not ended.", RowsOf.CASES, Over.TIME),
    KeyFigure("open_end", "cases", "Backlog and cases in hand.", RowsOf.CASES, Over.END),
    KeyFigure(
        "triage_backlog_end",
        "reports",
        "Reports that wait to be judged, or are being judged.",
        RowsOf.REPORTS,
        Over.END,
        monthly=True,
    ),
    KeyFigure(
        "backlog_above_norm_share",
        "share",
        "Part of the time in which more cases of a class wait than come in within one norm in that year (and more than "
        "one). Only for all units together.",
        RowsOf.NORMED,
        Over.RATIO,
    ),
    KeyFigure(
        "backlog_settled_days",
        "days",
        "First day of the run from which the backlog of a class stays within that for half a year (182 days). Only for "
        "all units together, over the whole run; absent in a run shorter than half a year.",
        RowsOf.NORMED,
        Over.RUN,
        no_number="it never does within the run",
    ),
)
_WAITING = (
    KeyFigure(
        "waiting_days_mean",
        "days",
        "Arrival to first work, of all cases whose norm ran out in the period (without a norm: that came in it); those "
        "that still wait at the end of the run count with their age then.",
        RowsOf.CASES,
        Over.CASES,
        monthly=True,
        no_number="one of them expired or was declined, or more than 5 % still wait at the end of the run",
    ),
    KeyFigure(
        "waiting_days_median",
        "days",
        "Time within which half of these cases were begun.",
        RowsOf.CASES,
        Over.CASES,
        no_number="fewer than half were begun by the end of the run",
    ),
    KeyFigure(
        "waiting_days_p90",
        "days",
        "Time within which 9 in 10 of these cases were begun.",
        RowsOf.CASES,
        Over.CASES,
        monthly=True,
        no_number="fewer than 9 in 10 were begun by the end of the run",
    ),
    KeyFigure(
        "share_within_norm",
        "share",
        "Of the cases whose norm ran out in the period, those whose first work had begun by then; "
        "expired and declined cases count as not.",
        RowsOf.NORMED,
        Over.CASES,
        monthly=True,
    ),
    KeyFigure(
        "share_begun",
        "share",
        "Of the cases whose norm ran out in the period (without a norm: that came in it), those begun by the end of "
        "the run.",
        RowsOf.CASES,
        Over.CASES,
    ),
    KeyFigure(
        "lead_days_mean", "days", "Arrival to the end, of cases finished in the period.", RowsOf.CASES, Over.CASES
    ),
    KeyFigure("lead_days_p90", "days", "Time within which 90 % of them ended.", RowsOf.CASES, Over.CASES),
    KeyFigure(
        "triage_waiting_days_mean",
        "days",
        "Arrival to the start of judging, of all reports that came in the period for a person to judge, by the class "
        "that they get; those that still wait at the end of the run count with their age then.",
        RowsOf.REPORTS,
        Over.CASES,
        no_number="more than 5 % of them still wait at the end of the run",
    ),
)
_HOURS = (
    KeyFigure("hours_worked", "hours", "Hours of work that the team's members did.", RowsOf.HOURS, monthly=True),
    KeyFigure(
        "hours_digital_share",
        "share",
        "Part of the hours on cases that is digital work; pools help all units together.",
        RowsOf.HOURS,
        Over.RATIO,
    ),
    KeyFigure(
        "hours_demanded",
        "hours",
        "Hours of the work that arrived, by the team in whose queue it falls and by what the report truly is, "
        "judging included.",
        RowsOf.HOURS,
        monthly=True,
    ),
    KeyFigure(
        "hours_available",
        "hours",
        "Hours of work that present members can do in office hours.",
        RowsOf.TEAMS,
        monthly=True,
    ),
    KeyFigure(
        "load",
        "ratio",
        "Hours demanded to hours available: a mean over people who cannot all do the same work.",
        RowsOf.UNITS,
        Over.RATIO,
        monthly=True,
        no_number="there is work, and nobody to do it",
    ),
    KeyFigure(
        "largest_load",
        "ratio",
        "The largest load of any set of skills: hours demanded of these skills to hours available of who has one of "
        "them, help from elsewhere left out. Of `all`: the largest of the units, and of the pools whose specialists "
        "work along; where all units draw from one queue, of the units together.",
        RowsOf.TEAMS,
        Over.RATIO,
        no_number="there is work, and nobody able to do it",
    ),
    KeyFigure(
        "utilisation",
        "share",
        "Part of their office hours that present members had work in hand.",
        RowsOf.TEAMS,
        Over.RATIO,
        monthly=True,
    ),
    KeyFigure(
        "overtime_hours",
        "hours",
        "Hours of round-the-clock work that fall outside office hours: such work is spread evenly over all hours of "
        "every day, so this is most of it.",
        RowsOf.TEAMS,
    ),
    KeyFigure(
        "hours_lent",
        "hours",
        "Hours that the team's members worked on steps of another team; of `all`: by units, not by pools.",
        RowsOf.HOURS,
    ),
    KeyFigure(
        "hours_borrowed",
        "hours",
        "Hours that others, pools too, worked on steps of the team.",
        RowsOf.HOURS,
    ),
)
_STAFF = (
    KeyFigure("establishment_fte", "fte", "Posts.", RowsOf.TEAMS, Over.TIME, monthly=True),
    KeyFigure(
        "occupancy_fte",
        "fte",
        "Posts filled, by whoever holds one: also a post that is recruited for ahead, or that was withdrawn since.",
        RowsOf.TEAMS,
        Over.TIME,
        monthly=True,
    ),
    KeyFigure(
        "vacancy_fte",
        "fte",
        "Establishment less occupancy, without those whose post was withdrawn; 0 on a day on which a unit has more "
        "people than posts.",
        RowsOf.UNITS,
        Over.TIME,
    ),
    KeyFigure("vacancy_share", "share", "Vacancy to establishment.", RowsOf.UNITS, Over.RATIO, monthly=True),
    KeyFigure(
        "deployable_fte",
        "fte",
        "Who is there: occupancy less part-time, long illness, training and mentoring.",
        RowsOf.TEAMS,
        Over.TIME,
        monthly=True,
    ),
    KeyFigure(
        "balance_days",
        "days",
        "First day of the run from which occupancy, without those whose post was withdrawn, is not below the "
        "establishment for a quarter. Only over the whole run.",
        RowsOf.UNITS,
        Over.RUN,
        no_number="there is no such day",
    ),
    KeyFigure("mentoring_fte", "fte", "Time spent as mentor of newcomers.", RowsOf.UNITS, Over.TIME),
    KeyFigure("hires", "people", "Newcomers.", RowsOf.UNITS),
    KeyFigure("leavers", "people", "People who left for good.", RowsOf.UNITS),
    *(
        KeyFigure(f"leavers_{cause.name.lower()}", "people", f"Leavers by cause: {cause.name.lower()}.", RowsOf.UNITS)
        for cause in Cause
    ),
    KeyFigure(
        "below_minimum_share",
        "share",
        "Share of days with fewer deployable fte than the unit's minimum.",
        RowsOf.UNITS,
        Over.RATIO,
    ),
    KeyFigure(
        "open_cases_per_investigator",
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
        KeyFigure(f"ended_{outcome}", "cases", f"Finished cases that ended as: {outcome}.", RowsOf.CASES)
        for outcome in (*OUTCOMES, End.OWN_WORK_DONE.name.lower())
    )
    by_step = (
        KeyFigure(f"hours_{skill}", "hours", f"Hours worked on the step: {skill}.", RowsOf.HOURS)
        for skill in names.skills
    )
    by_skill = (
        KeyFigure(
            f"hours_demanded_{skill}", "hours", f"Hours demanded of those who have the skill: {skill}.", RowsOf.UNITS
        )
        for skill in names.skills[:-1]
    )
    by_role = (
        KeyFigure(f"hours_available_{role}", "hours", f"Hours available of members in the role: {role}.", RowsOf.UNITS)
        for role in names.roles
    )
    return (*_FLOWS, *ended, *_WAITING, *_HOURS, *by_step, *by_skill, *by_role, *_STAFF)
