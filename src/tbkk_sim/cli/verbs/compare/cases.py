"""Cases followed in two runs, for `compare --cases` and `compare --case KEY`."""

from pathlib import Path
from typing import TYPE_CHECKING

from tbkk_sim.comparison.report import case
from tbkk_sim.comparison.report.view import Namer
from tbkk_sim.problem import Phrase, Problem, SettingsError
from tbkk_sim.report.kit.charts import to_svg
from tbkk_sim.report.kit.fitted import show_frame
from tbkk_sim.runs.case_story import Pair, simulate_pair
from tbkk_sim.runs.runner import engine_of
from tbkk_sim.system.in_place import replacing, write_whole

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from tbkk_sim.comparison.report.view import ComparisonView

STORY = "case-{key}.csv"


def follow(
    view: "ComparisonView", replication: int, most: int, key: int | None, folder: Path, console: "Console"
) -> "pd.DataFrame":
    """Simulate one future of both runs again; show the cases that gained and lost most, and the story of one.

    Returns:
        All cases that both runs have.

    Raises:
        SettingsError: no case has this key in this future.
    """
    a, b = view.comparison.base, view.comparison.others[0]
    pair = simulate_pair(a.settings, b.settings, replication, engine_of(a.settings))
    name, labels = view.name, {"a": a.label, "b": b.label}
    cases = pair.cases()
    if most:
        _show_most(name, cases, labels, replication, most, console)
    if key is not None:
        _show_story(name, pair, key, labels, folder, console)
    return cases


def _show_most(
    name: Namer, cases: "pd.DataFrame", labels: dict[str, str], replication: int, most: int, console: "Console"
) -> None:
    from rich.text import Text

    say, gained = name.say, cases["gained_days"]
    title = say(case.CASES_TITLE, a=labels["a"], b=labels["b"], replication=replication)
    show_frame(console, title, case.cases(name, cases, (labels["a"], labels["b"]), most), left=4)
    numbers = {
        "n": say.number(len(cases)),
        "gained": say.number(int((gained > 0).sum())),
        "lost": say.number(int((gained < 0).sum())),
        "same": say.number(int((gained == 0).sum())),
    }
    console.print(Text(say(case.CASES_FINDING, b=labels["b"], **numbers)))


def _show_story(name: Namer, pair: Pair, key: int, labels: dict[str, str], folder: Path, console: "Console") -> None:
    try:
        events = pair.story(key)
    except KeyError:
        says = Phrase("is no case in this replication of either run")
        hint = Phrase("--cases lists keys of cases that both runs have")
        raise SettingsError([Problem(f"--case {key}", says, hint)]) from None
    figure = case.timeline(name, pair, events, labels)
    with replacing(folder / STORY.format(key=key)) as new:
        events.to_csv(new, index=False, lineterminator="\n")
    write_whole(folder / "figures" / f"case-{key}.svg", to_svg(figure))
    table = case.story(name, events, labels)
    show_frame(console, f"{name.say(case.KEY)} {key}", table, left=4)
