"""Flows of cases: in, taken up, ended, and left; by unit and class of that moment."""

import numpy as np

from tbkk_sim.arrays import Flags, Floats
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.key_figures.backlog import backlog_against_norm
from tbkk_sim.metrics.key_figures.ratio import ratio
from tbkk_sim.metrics.key_figures.triage import assessment_backlog, count_closed_by_mistake, count_untraceable
from tbkk_sim.model.event_records import UNDONE, End, Event
from tbkk_sim.model.names import CLOSED_CLASS
from tbkk_sim.model.seconds import SECONDS_PER_DAY
from tbkk_sim.model.selection.treatment import FULL, LETTER_OR_VISIT, SHORT
from tbkk_sim.sampling.world import BY_HAND
from tbkk_sim.settings.casework import OUTCOMES


def flows(ledger: Ledger) -> dict[str, Floats]:
    """Key figures of inflow, outflow and cases left."""
    grid, cases, states, names = ledger.grid, ledger.cases, ledger.states, ledger.parameters.names
    backlog, in_hand = states.backlog, states.in_hand
    taken_up, backlog_end = grid.sums(states.started.number), grid.ends(backlog.month_ends)
    age_seconds = grid.period_ends_seconds * backlog_end - grid.ends(backlog.month_ends_of(cases.arrived_seconds))
    by_end = dict(zip(End, grid.sums(_by_end(ledger)), strict=True))
    outcomes = (*OUTCOMES, End.OWN_WORK_DONE.name.lower())
    untriaged, in_assessment = _triage_backlog(ledger), assessment_backlog(ledger)
    waiting_growth = grid.sums(_waiting_growth(ledger, untriaged + in_assessment))
    untraceable, mistaken = grid.sums(count_untraceable(ledger)), grid.sums(count_closed_by_mistake(ledger))
    left_undone = sum((by_end[end] for end in UNDONE), untraceable + mistaken + waiting_growth)
    full, short, letter_or_visit = grid.sums(_by_treatment(ledger))
    return {
        "reports_in": grid.sums(_arrivals(ledger, ledger.world.reports.stream < names.streams.index("chosen"))),
        "cases_in": taken_up + left_undone,
        "closed_in_triage": grid.sums(_closed_in_triage(ledger)),
        "taken_up": taken_up,
        "taken_up_and_running": taken_up + grid.starts(in_hand.month_ends, states.at_start.number[0]),
        "taken_up_in_campaigns": grid.sums(_in_campaigns(ledger)),
        "finished": sum((by_end[end] for end in End if end not in UNDONE), np.zeros_like(taken_up)),
        "cases_full": full,
        "cases_short": short,
        "cases_letter_or_visit": letter_or_visit,
        "closed_by_choice": by_end[End.CLOSED_BY_CHOICE],
        "turned_away": by_end[End.DECLINED],
        "let_go": by_end[End.EXPIRED],
        "waiting_growth": waiting_growth,
        "untraceable": untraceable,
        "closed_by_mistake": mistaken,
        "left_undone": left_undone,
        "abuse_not_found": grid.sums(_abuse_not_found(ledger)),
        "returns": grid.sums(_arrivals(ledger, ledger.world.reports.stream == ledger.parameters.returns_stream)),
        "backlog_end": backlog_end,
        "backlog_mean": grid.sums(backlog.case_seconds) / grid.period_seconds,
        "backlog_age_days_mean": ratio(age_seconds, backlog_end) / SECONDS_PER_DAY,
        "in_hand_end": grid.ends(in_hand.month_ends),
        "in_hand_mean": grid.sums(in_hand.case_seconds) / grid.period_seconds,
        "open_end": grid.ends(backlog.month_ends + in_hand.month_ends),
        "triage_backlog_end": grid.ends(untriaged),
        "assessment_backlog_end": grid.ends(in_assessment),
        **backlog_against_norm(ledger, backlog),
        **{f"ended_{outcome}": by_end[End[outcome.upper()]] for outcome in outcomes},
    }


def _by_end(ledger: Ledger) -> Floats:
    """Cases that ended [end, month, unit, class]."""
    grid, cases = ledger.grid, ledger.cases
    ended = np.flatnonzero(cases.ended)
    cell = grid.cell(grid.month(cases.ended_seconds[ended]), cases.unit[ended], cases.last_class[ended])
    n_cells = int(np.prod(grid.shape))
    cell += cases.end[ended] * np.int32(n_cells)
    return np.bincount(cell, minlength=len(End) * n_cells).astype(np.float64).reshape(len(End), *grid.shape)


