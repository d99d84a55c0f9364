"""A replay of one replication: a page of its own through whose weeks one can move, without anything from outside."""

import html
import json
import math
from pathlib import Path
from string import Template
from typing import Any

from tbkk_sim.replay import phrases
from tbkk_sim.replay.accounts import packed_accounts
from tbkk_sim.replay.weeks import NOW, TREATED, WeeklyState
from tbkk_sim.report.kit.phrases import UNIT
from tbkk_sim.report.run.figures.tiles import places_of
from tbkk_sim.report.run.view import RunView
from tbkk_sim.settings import Settings
from tbkk_sim.week.facts.reader import WeekReader

TEMPLATE = Path(__file__).parent / "replay.html"


def replay_page(
    settings: Settings,
    weeks: WeeklyState,
    language: str,
    replication: int = 0,
    *,
    framed: bool = False,
    reader: WeekReader | None = None,
) -> str:
    """Make the page.

    Args:
        settings: Settings of the run.
        weeks: The weeks of one replication.
        language: `en` or `nl`.
        replication: Its number.
        framed: Leave the heading to the page around it.
        reader: The same replication, for an account of each week at each unit; None: the page has none.
    """
    view = reader_of(settings, language)
    say = view.say
    texts = {
        "title": say(phrases.REPLAY_TITLE, name=view.title),
        "note": say(phrases.REPLAY_NOTE, number=replication),
        "play": say(phrases.PLAY),
        "week": say(phrases.WEEK),
        "all_units": say(phrases.ALL_UNITS),
        "waiting": say(phrases.WAITING),
        "there": say(phrases.LEGEND_THERE),
        "away": say(phrases.LEGEND_AWAY),
        "vacant": say(phrases.LEGEND_VACANT),
        "line": say(phrases.LEGEND_LINE),
        "line_to_judge": say(phrases.LEGEND_TO_JUDGE),
        "to_judge": say(phrases.TO_JUDGE),
        "needs_script": say(phrases.NEEDS_SCRIPT),
        "account": say(phrases.ACCOUNT),
        "account_note": say(phrases.ACCOUNT_NOTE),
        "unit": say(UNIT),
        "too_old": say(phrases.TOO_OLD),
    }
    escaped = {name: html.escape(text) for name, text in texts.items()}
    content = _content(view, weeks)
    if reader is not None:
        content["accounts"] = packed_accounts(reader, weeks, language)
    # "<" would end the script; as an escape of JSON it means the same.
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    template = Template(TEMPLATE.read_text(encoding="utf-8"))
    return template.substitute(escaped, language=language, frame="framed" if framed else "alone", data=data)


def reader_of(settings: Settings, language: str) -> RunView:
    """The settings as a reader asks about them, in a language; without key figures."""
    import pandas as pd

    columns = ("replication", "period", "team", "priority_class", "key_figure", "value")
    return RunView(settings.model_copy(update={"language": language}), pd.DataFrame(columns=list(columns)))


def _content(view: RunView, weeks: WeeklyState) -> dict[str, Any]:
    say, places = view.say, places_of(view)
    units = [
        {
            "label": view.label(name),
            "column": places[name][0],
            "row": places[name][1],
            "backlog": weeks.backlog[:, k].tolist(),
            "to_judge": weeks.to_triage[:, k].tolist(),
            "in_hand": weeks.in_hand[:, k].tolist(),
            "present": [round(float(x), 1) for x in weeks.present[:, k]],
            "people": weeks.people[:, k].tolist(),
            "posts": weeks.posts[:, k].tolist(),
        }
        for k, name in enumerate(view.units)
    ]
    dates = weeks.dates(view.start)
    return {
        "units": units,
        "dates": [say(phrases.WEEK_OF, date=say.date(day)) for day in dates],
        "years": [
            {"at": at, "label": str(day.year)} for at, day in enumerate(dates) if at and day.year != dates[at - 1].year
        ],
        "so_far": {name: counts.tolist() for name, counts in weeks.so_far.items()},
        "pressure": [round(100 * float(x)) for x in weeks.pressure],
        "steps": max(1, math.ceil(len(dates) / 260)),
        "locale": view.settings.language,
        "say": {
            "waiting": say(phrases.WAITING),
            "to_judge": say(phrases.TO_JUDGE),
            "in_hand": say(phrases.IN_HAND),
            "there": say(phrases.THERE),
            "there_above": say(phrases.THERE_ABOVE),
            "so_far": say(phrases.SO_FAR),
            "now": say(phrases.NOW) if any(weeks.so_far[name].any() for name in NOW) else "",
            "treated": say(phrases.TREATED) if any(weeks.so_far[name][-1] for name in TREATED) else "",
            "pressure": say(phrases.PRESSURE) if len(weeks.pressure) else "",
            "play": say(phrases.PLAY),
            "pause": say(phrases.PAUSE),
        },
    }
