"""Accounts of all weeks and units for the replay page, packed small."""

import base64
import gzip
import json
from typing import Any

from tbkk_sim.replay.weeks import WeeklyState
from tbkk_sim.week.facts.reader import WeekReader
from tbkk_sim.week.telling.words import WeekInWords, say_week


def packed_accounts(reader: WeekReader, weeks: WeeklyState, language: str) -> dict[str, Any]:
    """Pack the accounts of all weeks: sentences in a language, compressed by unit.

    Args:
        reader: The replication.
        weeks: The moments of the page.
        language: `en` or `nl`.

    Returns:
        `week`: position of the calendar week of each moment, the one of its last day; `units`: the accounts of each
        unit, in order of the weeks, as JSON that is compressed (gzip) and written in base64.
    """
    names = reader.ledger.parameters.names.units
    return {
        "week": [reader.weeks.holding(max(int(day) - 1, 0)) for day in weeks.days],
        "units": [_packed(reader, unit, language) for unit in names],
    }


def _packed(reader: WeekReader, unit: str, language: str) -> str:
    accounts = (reader.account(unit, number) for number in range(len(reader.weeks)))
    said = [_content(say_week(reader.settings, account, language)) for account in accounts]
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()


def _content(week: WeekInWords) -> list[Any]:
    """An account as lists of texts: title, days, sections, and the severe cases with their title and notes."""
    stories = [[story.title, story.before, story.lines, story.after] for story in week.stories]
    return [week.title, week.span, week.sections, [week.stories_title, week.stories_notes], stories]