def _in_campaigns(ledger: Ledger) -> Floats:
    """Cases that were taken up in a campaign [month, unit, class]."""
    grid, cases = ledger.grid, ledger.cases
    rows = np.flatnonzero(ledger.treatments.on_campaign[cases.report])
    return grid.count(grid.month(cases.taken_up_seconds[rows]), cases.unit[rows], cases.taken_up_class[rows])


def _by_treatment(ledger: Ledger) -> Floats:
    """Finished cases by how they were treated [full, short, letter or visit; month, unit, class]; no own work."""
    grid, cases = ledger.grid, ledger.cases
    finished = cases.ended & ~cases.undone & (cases.end != End.OWN_WORK_DONE)
    month, counts = grid.month(cases.ended_seconds), []
    for treatment in (FULL, SHORT, LETTER_OR_VISIT):
        rows = np.flatnonzero(finished & (cases.treatment == treatment))
        counts.append(grid.count(month[rows], cases.unit[rows], cases.last_class[rows]))
    return np.stack(counts)


def _abuse_not_found(ledger: Ledger) -> Floats:
    """Cases that ended with less than a full investigation, which would have found something worse.

    A case of which a lighter treatment finds it is investigated in full from then on.
    """
    grid, cases = ledger.grid, ledger.cases
    hidden = cases.ended & (ledger.world.reports.upgrade_class[cases.report] >= 0)
    rows = np.flatnonzero(hidden & (cases.undone | (cases.treatment != FULL)))
    return grid.count(grid.month(cases.ended_seconds[rows]), cases.unit[rows], cases.last_class[rows])


def _waiting_growth(ledger: Ledger, unjudged: Floats) -> Floats:
    """Growth in each month of the cases that wait, and of reports of cases that are not judged or assessed yet."""
    grid, cases, reports = ledger.grid, ledger.cases, ledger.world.reports
    of_cases = unjudged.copy()
    of_cases[..., CLOSED_CLASS] = 0.0
    by_hand = reports.triaged_by == BY_HAND
    waited = np.flatnonzero(cases.in_stock & ~cases.in_hand_at_start & ~by_hand[cases.report])
    in_triage = np.flatnonzero(by_hand & (reports.arrived_seconds < 0) & (reports.true_class != CLOSED_CLASS))
    at_start = grid.count(np.zeros_like(waited), cases.unit[waited], cases.first_class[waited])
    at_start += grid.count(np.zeros_like(in_triage), reports.unit[in_triage], reports.true_class[in_triage])
    return np.diff(ledger.states.backlog.month_ends + of_cases, axis=0, prepend=at_start[:1])


def _arrivals(ledger: Ledger, chosen: Flags) -> Floats:
    """Reports that arrived within the run, of those chosen, by true class; stock did not."""
    return ledger.grid.count_in(ledger.arrival_cell[chosen & ledger.came])


def _closed_in_triage(ledger: Ledger) -> Floats:
    closed = ledger.log.rows_of_end(End.CLOSED_IN_TRIAGE)
    unit = ledger.world.reports.unit[ledger.log.report[closed]]
    return ledger.grid.count(ledger.month_of(closed), unit, CLOSED_CLASS)


def _triage_backlog(ledger: Ledger) -> Floats:
    """Reports that wait for triage by a person, or are being triaged, at the months' ends, by their true class."""
    log, reports, grid = ledger.log, ledger.world.reports, ledger.grid
    by_hand = reports.triaged_by == BY_HAND
    came = np.flatnonzero(by_hand & (reports.arrived_seconds < ledger.parameters.horizon_seconds))
    triaged = log.reports_of(Event.TRIAGED)
    of_a_person = np.flatnonzero(by_hand[triaged])
    triaged, month = triaged[of_a_person], ledger.month_of(log.rows_of(Event.TRIAGED)[of_a_person])
    into = grid.count_in(ledger.arrival_cell[came])
    out = grid.count(month, reports.unit[triaged], reports.true_class[triaged])
    return np.cumsum(into - out, axis=0)
