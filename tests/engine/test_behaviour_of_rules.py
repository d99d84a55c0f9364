"""Each rule of the model is kept at every moment of a run in which it matters."""

from collections import Counter, defaultdict

import numpy as np
import pytest

from tbkk_sim.engine import simulate
from tbkk_sim.model.event_records import UNDONE, End, Event
from tbkk_sim.model.parameters import compile_parameters
from tbkk_sim.model.seconds import NEVER_SECONDS, SECONDS_PER_DAY
from tbkk_sim.model.selection.treatment import Treatment
from tbkk_sim.sampling.draw import draw_world
from tests.engine.hand_made import LIGHT, SERIOUS
from tests.engine.replay import IN_TRIAGE, STARTS, STOPS, Room, Told, moments, replayed
from tests.engine.small_worlds import HELP, LAB, RULES, TREATED, small_world
from tests.theory.textbook import Customers, textbook

pytestmark = pytest.mark.slow

NOTHING_HOLDS_BACK = (
    "as it is", "plain calendar", "busy", "absence and turnover, busy", "first come", "deadline", "no preemption",
    "triage by hand", "misjudged", "upgrades, delays, stock", "two roles", "pool", "neighbours", "national unit helps",
    "one queue",
)  # fmt: skip
"""Worlds without a rule that lets a later step go before an earlier one."""


@pytest.mark.parametrize("rules", sorted(set(NOTHING_HOLDS_BACK) - {"one queue"}))
def test_nobody_is_overtaken(rules: str) -> None:
    """Who starts a step leaves none in the same queue, of the same skill, that goes before it: so FIFO in a class."""
    starts = 0
    for told, room in replayed(rules):
        if told.kind not in STARTS:
            continue
        started = room.waiting[told.report]
        place = room.place(told.report, told.step)
        overtaken = [
            other.report
            for other in room.waiting.values()
            if (other.queue, other.skill) == (started.queue, started.skill)
            and room.may_start_now(other)
            and room.place(other.report, other.step) < place
        ]
        assert not overtaken, f"report {told.report} at second {room.now}"
        starts += 1
    assert starts > 1000


@pytest.mark.parametrize("rules", ["busy", "plain calendar", "two roles", "one queue and a pool"])
def test_nobody_is_idle_while_there_is_work(rules: str) -> None:
    """At the end of each moment no present member is free who is able to do a step that may be started."""
    checked = 0
    for room in moments(rules):
        free = room.present - room.working_on.keys()
        for waiting in filter(room.may_start_now, room.waiting.values()):
            able = [m for m in free if room.draws_from(m, waiting.queue) and room.is_able(m, waiting.skill)]
            assert not able, f"report {waiting.report} waits for nothing at second {room.now}"
            checked += 1
    assert checked > 1000


@pytest.mark.parametrize("rules", ["busy", "absence and turnover, busy", "pool", "one queue and a pool"])
def test_acute_work_waits_only_for_acute_work(rules: str) -> None:
    """When an acute step waits, everybody present who is able to do it is at acute work: all else is interrupted."""
    for room in moments(rules):
        for waiting in room.waiting.values():
            if room.is_urgent(waiting.report, waiting.step):
                for member in filter(lambda m, queue=waiting.queue: room.draws_from(m, queue), room.present):
                    assert room.parameters.classes.preempts[room.case_class[room.working_on[member]]]
    events = Counter(told.kind for told, _ in replayed(rules))
    assert events[Event.INTERRUPTED] > 5


@pytest.mark.parametrize("rules", ["busy", "one queue and a pool"])
def test_urgent_work_interrupts_what_would_be_resumed_last(rules: str) -> None:
    """Among all work in hand of the queue, the step that is put down is the one that goes last."""
    interrupted, victim = 0, None
    for told, room in replayed(rules):
        if told.kind == Event.INTERRUPTED:
            queue = room.parameters.queue_of_team[room.team_of(told.member)]
            colleagues = [m for m in room.working_on if room.draws_from(m, queue)]
            last = max(colleagues, key=lambda m: room.place(room.working_on[m], room.step_in_hand[m]))
            victim = (told.member, last)
        elif told.kind in STARTS and victim is not None and room.is_urgent(told.report, told.step):
            if told.member == victim[0]:
                assert victim[0] == victim[1]
                interrupted += 1
            victim = None
        elif told.kind not in (Event.QUEUED, Event.TAKEN_UP):
            victim = None  # put down for another reason
    assert interrupted > 20


