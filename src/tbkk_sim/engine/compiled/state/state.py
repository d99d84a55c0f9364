"""The state of the compiled engine: arrays of records, gathered in one block."""

import numpy as np

from tbkk_sim.engine.compiled.kernel.block import Block, array_of, columns, tuple_of
from tbkk_sim.engine.compiled.state import records
from tbkk_sim.model.calendar import WorkingTime
from tbkk_sim.model.event_records import COLUMNS, EVENT_DTYPE

NOWHERE, IN_LINE, IN_OWN_LINE = range(3)
"""Places in which a case waits."""


class EngineState(Block):
    """Data that the compiled engine reads and writes; arrays of records, so that `s.case[c].work_left` reads well."""

    reports = columns(records.REPORTS)
    steps = columns(records.STEPS)
    case = array_of(records.CASE)
    """Row c is report c on its way."""
    open_case = array_of(np.int32)
    """By person, which is the row of the first report on them: the open case that was passed on last; -1: none."""
    last_end = array_of(np.int8)
    """By person: how the case before ended (End); NO_CASE: there was none."""
    member = array_of(records.MEMBER)
    done = array_of(np.int64)
    """Moment at which the work of each member is done; NEVER_SECONDS: no work."""
    winner = array_of(np.int32)
    """First member done: row 1 of rows 2 and 3, these of 4 to 7, and so on; the last half is each member alone."""
    team = array_of(records.TEAM)
    members_of = array_of(np.int32)
    """Members by team, in order (records.TEAM.first_member ...)."""
    queue = array_of(records.QUEUE)
    teams_of = array_of(np.int32)
    """Teams by queue (records.QUEUE.first_team ...), in the order in which they are asked for a step."""
    lending = array_of(records.LENDING)
    lendings_to = array_of(np.int32)
    """Lendings by queue (records.QUEUE.first_lending ...)."""
    line = array_of(np.int32, 3)
    """[queue, skill, line]: first case in line; -1: none."""
    waiting_for = array_of(np.int32, 2)
    """[queue, skill]: steps that wait."""
    portfolio_waiting = array_of(np.int32, 2)
    """[queue, skill]: those among them in lines of the portfolio."""
    portfolio = array_of(np.int32)
    """Classes that are not severe."""
    owed = array_of(np.int64, 3)
    """[calendar year of the run, queue, class]: cases to take up by the agreements."""
    taken_up_this_year = array_of(np.int64, 2)
    """[queue, class]: cases of its units taken up in this calendar year."""
    finish = array_of(np.int64, 2)
    """[queue, class]: turn at which the work that the class was given so far ends."""
    campaign = array_of(records.CAMPAIGN)
    """Campaigns by unit, by date (records.TEAM.campaign: the one that runs or comes next)."""
    shift = array_of(records.SHIFT)
    by_begin = array_of(np.int64)
    by_end = array_of(np.int64)
    case_class = array_of(records.CLASS)
    mean_hours = array_of(np.float64)
    share_upto = array_of(np.int64, 3)
    """[0: without pressure, 1: at the highest; class; treatment]: shares of the treatments, added up, in millionths."""
    not_taken_up = array_of(np.int64)
    """[class]: open cases that nobody has taken up."""
    bench = array_of(records.BENCH)
    """[turn]: first and last case whose devices wait to be examined; -1: none."""
    skill = array_of(records.SKILL)
    members_needed = array_of(np.int64)
    """[skill]: members who work on a step at once."""
    home_from_seconds = array_of(np.int64)
    home_team = array_of(np.int32, 3)
    """[row of home_from_seconds, team of the case, skill]."""
    norm_seconds = array_of(np.int64, 2)
    """[team of the case, class]."""
    year_starts_seconds = array_of(np.int64)
    working = tuple_of(
        WorkingTime,
        seconds_per_open_day=int,
        opens_seconds=int,
        closes_seconds=int,
        open_before=array_of(np.int64),
        open_days=array_of(np.int64),
        round_the_clock_seconds_per_day=int,
        always_open=bool,
    )
    looking = array_of(np.int32)
    """Scratch: the free members of a team while they look."""
    in_vain = array_of(np.int32)
    """Scratch: those of them who found nothing."""
    is_tried = array_of(np.bool_, 3)
    """Scratch: the lines of urgent work whose first step nobody takes; [queue, skill, line]."""
    passed_on = array_of(np.int32)
    """Scratch, per case: the next of those passed on when their investigator goes; -1: the last."""
    agenda = array_of(records.ENTRY)
    """Agenda of entries to come, as a binary heap."""
    log = columns({name: EVENT_DTYPE[name] for name in COLUMNS})
    """Events not yet fetched."""
    parameters = array_of(records.PARAMETERS)
    """One row."""
    clock = array_of(records.CLOCK)
    """One row."""
