"""At the end of a moment nobody who is able, allowed and free is left beside a step that they may take."""

from tests.checker.breaches import Breaches
from tests.checker.choices import Choices
from tests.checker.floor import Floor, Member
from tests.checker.moments import Moment


class Idleness:
    """Looks for members who are free beside work."""

    def __init__(self, floor: Floor, choices: Choices, moment: Moment, breaches: Breaches) -> None:
        self.floor, self.choices, self.moment, self.breaches = floor, choices, moment, breaches

    def check_end(self) -> None:
        """Look at all teams to which, or to whose work, anything happened in this moment."""
        how = self.moment.at_its_end()
        for number in self.floor.touched:
            team = self.floor.teams[number]
            looked: set[tuple[object, ...]] = set()
            for member in team.free:
                if self.choices.campaigns.of(team) is not None:
                    self._check_campaign(member)
                alike = self._alike(member)
                if alike in looked:
                    continue
                looked.add(alike)
                self.breaches.looked_at["free members at the end of a moment"] += 1
                choice = self.choices.first_for(member, how, campaigns=False)
                if choice is not None:
                    self.breaches.add_once(
                        (member, choice.waiting),
                        self._kind(member, choice.lending is not None, choice.waiting.line.urgent),
                        self.floor.now_seconds,
                        self.floor.row,
                        f"{member} is free since second {member.free_since_seconds}; {choice.waiting}",
                    )

    def _check_campaign(self, member: Member) -> None:
        """Whoever has just looked for work has found no case of a campaign that they may take up.

        A campaign makes nobody look. Known to have looked are all when the office opens, and who has finished a step;
        if more has happened at that moment, what they may do may have changed since.
        """
        came_free = member.free_since_seconds == self.floor.now_seconds
        if not (self.moment.is_opening and not self.moment.interrupted) and not (
            came_free and self.moment.only_finished
        ):
            return
        self.breaches.looked_at["free members who have looked for a case of a campaign"] += 1
        choice = self.choices.first_in_campaign(member, self.moment.at_its_end())
        if choice is not None and choice.waiting.since_seconds < self.floor.now_seconds:
            self.breaches.add_once(
                (member, choice.waiting),
                "idle beside a case of a campaign",
                self.floor.now_seconds,
                self.floor.row,
                f"{member} is free since second {member.free_since_seconds}; {choice.waiting}",
            )

    def _alike(self, member: Member) -> tuple[object, ...]:
        """Members of a team who are alike in this may take the same steps."""
        cases = member.open_cases if self.choices.has_limits else 0
        return (member.skills, cases, member.number if member.own_waiting else -1)

    def _kind(self, member: Member, is_lent: bool, urgent: bool) -> str:
        whose = "a step of a team that may be helped" if is_lent else "a step of the own queue"
        return f"idle beside {'urgent work, ' if urgent else ''}{whose}"