@pytest.mark.parametrize("rules", ["as it is", "busy", "misjudged", "specialists", "everything"])
def test_ordinary_work_starts_in_office_hours_only(rules: str) -> None:
    at_night = 0
    for told, room in replayed(rules):
        if told.kind in STARTS and not room.office_is_open():
            assert room.is_urgent(told.report, told.step)
            at_night += 1
    assert at_night > 10


def test_the_reserve_is_kept() -> None:
    """Ordinary work is started only when as many others stay free as the reserve asks; urgent work may use them."""
    used = 0
    for told, room in replayed("reserve"):
        if told.kind in STARTS:
            others = set(room.members_present(told.team)) - room.working_on.keys() - {told.member}
            reserve = room.parameters.reserve[told.team]
            if room.is_urgent(told.report, told.step):
                used += len(others) < reserve
            else:
                free = f"day {room.now / SECONDS_PER_DAY:.2f}: ordinary work starts and leaves {len(others)} free"
                assert len(others) >= reserve, f"{free}, with a reserve of {reserve}"
    assert used > 0


@pytest.mark.parametrize("rules", ["caseload", "caseload and investigator stays", "everything"])
def test_the_caseload_limit_is_never_exceeded(rules: str) -> None:
    """An investigator opens an ordinary case only below the limit; acute cases come on top."""
    investigator: dict[int, int] = {}
    left: set[int] = set()
    at_limit = 0
    for told, room in replayed(rules):
        limit = room.parameters.caseload_limit
        if told.kind in STARTS and room.parameters.owns_case[room.skill(told.report, told.step)]:
            if investigator.get(told.report) is None or investigator[told.report] in left:
                if told.step >= 0 and not room.is_urgent(told.report, told.step):
                    assert Counter(investigator.values())[told.member] < limit
                investigator[told.report] = told.member
                at_limit += Counter(investigator.values())[told.member] >= limit
        elif told.kind == Event.ENDED:
            investigator.pop(told.report, None)
        elif told.kind == Event.LEFT:
            left.add(told.member)
    assert at_limit > 10


@pytest.mark.parametrize("rules", ["investigator stays", "caseload and investigator stays"])
def test_a_case_stays_with_its_investigator(rules: str) -> None:
    """Another member takes a later step only if the investigator was away when it came to wait, or went since."""
    investigator: dict[int, int] = {}
    was_away: dict[int, bool] = {}
    starts: Counter[bool] = Counter()
    for told, room in replayed(rules):
        owner = investigator.get(told.report)
        if told.kind == Event.QUEUED and owner is not None:
            was_away[told.report] = owner not in room.present or room.last_away.get(owner) == room.row - 1
        elif told.kind in STARTS and told.step != IN_TRIAGE:
            if owner is not None and not room.is_urgent(told.report, told.step):
                went = room.last_away.get(owner, -1) > room.waiting[told.report].since
                assert told.member == owner or went or was_away[told.report]
                starts[told.member == owner] += 1
            if room.parameters.owns_case[room.skill(told.report, told.step)]:
                investigator.setdefault(told.report, told.member)
    assert starts[True] > 100
    assert starts[False] > 0


