"""Origin of a run, as pages state it: its title, whose question it answers, the changes, and those without effect."""

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tbkk_sim.report.kit import page_phrases as page_words
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run import asked_phrases as words
from tbkk_sim.runs.changes import Changes, Idle, Reason, day_of
from tbkk_sim.settings import Settings
from tbkk_sim.settings.asked import in_brief, shown

if TYPE_CHECKING:
    import pandas as pd

BASELINE = "baseline"
MOST_IN_TITLE = 3
"""Changes that a title names."""
LONGEST = 60
"""Characters of a change in a title."""
YEARS = ("seed", "reference_year", "price_year")
"""Names of settings that are whole numbers, but no amounts."""


def changed(settings: Settings) -> list[str]:
    """Overrides that change the model on top of the scenarios, as typed."""
    return [] if settings.asked is None else [shown(override) for override in settings.asked.changed]


def scenario(settings: Settings) -> str:
    """The scenarios that the run is built on."""
    names = () if settings.asked is None else settings.asked.scenarios
    return "+".join(names) or (settings.name if settings.asked is None or not settings.asked.has("name") else BASELINE)


def title(say: Say, settings: Settings, most: int = MOST_IN_TITLE) -> str:
    """The name of the scenario, and the changes on top of it."""
    of_run = changed(settings)
    if not of_run:
        return settings.name
    return say(words.TITLE, name=settings.name, changes=listed(say, [_short(say, of) for of in of_run], most))


def listed(say: Say, items: Sequence[str], most: int) -> str:
    """Items with commas; a long list is cut, with a note of it."""
    if len(items) <= most:
        return ", ".join(items)
    return say(words.AND_MORE, first=", ".join(items[:most]), n=say.number(len(items) - most))


def question(say: Say, settings: Settings, default: str) -> str:
    """The question of the scenarios, or the one that was typed."""
    asked = settings.asked
    together = asked is not None and len(asked.scenarios) > 1 and not asked.has("question")
    if asked is not None and together:
        return say(words.TOGETHER, scenarios=say.listed(list(asked.scenarios)))
    return say(settings.question or default)


def is_the_scenarios(settings: Settings) -> bool:
    """True if the question is that of a scenario that this run has changed."""
    return settings.asked is not None and bool(changed(settings)) and not settings.asked.has("question")


def whose_question(say: Say, settings: Settings, default: str) -> list[str]:
    """A note that the question is that of the unchanged scenario; nothing if it is of the run itself."""
    if not is_the_scenarios(settings):
        return []
    number = len(changed(settings))
    return [
        say(words.QUESTION_OF_SCENARIO, name=scenario(settings), question=question(say, settings, default)),
        say(words.CHANGED_ONE) if number == 1 else say(words.CHANGED_IN_RUN, n=say.number(number)),
    ]


def changes_table(say: Say, settings: Settings, changes: Changes) -> "pd.DataFrame":
    """One row per setting that was changed: its value in the scenario and in this run."""
    import pandas as pd

    rows = [
        (of.setting, value(say, of.setting, of.was, words.NOT_THERE), value(say, of.setting, of.now, words.TAKEN_AWAY))
        for of in changes.changes
    ]
    headings = (say(page_words.SETTING), say(words.IN_SCENARIO, name=scenario(settings)), say(words.IN_RUN))
    return pd.DataFrame(rows, columns=list(headings), dtype="str")


def changed_in_all(say: Say, runs: Sequence[Settings]) -> list[str]:
    """A sentence on the changes of all runs on top of their scenarios; nothing if there are none."""
    first, *others = map(changed, runs)
    in_all = [of for of in first if all(of in other for other in others)]
    return [say(words.ALL_RUNS, changes=", ".join(in_all))] if in_all else []


def without_effect(say: Say, changes: Changes) -> list[str]:
    """A sentence for each setting that was set and has no effect in this run."""
    return [_said(say, idle) for idle in changes.idle]


def without_effect_in(say: Say, runs: Mapping[str, Changes]) -> list[str]:
    """The same for several runs, by their names; sentences shared by several are written once."""
    found: dict[str, list[str]] = {}
    for run, changes in runs.items():
        for sentence in without_effect(say, changes):
            found.setdefault(sentence, []).append(run)
    return [say(words.OF_RUN, run=say.listed(names), said=sentence) for sentence, names in found.items()]


def value(say: Say, key: str, of: Any, nothing: str) -> str:
    """A value of a setting; `nothing` is the text for none."""
    if of is None:
        return say(nothing)
    if isinstance(of, Mapping):
        return ", ".join(f"{name}: {_plain(inner)}" for name, inner in of.items() if inner is not None)
    if isinstance(of, list):
        return ", ".join(map(_plain, of))
    if isinstance(of, int | float) and not isinstance(of, bool):
        return number(say, key, of)
    return _day(say, of) if isinstance(of, str) else _plain(of)


def _day(say: Say, text: str) -> str:
    """A date as one reads it; any other text as it is."""
    try:
        return say.date(dt.date.fromisoformat(text))
    except ValueError:
        return text


def number(say: Say, key: str, of: float) -> str:
    """A number of the settings; a seed and a year are names, not counts."""
    return f"{of:.0f}" if key.rpartition(".")[2] in YEARS else say.exact(of)


def _said(say: Say, idle: Idle) -> str:
    if idle.scenario and not idle.settings:
        what = say(words.WHOLE_SCENARIO, name=idle.scenario)
    else:
        what = listed(say, _with_one_parent(idle.settings) if idle.scenario else list(map(shown, idle.settings)), 4)
        if idle.scenario:
            phrase = words.OF_CHOICE if "=" in idle.scenario else words.OF_SCENARIO
            what = say(phrase, settings=what, name=idle.scenario)
    values: dict[str, str] = {}
    match idle.reason:
        case Reason.LATE | Reason.EARLY:
            values["day"] = say.date(day_of(idle.values["day"]))
        case Reason.YEARS_GIVEN:
            values["year"] = str(int(idle.values["year"]) + 1)
        case Reason.NOTHING:
            values["n"] = say.number(int(idle.values["futures"]))
    return say(words.WHY[idle.reason], what=what, **values)


def _with_one_parent(keys: Sequence[str]) -> list[str]:
    """Keys of one table, which is named once."""
    parent = keys[0].rpartition(".")[0]
    if any(key.rpartition(".")[0] != parent for key in keys):
        return list(keys)
    return [keys[0], *(key.removeprefix(f"{parent}.") for key in keys[1:])]


def _short(say: Say, text: str) -> str:
    """A change as a title has room for it."""
    key, sign, value = text.partition("=")
    if not value.strip("'\""):
        return f"{key}: {say(words.EMPTY)}" if sign else key
    text = in_brief(text, LONGEST)
    if len(text) <= LONGEST:
        return text
    whole_words = re.match(rf".{{{LONGEST // 2},{LONGEST - 1}}}(?<=[\W_])", text)
    return f"{whole_words[0] if whole_words else text[: LONGEST - 1]}\N{HORIZONTAL ELLIPSIS}"


def _plain(of: Any) -> str:
    return of if isinstance(of, str) else json.dumps(of, ensure_ascii=False)
