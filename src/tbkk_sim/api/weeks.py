"""A week at a unit: its account as tables and in words."""

import datetime as dt
from html import escape
from typing import TYPE_CHECKING

from tbkk_sim.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

    from tbkk_sim.week.facts.account import WeekAccount
    from tbkk_sim.week.telling.words import WeekInWords


class UnitWeek:
    """The account of one week at one unit, read from the events of one replication. Made by `Run.week`."""

    def __init__(self, settings: Settings, account: "WeekAccount") -> None:
        """Wrap an account; internal, use `Run.week`."""
        from tbkk_sim.week.telling.words import say_week

        self._settings, self._account = settings, account
        self._words: WeekInWords = say_week(settings, account)

    @property
    def unit(self) -> str:
        """Name of the unit."""
        return self._account.unit

    @property
    def week(self) -> str:
        """Name of the week: `2022-W14`."""
        return self._account.week.name

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """First and last day, as far as the run has them."""
        return self._account.week.first_day, self._account.week.last_day

    @property
    def sections(self) -> dict[str, list[str]]:
        """Sentences by the title of their section, in the language of the settings; without the severe cases."""
        return {section.title: list(section.sentences) for section in self._words.sections}

    @property
    def people(self) -> "pd.DataFrame":
        """The people of the unit, one row per role.

        Columns: role, posts, filled (posts that somebody holds) and people (of that role), all at the end of the week,
        and at_work (people of that role, mean over the working days).
        """
        import pandas as pd

        return pd.DataFrame(self._account.people.roles, columns=["role", "posts", "filled", "people", "at_work"])

    @property
    def hours(self) -> "pd.DataFrame":
        """Hours that members of the unit worked, one row per class.

        Columns: priority_class (`judging` and `assessing`: work on reports that are no cases yet) and hours.
        """
        import pandas as pd

        return pd.DataFrame(list(self._account.hours.by_class.items()), columns=["priority_class", "hours"])

    @property
    def interrupted(self) -> "pd.DataFrame":
        """Steps of members of the unit that were interrupted, in order.

        Columns: time, report (its number in the replication), priority_class, step, member, role, why (`more_urgent`,
        `joins`, `away`, `left`, `left_alone`, `nobody_beside`, `other_hours` or `unknown`), away_for and for_class
        (empty where there is none),
        and goes_on (the time at which somebody goes on with it; no value: not within the run).
        """
        import pandas as pd

        rows = [
            (
                each.at_seconds,
                each.report,
                each.case_class,
                each.step,
                each.member,
                each.role,
                each.why.value,
                each.away_for,
                each.for_class,
                each.gone_on_seconds if each.gone_on_by >= 0 else None,
            )
            for each in self._account.put_down
        ]
        columns = ["time", "report", "priority_class", "step", "member", "role", "why", "away_for", "for_class"]
        table = pd.DataFrame(rows, columns=[*columns, "goes_on"])
        for column in ("time", "goes_on"):
            table[column] = pd.Timestamp(self._settings.run.start) + pd.to_timedelta(table[column], unit="s")
        return table

    @property
    def severe_cases(self) -> "pd.DataFrame":
        """The severe cases to which something happened, one row per moment.

        Columns: report (its number in the replication), priority_class (at the end of the week), time, and what
        happened, in the language of the settings.
        """
        import pandas as pd

        rows = [
            (story.report, story.case_class, moment.at_seconds, line.what)
            for story, told in zip(self._account.stories, self._words.stories, strict=True)
            for moment, line in zip(story.moments, told.lines, strict=True)
        ]
        table = pd.DataFrame(rows, columns=["report", "priority_class", "time", "what"])
        table["time"] = pd.Timestamp(self._settings.run.start) + pd.to_timedelta(table["time"], unit="s")
        return table

    def __str__(self) -> str:
        from tbkk_sim.week.telling.terminal import WIDEST, lines_of

        return "\n".join(line.text for line in lines_of(self._words, WIDEST))

    def __repr__(self) -> str:
        return f"UnitWeek({self.unit!r}, {self.week!r}, replication {self._account.replication})"

    def _repr_html_(self) -> str:
        words = self._words
        parts = [f"<h3>{escape(words.title)} ({escape(words.span)})</h3>"]
        for title, sentences in self.sections.items():
            items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
            parts.append(f"<h4>{escape(title)}</h4><ul>{items}</ul>")
        return "".join(parts)
