"""The persons on whom reports are: the open case of each, how their last one ended, and reports that join a case."""

from tbkk_sim.engine.reference.clock import Clock
from tbkk_sim.engine.reference.desk import Desk
from tbkk_sim.engine.reference.team import Case
from tbkk_sim.model import triage
from tbkk_sim.model.triage import NO_CASE
from tbkk_sim.sampling.world import Reports


class CasesOfPersons:
    """Knows each person by the row of the first report on them.

    The case of a person is the last report on them that triage passed on, or that needed no triage.
    """

    def __init__(self, env: Clock, desk: Desk, reports: Reports) -> None:
        self.env, self.desk = env, desk
        self.person_of = reports.person.tolist()
        """By report."""
        self.open_case: dict[int, Case] = {}
        self.last_end: dict[int, int] = {}
        """End of the last case of each person of whom one has ended (event_records.End)."""

    def what_report_becomes(self, case: Case) -> int:
        """Return what becomes of a report that triage passes on (triage.JOINS ...)."""
        person = self.person_of[case.report]
        return triage.what_report_becomes(person in self.open_case, self.last_end.get(person, NO_CASE))

    def begin_case(self, case: Case) -> None:
        """Let a report be the case of its person."""
        self.open_case[self.person_of[case.report]] = case

    def end_case(self, case: Case, how: int) -> None:
        """Note how a case ends, if it is that of its person."""
        person = self.person_of[case.report]
        if self.open_case.get(person) is case:
            del self.open_case[person]
            self.last_end[person] = how

    def join(self, report: Case) -> Case | None:
        """Let a report that is joined to the open case of its person change that case, until somebody takes it up.

        The case is as fresh and as urgent as the report, if that is more, and goes to its new place in line. If the
        report raises its class, its norm counts from the arrival of the report, which is the first to say so. What the
        report says of it in assessment, class and score, lasts until the unit has assessed it.

        Returns:
            The case, which may now be offered, or None if nothing changes.
        """
        case = self.open_case.get(self.person_of[report.report])
        if case is None or case.taken_up:
            return None
        priorities = [self.desk.class_priority[of.case_class] for of in (case, report)]
        new_class = triage.more_urgent_class(case.case_class, report.case_class, *priorities)
        with self.desk.out_of_line(case):
            case.fresh = int(self.env.now)
            case.expires = max(case.expires, report.expires)
            case.score = triage.score_with_report(case.score, report.score, *priorities)
            if new_class != case.case_class:
                self.desk.reclassify(case, new_class, report.arrived)
        return case