@pytest.mark.parametrize("rules", ["treatments", "steering, stock, misjudged", "everything"])
def test_cases_are_treated_by_the_shares_under_the_pressure_of_now(rules: str) -> None:
    """Recounted: a case goes to the heaviest treatment whose shares, added up from the heaviest on, exceed its draw."""
    pressure, ways = 0.0, Counter[int]()
    ended: Counter[int] = Counter()
    for told, room in replayed(rules):
        reports = room.world.reports
        if told.kind == Event.STEERED:
            pressure = told.work_seconds / 1_000_000
        elif told.kind == Event.WEIGHED and told.report not in room.treatment:
            calm, pressed = (
                upto[room.case_class[told.report]] / 1_000_000 for upto in room.parameters.classes.share_upto
            )
            upto = calm + (pressed - calm) * pressure
            draw = reports.treatment_draw[told.report] / 1_000_000
            if room.arrived[told.report] < 0:
                draw *= upto[-1]
            if np.abs(upto - draw).min() > 2e-6:  # shares are whole millionths
                assert told.detail == (upto <= draw).sum()
            ways[told.detail] += 1
        elif told.kind == Event.ENDED and told.detail in (End.DECLINED, End.CLOSED_BY_CHOICE):
            assert room.treatment[told.report] == Treatment.NOTHING
            by_choice = reports.treatment_draw[told.report] >= 1_000_000 * (1 - TREATED["nothing"])
            assert (told.detail == End.CLOSED_BY_CHOICE) == by_choice
            ended[told.detail] += 1
        elif told.kind == Event.TAKEN_UP:
            assert room.treatment.get(told.report, Treatment.FULL) != Treatment.NOTHING
    assert min(ways[way] for way in Treatment) > 20
    assert ended[End.CLOSED_BY_CHOICE] > 10
    assert (ended[End.DECLINED] > 10) == (rules != "treatments")


@pytest.mark.parametrize("rules", ["treatments", "steering, stock, misjudged"])
def test_a_lighter_treatment_becomes_full_when_the_case_is_severe_and_only_then(rules: str) -> None:
    became = 0
    for told, room in replayed(rules):
        if told.kind == Event.WEIGHED and told.report in room.treatment:
            assert room.treatment[told.report] in (Treatment.SHORT, Treatment.LETTER_OR_VISIT)
            assert told.detail == Treatment.FULL
            assert room.parameters.classes.severe[room.case_class[told.report]]
            became += 1
        elif told.kind in STARTS and told.report in room.treatment:
            reports, way = room.world.reports, room.treatment[told.report]
            bounds = [0, *(int(c[told.report]) for c in (reports.short_from, reports.full_from, reports.n_steps))]
            first, end = {Treatment.LETTER_OR_VISIT: bounds[:2], Treatment.SHORT: bounds[1:3]}.get(way, bounds[2:])
            assert first <= told.step < end
    assert became > 5


@pytest.mark.parametrize("rules", ["treatments", "steering, stock, misjudged", "everything"])
def test_who_returns_does_so_after_the_treatment_and_the_time_that_were_drawn(rules: str) -> None:
    due: dict[int, int] = {}
    upgraded: set[int] = set()
    came = 0
    for told, room in replayed(rules):
        reports = room.world.reports
        if told.kind == Event.RECLASSIFIED and told.detail == reports.upgrade_class[told.report]:
            upgraded.add(told.report)
        elif told.kind == Event.ENDED and reports.return_row[told.report] >= 0:
            undone = told.detail in UNDONE
            way = Treatment.NOTHING if undone else room.treatment.get(told.report, Treatment.FULL)
            back = reports.returns_after[told.report] >> way & 1
            moment = room.now + int(reports.return_delay_seconds[told.report])
            if back and (undone or told.report not in upgraded) and moment < room.parameters.horizon_seconds:
                due[int(reports.return_row[told.report])] = moment
        elif told.kind == Event.ARRIVED and reports.stream[told.report] == room.parameters.returns_stream:
            assert due.pop(told.report) == room.now
            came += 1
    assert not due
    assert came > 10


def not_taken_up(room: Room, told: Told) -> dict[int, list[int]]:
    """Reports of the portfolio that wait to be taken up beside the step that is taken, by class."""
    begun = room.waiting[told.report]
    found: dict[int, list[int]] = defaultdict(list)
    for other in room.waiting.values():
        case_class = room.case_class[other.report]
        is_new = other.step != IN_TRIAGE and other.report not in room.taken_up
        is_alike = (other.queue, other.skill) == (begun.queue, begun.skill) and other.report != told.report
        if is_new and is_alike and not room.parameters.classes.severe[case_class]:
            found[case_class].append(other.report)
    return found


