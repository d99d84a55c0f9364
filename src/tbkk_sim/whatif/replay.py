"""A replay of one future: a page of its own through whose weeks one can move, without anything from outside."""

import html
import json
import math
from pathlib import Path
from string import Template
from typing import Any

from tbkk_sim.reporting.figures.tiles import places_of
from tbkk_sim.reporting.run_view import RunView
from tbkk_sim.settings import Settings
from tbkk_sim.whatif import words
from tbkk_sim.whatif.weeks import Weeks

TEMPLATE = Path(__file__).parent / "replay.html"


def replay_page(settings: Settings, weeks: Weeks, language: str, replication: int = 0, *, framed: bool = False) -> str:
    """The page; `framed` leaves the heading to the page around it."""
    view = reader_of(settings, language)
    say = view.say
    texts = {
        "title": say(words.REPLAY_TITLE, name=view.title),
        "note": say(words.REPLAY_NOTE, number=replication + 1),
        "play": say(words.PLAY),
        "week": say(words.WEEK),
        "all_units": say(words.ALL_UNITS),
        "waiting": say(words.WAITING),
        "there": say(words.LEGEND_THERE),
        "away": say(words.LEGEND_AWAY),
        "vacant": say(words.LEGEND_VACANT),
        "line": say(words.LEGEND_LINE),
        "line_to_judge": say(words.LEGEND_TO_JUDGE),
        "to_judge": say(words.TO_JUDGE),
        "needs_script": say(words.NEEDS_SCRIPT),
    }
    escaped = {name: html.escape(text) for name, text in texts.items()}
    content = _content(view, weeks)
    # "<" would end the script; as an escape of JSON it means the same.
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    template = Template(TEMPLATE.read_text(encoding="utf-8"))
    return template.substitute(escaped, language=language, frame="framed" if framed else "alone", data=data)


def reader_of(settings: Settings, language: str) -> RunView:
    """The settings as a reader asks about them, in a language; without key figures."""
    import pandas as pd

    columns = ("replication", "period", "team", "priority_class", "key_figure", "value")
    return RunView(settings.model_copy(update={"language": language}), pd.DataFrame(columns=list(columns)))


def _content(view: RunView, weeks: Weeks) -> dict[str, Any]:
    say, places = view.say, places_of(view)
    units = [
        {
            "label": view.label(name),
            "column": places[name][0],
            "row": places[name][1],
            "backlog": weeks.backlog[:, k].tolist(),
            "to_judge": weeks.to_judge[:, k].tolist(),
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
        "dates": [say(words.WEEK_OF, date=say.date(day)) for day in dates],
        "years": [
            {"at": at, "label": str(day.year)} for at, day in enumerate(dates) if at and day.year != dates[at - 1].year
        ],
        "steps": max(1, math.ceil(len(dates) / 260)),
        "locale": view.settings.language,
        "say": {
            "waiting": say(words.WAITING),
            "to_judge": say(words.TO_JUDGE),
            "in_hand": say(words.IN_HAND),
            "there": say(words.THERE),
            "there_above": say(words.THERE_ABOVE),
            "play": say(words.PLAY),
            "pause": say(words.PAUSE),
        },
    }
