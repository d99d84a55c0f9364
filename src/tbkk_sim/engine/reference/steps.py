"""The steps of cases: which of them a treatment has, and what a step asks for."""

from tbkk_sim.engine.reference.team import Case
from tbkk_sim.model import sequences
from tbkk_sim.model.selection import treatment
from tbkk_sim.sampling.world import World


class CaseSteps:
    """The steps of all cases, as they were drawn."""

    def __init__(self, world: World, members_needed: list[int]) -> None:
        self.members_needed = members_needed
        """Members who work on a step at once, by skill."""
        reports, steps = world.reports, world.steps
        self.short_from = reports.short_from.tolist()
        self.full_from = reports.full_from.tolist()
        self.n_steps = reports.n_steps.tolist()
        self.first_row: list[int] = reports.first_step.tolist()
        """By report: the row of its first step in the lists that follow."""
        self.skill: list[int] = steps.skill.tolist()
        self.work_seconds = steps.work_seconds.tolist()
        self.upgraded_work_seconds = steps.upgraded_work_seconds.tolist()
        self.delay_seconds: list[int] = steps.delay_seconds.tolist()
        self.devices: list[int] = steps.devices.tolist()

    def begin_of(self, case: Case, way: int) -> int:
        """Position of the first step of a treatment."""
        return treatment.first_position(way, self.short_from[case.report], self.full_from[case.report])

    def end_of(self, case: Case, way: int) -> int:
        """Position after the last step of a treatment."""
        report = case.report
        return treatment.end_position(way, self.short_from[report], self.full_from[report], self.n_steps[report])

    def next_with_work(self, case: Case, way: int, position: int) -> int:
        """Position of the next step of a treatment, after another position, in which there is work; or NO_STEP."""
        return sequences.next_step(
            position,
            self.end_of(case, way),
            self.first_row[case.report],
            case.upgraded,
            self.work_seconds,
            self.upgraded_work_seconds,
        )

    def first_with_work(self, case: Case, way: int) -> int:
        """Position of the first step of a treatment in which there is work, or NO_STEP."""
        return self.next_with_work(case, way, self.begin_of(case, way) - 1)

    def work_of_treatment(self, case: Case, way: int) -> int:
        """Seconds of work of all steps of a treatment, of all members who work on them."""
        return sequences.work_of_treatment(
            self.begin_of(case, way),
            self.end_of(case, way),
            self.first_row[case.report],
            case.upgraded,
            self.work_seconds,
            self.upgraded_work_seconds,
            self.skill,
            self.members_needed,
        )

    def skill_of(self, case: Case, position: int) -> int:
        """Skill that a step needs."""
        return self.skill[self.first_row[case.report] + position]

    def delay_of(self, case: Case) -> int:
        """Seconds of waiting for others that were drawn before the step at hand."""
        return self.delay_seconds[self.first_row[case.report] + case.position]

    def devices_of(self, case: Case) -> int:
        """Devices to be examined before the work on the step at hand can begin."""
        return self.devices[self.first_row[case.report] + case.position]

    def begin(self, case: Case, position: int) -> None:
        """Let a case come to a step."""
        row = self.first_row[case.report] + position
        work = sequences.work_of_step(row, case.upgraded, self.work_seconds, self.upgraded_work_seconds)
        case.position = position
        case.begin_step(self.skill[row], work)