CHOSEN_FROM = ["agreements", "agreements, treatments, limit in hand", "shares", "shares, treatments, pool"]


@pytest.mark.parametrize("rules", CHOSEN_FROM)
def test_the_freshest_of_a_class_is_taken_up(rules: str) -> None:
    taken_up = 0
    for told, room in replayed(rules):
        if told.kind == Event.TAKEN_UP and not room.parameters.classes.severe[told.detail]:
            fresher = [
                other
                for other in not_taken_up(room, told)[told.detail]
                if room.arrived[other] > room.arrived[told.report]
            ]
            assert not fresher
            taken_up += 1
    assert taken_up > 100


@pytest.mark.parametrize("rules", ["agreements", "agreements, treatments, limit in hand"])
def test_what_a_unit_owes_is_taken_up_before_the_rest_and_in_time(rules: str) -> None:
    """Recounted week by week, rounded up; within the year all that was agreed is reached."""
    taken_up: Counter[tuple[int, int]] = Counter()
    owed_first = 0
    for told, room in replayed(rules):
        if told.kind != Event.TAKEN_UP or room.parameters.classes.severe[told.detail]:
            continue
        owed, unit = room.parameters.agreements.owed[0], int(room.world.reports.unit[told.report])
        week = room.now // (7 * SECONDS_PER_DAY) + 1
        due = -(-owed * min(7 * week, 365) // 365)
        if taken_up[unit, told.detail] >= due[unit, told.detail]:
            for other in not_taken_up(room, told):
                assert taken_up[unit, other] >= due[unit, other], f"class {other} is owed on day {room.now // 86_400}"
                owed_first += 1
        taken_up[unit, told.detail] += 1
    assert owed_first > 20
    for (unit, case_class), cases in np.ndenumerate(owed):
        assert taken_up[unit, case_class] >= cases


def test_classes_take_turns_by_their_parts_of_the_hours() -> None:
    """Recounted: of two classes that wait, the one that had less work, by its part, is taken up.

    A class that did not wait is as far as the one that was taken up: it gets no credit.
    """
    done: Counter[tuple[int, int]] = Counter()
    both = 0
    for told, room in replayed("shares"):
        if told.kind != Event.TAKEN_UP or room.parameters.classes.severe[told.detail]:
            continue
        reports, unit = room.world.reports, int(room.world.reports.unit[told.report])
        first = int(reports.first_step[told.report])
        work = int(room.world.steps.work_seconds[first : first + int(reports.n_steps[told.report])].sum())
        (other,) = {SERIOUS, LIGHT} - {told.detail}
        if not_taken_up(room, told)[other]:
            assert done[unit, told.detail] <= done[unit, other] + 1  # turns are rounded down
            both += 1
        else:
            done[unit, other] = max(done[unit, other], done[unit, told.detail])
        done[unit, told.detail] += work * 1_000_000 / room.parameters.classes.part_per_million[told.detail]
    assert both > 50


def test_who_judges_is_lent_only_while_no_report_waits_at_home() -> None:
    lent = 0
    for rules in ("national unit helps", "units judge"):
        for told, room in replayed(rules):
            if (
                told.kind in STARTS
                and room.is_lent(told.member, told.report, told.step)
                and room.is_able(told.member, 0)
            ):
                queue = room.parameters.queue_of_team[told.team]
                at_home = [w for w in room.waiting.values() if w.skill == 0 and w.queue == queue]
                assert not [w for w in at_home if w.report != told.report]
                lent += 1
    assert lent > 20


def test_units_judge_the_reports_of_the_country() -> None:
    judged: Counter[int] = Counter(
        told.team for told, _ in replayed("units judge") if told.kind in STARTS and told.step == IN_TRIAGE
    )
    assert min(judged.values()) > 20
    assert len(judged) == 2


@pytest.mark.parametrize("rules", ["stock", "steering, stock, misjudged", "everything"])
def test_what_expires_was_never_worked_on(rules: str) -> None:
    expired = 0
    for told, room in replayed(rules):
        if told.kind == Event.TAKEN_UP:
            assert room.now <= room.expires(told.report)
        elif told.kind == Event.ENDED and told.detail == End.EXPIRED:
            assert told.report not in room.taken_up
            assert room.now >= room.expires(told.report)
            expired += 1
    assert expired > 10


@pytest.mark.parametrize(
    "rules",
    ["pool", "pool lends by urgency", "pool lends when idle", "neighbours", "national unit helps", "everything"],
)
def test_no_team_lends_more_than_its_share(rules: str) -> None:
    lent: dict[int, set[int]] = defaultdict(set)
    times = 0
    for told, room in replayed(rules):
        if told.kind in STARTS and room.is_lent(told.member, told.report, told.step):
            borrower = room.home_team(told.report, room.skill(told.report, told.step))
            lendings = room.parameters.lendings
            share = lendings.max_share[(lendings.lender == told.team) & (lendings.borrower == borrower)]
            assert len(lent[told.team]) < share * len(room.members_present(told.team))
            lent[told.team].add(told.member)
            times += 1
        elif told.kind in (Event.FINISHED, Event.INTERRUPTED):
            lent[told.team].discard(told.member)
    assert times > 10


@pytest.mark.parametrize("rules", ["delays", "upgrades, delays, stock", "everything"])
def test_a_step_waits_for_the_outside_delay_before_it(rules: str) -> None:
    """It joins its queue when its delay is over, counted from the end of what went before: not earlier, not later."""
    ready: dict[int, int] = {}
    delayed = 0
    for told, room in replayed(rules):
        if told.kind in (Event.ARRIVED, Event.TRIAGED) or (told.kind == Event.FINISHED and told.step >= 0):
            ready[told.report] = room.now
        elif told.kind == Event.QUEUED and told.step >= 0 and told.report in ready:
            delay = room.world.steps.delay_seconds[room.world.reports.first_step[told.report] + told.step]
            assert room.now == ready.pop(told.report) + delay
            delayed += delay > 0
    assert delayed > 100


@pytest.mark.parametrize("rules", ["misjudged", "steering, stock, misjudged"])
def test_a_misjudged_report_is_found_when_it_should_be(rules: str) -> None:
    """It gets its true class at the moment drawn for it, unless work on it tells before, or it has ended."""
    settings = small_world(rules, {"triage.found_after_days": 1})  # later, work tells before in nearly all
    world, parameters = draw_world(settings, 0), compile_parameters(settings)
    log = simulate(world, parameters)

    def first(kind: Event) -> np.ndarray:
        moment = np.full(len(world.reports.key), NEVER_SECONDS)
        events = log.select(kind)
        np.minimum.at(moment, events["report"], events["time_seconds"])
        return moment

    due = np.maximum(world.reports.found_seconds, first(Event.TRIAGED))
    is_due = (due < parameters.horizon_seconds) & (first(Event.ENDED) > due)
    found, due = first(Event.RECLASSIFIED)[is_due], due[is_due]
    assert (found <= due).all()
    assert min((found == due).sum(), (found < due).sum()) > 5


@pytest.mark.parametrize(
    ("rules", "mode"),
    [("pool", "before_own_work"), ("pool lends by urgency", "by_urgency"), ("pool lends when idle", "when_idle")],
)
def test_a_pool_puts_its_own_work_where_it_says(rules: str, mode: str) -> None:
    """Before its own work, when the more urgent, or when idle: at each start, as long as the pool may lend."""
    lent: set[int] = set()
    starts: Counter[bool] = Counter()
    for told, room in replayed(rules):
        if told.kind in STOPS:
            lent.discard(told.member)
        if told.kind not in STARTS or told.team < len(room.parameters.names.units):
            continue
        is_lent = room.is_lent(told.member, told.report, told.step)
        place, queue = room.place(told.report, told.step), room.parameters.queue_of_team[told.team]
        others = [w for w in room.waiting.values() if w.report != told.report and room.may_start_now(w)]
        own = [room.place(w.report, w.step) for w in others if w.queue == queue]
        asked = [
            room.place(w.report, w.step) for w in others if w.queue != queue and room.is_able(told.member, w.skill)
        ]
        may_lend = len(lent) < LAB["max_share"] * len(room.members_present(told.team))
        if is_lent:
            assert mode == "before_own_work" or not own or (mode == "by_urgency" and place < min(own))
            lent.add(told.member)
        elif may_lend and asked:
            assert mode == "when_idle" or (mode == "by_urgency" and place < min(asked))
        starts[is_lent] += 1
    assert min(starts[True], starts[False]) > 10


def test_nobody_works_elsewhere_without_a_rule_for_it() -> None:
    for rules in ("busy", "pool does not lend", "absence and turnover, busy"):
        for told, room in replayed(rules):
            assert told.kind not in STARTS or not room.is_lent(told.member, told.report, told.step)


def test_in_one_queue_units_work_for_each_other() -> None:
    elsewhere = sum(
        told.kind in STARTS and told.step >= 0 and told.team != room.world.reports.unit[told.report]
        for told, room in replayed("one queue")
    )
    assert elsewhere > 100


def test_a_limit_in_hand_holds_for_the_portfolio() -> None:
    in_hand: Counter[int] = Counter()
    full = 0
    for told, room in replayed("limit in hand"):
        if told.kind == Event.TAKEN_UP:
            unit = int(room.world.reports.unit[told.report])
            limit = room.parameters.in_hand_limit_per_investigator * max(len(room.members_present(unit)), 1)
            full += in_hand[unit] >= limit
            if not room.parameters.classes.severe[told.detail]:
                assert in_hand[unit] < limit
            in_hand[unit] += 1
        elif told.kind == Event.ENDED and told.report in room.taken_up:
            in_hand[int(room.world.reports.unit[told.report])] -= 1
    assert full > 10


@pytest.mark.parametrize("lends", ["before_own_work", "by_urgency", "when_idle"])
def test_what_a_pool_lends_its_own_work_waits_for(lends: str) -> None:
    own_wait = []
    for pools_lend in (False, True):
        settings = small_world(
            "busy",
            {"collaboration.pools": {"lab": {**LAB, "lends": lends, "max_share": 0.25}},
             "collaboration.own_work_priority": 4, "collaboration.pools_lend": pools_lend},
        )  # fmt: skip
        world, parameters = draw_world(settings, 0), compile_parameters(settings)
        started = simulate(world, parameters).select(Event.STARTED)
        own = started[started["detail"] == parameters.names.own_work_class]
        own_wait.append((own["time_seconds"] - world.reports.arrived_seconds[own["report"]]).mean())
    assert own_wait[1] > 1.1 * own_wait[0] if lends != "when_idle" else own_wait[1] > own_wait[0]


def test_help_shortens_the_wait_of_the_busier_unit() -> None:
    shares = {"demand.unit_share": {"capital": 0.35, "coast": 0.65}}
    wait = []
    for helped in ({}, {"collaboration.neighbours": HELP}):
        settings = small_world("as it is", {**shares, **helped})
        world = draw_world(settings, 0)
        taken_up = simulate(world, compile_parameters(settings)).select(Event.TAKEN_UP)
        coast = taken_up[world.reports.unit[taken_up["report"]] == 1]
        wait.append((coast["time_seconds"] - world.reports.arrived_seconds[coast["report"]]).mean())
    assert wait[1] < 0.85 * wait[0]


@pytest.mark.parametrize("servers", [1, 3])
def test_with_one_server_more_nobody_starts_later(servers: int) -> None:
    """First come first served, one step: exact for every customer (Kiefer and Wolfowitz order the loads)."""
    customers = (Customers(0.6 * servers), Customers(0.5 * servers, 0.8))
    starts = []
    for n in (servers, servers + 1):
        settings = textbook(*customers, servers=n, hours=2400, order="first_come")
        world = draw_world(settings, 0)
        log = simulate(world, compile_parameters(settings))
        start = np.full(len(world.reports.key), NEVER_SECONDS)
        start[log.select(Event.STARTED)["report"]] = log.select(Event.STARTED)["time_seconds"]
        starts.append(start)
    assert (starts[1] <= starts[0]).all()
    assert (starts[1] < starts[0]).sum() > 100


def test_all_worlds_are_looked_at() -> None:
    assert set(NOTHING_HOLDS_BACK) <= set(RULES)
