"""Work in hand: a step waits, work on it begins, somebody works along, it is interrupted or finished.

The third of the four parts of the desk, built on `openings`. Who gets which step is decided in `desk`.
"""

from tbkk_sim.engine.reference.clock import Clock
from tbkk_sim.engine.reference.event_log import EventWriter
from tbkk_sim.engine.reference.openings import Openings
from tbkk_sim.engine.reference.team import NOWHERE, Case, Member, Team
from tbkk_sim.model import calendar, rules
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.parameters import Parameters


class WorkInHand(Openings):
    """Lets steps wait, and work on those that a member has taken begin and end."""

    def __init__(self, env: Clock, log: EventWriter, parameters: Parameters) -> None:
        super().__init__(env, parameters)
        self.log = log

    def join_queue(self, case: Case) -> None:
        """Let a step wait, in the line of its skill at its home team (or for its investigator)."""
        home = self.home_of(case, case.skill)
        if case.home is not home:
            if case.home is not NOWHERE:
                self.log_case_event(Event.HANDED_OVER, case, home.number, detail=case.home.number)
            case.home = home
        self.log_case_event(Event.QUEUED, case, home.number, detail=case.case_class)
        self.stand_in_line(case)

    # A member works

    def let_work_begin(self, member: Member, case: Case) -> None:
        """Let the work on a step begin."""
        member.since = int(self.env.now)
        seconds = rules.working_time_for(case.work_left, member.pace)
        member.done_at = calendar.moment_after(self.parameters.working, member.since, seconds, case.line.at_any_hour)
        self.call(member)

    def call(self, member: Member) -> None:
        """Call a member who has no work, or holds a step for somebody else.

        A member who has just finished or been interrupted was called before, and sees new work without another call.
        """
        if not member.call.triggered:
            member.call.succeed()

    def finish(self, member: Member, case: Case) -> None:
        """Finish the step in hand; the process of the member then notifies that of the report."""
        self.log_case_event(Event.FINISHED, case, member.team.number, member.number, work_seconds=case.work_left)
        self.detach(member, case, case.work_left)
        case.work_left = 0

    def interrupt(self, member: Member) -> Case:
        """Interrupt the step in hand of a member; it waits again with the work that is left.

        Who works along is then without work: the caller lets them look when the member has been served.
        """
        case = member.case
        assert case is not None
        self.stop_holding(member, case)
        done = self.work_done(member, case)
        self.log_case_event(Event.INTERRUPTED, case, member.team.number, member.number, work_seconds=done)
        is_at_work = member.since is not None
        self.detach(member, case, done)
        if is_at_work:
            member.process.interrupt()
        case.work_left -= done
        self.join_queue(case)
        return case

    def interrupt_work_of(self, member: Member) -> tuple[Case, Member | None]:
        """Interrupt the step on which a member works or works along; return its case, and who is left alone with it."""
        assert member.case is not None
        worker, helper = member.case.member, member.case.helper
        assert worker is not None
        return self.interrupt(worker), helper if worker is member else worker

    def ends_now(self, member: Member) -> bool:
        """True if the work on which a member works or works along ends at this moment."""
        assert member.case is not None
        assert member.case.member is not None
        return member.case.member.done_at == self.env.now

    def work_done(self, member: Member, case: Case) -> int:
        """Seconds of work done on the step in hand since it was started or resumed."""
        if member.since is None:
            return 0
        working, now = self.parameters.working, int(self.env.now)
        worked = calendar.seconds_between(working, member.since, now, case.line.at_any_hour)
        return min(rules.work_done(worked, member.pace), case.work_left)

    def detach(self, member: Member, case: Case, work_seconds: int) -> None:
        """Detach a member, and who works along, from the step in hand."""
        if member.is_lent:
            member.is_lent = False
            self.note_lent_member_back(member.team)
        member.team.on_campaign -= member.is_on_campaign
        member.is_on_campaign = False
        member.since = member.done_at = None
        member.put_away(case)
        helper = case.helper
        if helper is not None:
            self.log_case_event(Event.RELEASED, case, helper.team.number, helper.number, work_seconds=work_seconds)
            helper.stop_working_along(case)

    # A specialist or a colleague works along

    def ask_for_another(self, member: Member, case: Case, team: Team) -> None:
        """Ask for a specialist or a colleague beside the member who holds a step, even if that uses a reserve."""
        in_pairs = self.in_pairs[case.skill]
        for other in team.free:
            if other.is_able[case.skill] or not in_pairs:
                self.assist(other, case)
                return
        self.log_case_event(Event.HELD, case, member.team.number, member.number)
        team.held[case] = None
        if rules.calls_off(in_pairs, self.planned[case.skill], case.line.is_urgent):
            self.offer_all_again()

    def assist(self, other: Member, case: Case) -> None:
        """Let a specialist or a colleague join a held step, and the work on it begin."""
        member = case.member
        assert member is not None
        other.team.free.pop(other, None)
        self.stop_holding(member, case)
        other.work_along(case)
        self.log_case_event(Event.ASSISTED, case, other.team.number, other.number, case.case_class)
        self.let_work_begin(member, case)

    def log_case_event(
        self, kind: Event, case: Case, team: int, member: int = -1, detail: int = -1, work_seconds: int = 0
    ) -> None:
        """Log an event about a case."""
        self.log.append(kind, case.report, case.position, team, member, detail, work_seconds)
