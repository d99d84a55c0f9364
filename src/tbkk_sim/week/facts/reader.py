"""Accounts of the weeks of one replication, for any unit."""

from functools import cached_property

from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.model.event_records import EventLog
from tbkk_sim.runs.replication import Simulation
from tbkk_sim.settings import Settings
from tbkk_sim.settings.numbers import DAYS_PER_MONTH
from tbkk_sim.week.facts.account import WeekAccount
from tbkk_sim.week.facts.cases import CasesByWeek
from tbkk_sim.week.facts.interruptions import Interruptions
from tbkk_sim.week.facts.people import PeopleByDay
from tbkk_sim.week.facts.records import WeeklyRecords
from tbkk_sim.week.facts.reports import ReportsByWeek
from tbkk_sim.week.facts.stories import Stories
from tbkk_sim.week.facts.weeks import Weeks
from tbkk_sim.week.facts.work import WorkByWeek


class WeekReader:
    """Reads accounts from the events of one replication; what all weeks share is sorted out once."""

    def __init__(self, settings: Settings, ledger: Ledger) -> None:
        """Begin to read.

        Args:
            settings: Settings of the run.
            ledger: The replication.
        """
        self.settings, self.ledger = settings, ledger
        months = max((step.until_months for step in settings.staffing.training.ramp), default=0.0)
        self.records = WeeklyRecords(ledger, months * DAYS_PER_MONTH + 1)

    @property
    def weeks(self) -> Weeks:
        """The weeks of the run."""
        return self.records.weeks

    @cached_property
    def people(self) -> PeopleByDay:
        """The people, day by day."""
        return PeopleByDay(self.records)

    @cached_property
    def cases(self) -> CasesByWeek:
        """The cases."""
        return CasesByWeek(self.records, self.people)

    @cached_property
    def reports(self) -> ReportsByWeek:
        """The reports."""
        return ReportsByWeek(self.records)

    @cached_property
    def work(self) -> WorkByWeek:
        """The work of members."""
        return WorkByWeek(self.records, self.people)

    @cached_property
    def interruptions(self) -> Interruptions:
        """Steps that were put down."""
        return Interruptions(self.records)

    @cached_property
    def stories(self) -> Stories:
        """Severe cases."""
        return Stories(self.records, self.cases, self.interruptions)

    def account(self, unit: str, week: int) -> WeekAccount:
        """Read the account of one week.

        Args:
            unit: Name of the unit.
            week: Position of the week in the run, from 0.
        """
        number, of = self.ledger.parameters.names.team(unit), self.weeks[week]
        without_room = self.cases.days_without_room(number, of)
        told = self.stories.of_week(number, of)
        judges = number == self.ledger.parameters.triage_team and self.settings.triage.enabled
        return WeekAccount(
            unit=unit,
            week=of,
            replication=self.ledger.world.replication,
            people=self.people.of_week(number, of),
            reports=self.reports.of_week(number, of),
            desk=self.reports.desk_of_week(of) if judges else None,
            cases=self.cases.of_week(number, of, without_room),
            put_down=self.interruptions.of_week(number, of),
            shared=self.work.shared(number, of),
            hours=self.work.hours(number, of),
            days_without_room=without_room,
            stories=told,
            severe_without_story=self.stories.without_story(number, of, told),
        )


def read_weeks(settings: Settings, log: EventLog, replication: int = 0) -> WeekReader:
    """Begin to read a stored event log; the world it happened in is drawn again from the settings.

    Raises:
        OtherWorldError: what is drawn now is not the world that the log tells of.
    """
    simulation = Simulation(settings)
    world = simulation.draw_for(log, replication)
    return WeekReader(settings, Ledger(world, simulation.parameters, log))
