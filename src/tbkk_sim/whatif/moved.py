"""Controls of the page that were moved: what a reader calls them, from what to what, and which settings they set."""

from collections.abc import Iterator
from dataclasses import dataclass

from tbkk_sim.report.kit import phrases as reporting_words
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run.view import RunView
from tbkk_sim.whatif import phrases
from tbkk_sim.whatif.levers import AS_IT_IS, PLAN_STEP, Levers, SettingPath, accuracies, levers_of, main_stream


@dataclass(frozen=True)
class Moved:
    """A control that does not stand as it was."""

    control: str
    """Its name, in the language of the reader."""
    was: str
    """Its value before, as text; empty where it only adds something."""
    now: str
    settings: tuple[SettingPath, ...]
    """Paths of its settings, or of the tables that hold them."""

    def said(self, say: Say) -> str:
        """Say it in a line."""
        values = say(reporting_words.FROM_TO, first=self.was, last=self.now) if self.was else self.now
        return f"{self.control}: {values}"

    def sets(self, key: SettingPath) -> bool:
        """True if it sets this setting, or something in this table."""
        return any(key[: len(path)] == path or path[: len(key)] == key for path in self.settings)


def moved(view: RunView, levers: Levers) -> list[Moved]:
    """The controls that were moved from where they stand in these settings, in the order of the page."""
    parts = (_people, _work, _selection, _collaboration, _triage, _tools)
    every = (control for part in parts for control in part(view, levers))
    return [control for control in every if control.was != control.now]


def _people(view: RunView, levers: Levers) -> Iterator[Moved]:
    say, was = view.say, levers_of(view.settings)
    for unit, posts in levers.posts.items():
        label = say(phrases.POSTS_OF, unit=view.label(unit))
        yield Moved(label, say.number(was.posts[unit]), say.number(posts), (("staffing", "units", unit),))
    if levers.extra_posts:
        extra = f"+{say.number(levers.extra_posts)} ({say.date(levers.extra_from)})"
        steps = tuple(("staffing", "plan", PLAN_STEP.format(unit=unit)) for unit in levers.posts)
        yield Moved(say(phrases.EXTRA_POSTS), "", extra, steps)
    before, after = (_limit(say, of.hiring_limit_per_month) for of in (was, levers))
    yield Moved(say(phrases.LIMIT), before, after, (("staffing", "hiring", "national_limit_per_month"),))


def _work(view: RunView, levers: Levers) -> Iterator[Moved]:
    say, streams, was = view.say, view.settings.demand.streams, levers_of(view.settings)
    for name, factor in levers.volume.items():
        label = say(phrases.VOLUME, stream=say(streams[name].label))
        path = ("demand", "streams", name, "volume_factor")
        yield Moved(label, say.share(was.volume[name]), say.share(factor), (path,))
    if levers.growth_per_year is not None:
        main = main_stream(view.settings)
        label = f"{say(phrases.GROWTH)} ({say(streams[main].label)})"
        path = ("demand", "streams", main, "reports_per_year")
        yield Moved(label, say(phrases.KNOWN_PATH), say.share(levers.growth_per_year), (path,))
    before, after = (say.share(of.complexity_per_year, 1) for of in (was, levers))
    yield Moved(say(phrases.COMPLEXITY), before, after, (("casework", "complexity", "growth_per_year"),))


def _selection(view: RunView, levers: Levers) -> Iterator[Moved]:
    say, settings, was = view.say, view.settings, levers_of(view.settings)
    if levers.order != AS_IT_IS:
        yield Moved(say(phrases.ORDER), "", say(phrases.ORDERS[levers.order]), (("assignment",),))
    for name, number in levers.agreed.items():
        label = say(phrases.AGREED, name=say(settings.agreements[name].label))
        path = ("agreements", name, "per_year")
        yield Moved(label, say.number(was.agreed[name]), say.number(number), (path,))
    for of_class, way in levers.treated.items():
        label = say(phrases.TREATED, name=view.label(of_class))
        paths = tuple(("steering", table, of_class) for table in ("treatments", "treatments_when_pressed"))
        yield Moved(label, "", say(phrases.WAYS[way]), paths)


def _collaboration(view: RunView, levers: Levers) -> Iterator[Moved]:
    if levers.collaboration != AS_IT_IS:
        say = view.say
        yield Moved(say(phrases.COLLABORATION), "", say(phrases.FORMS[levers.collaboration]), (("collaboration",),))


def _triage(view: RunView, levers: Levers) -> Iterator[Moved]:
    say, was = view.say, levers_of(view.settings)
    for label, name, settings in (
        (phrases.TRIAGE_TOOL, "triage_factor", (("triage", "hours_factor"),)),
        (phrases.ASSESSMENT_TOOL, "assessment_hours_factor", (("triage", "assessment", "hours_mean"),)),
        (phrases.TRIAGE_ERRORS, "triage_errors", tuple(accuracies(view.settings))),
    ):
        before, after = (say.share(getattr(of, name)) for of in (was, levers))
        yield Moved(f"{say(phrases.BETTER_TRIAGE)}, {say(label)}", before, after, settings)


def _tools(view: RunView, levers: Levers) -> Iterator[Moved]:
    say, was = view.say, levers_of(view.settings)
    for step, factor in levers.tools.items():
        label = f"{say(phrases.TOOLS)}, {say(view.settings.casework.steps[step].label)}"
        yield Moved(label, say.share(was.tools[step]), say.share(factor), (("casework", "tools", step),))


def _limit(say: Say, limit: float | None) -> str:
    return say(phrases.NO_LIMIT) if limit is None else say.number(limit, 1)
