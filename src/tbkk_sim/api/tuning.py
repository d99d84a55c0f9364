"""Questions about staffing: how many people, where and when."""

from collections.abc import Callable
from os import PathLike
from typing import TYPE_CHECKING, Literal, get_args

from tbkk_sim.api.inputs import check_is_settings, one_of, place_of
from tbkk_sim.api.loading import Overrides, overrides_as_typed
from tbkk_sim.problem import wrong
from tbkk_sim.settings import Settings
from tbkk_sim.settings.asked import Asked, is_of_a_question, shown

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from tbkk_sim.settings.tuning import Tuning
    from tbkk_sim.tuning.answer import Answered
    from tbkk_sim.tuning.answers.study import StudyAnswer
    from tbkk_sim.tuning.report.view import Page

Question = Literal["where", "how_many", "when", "mix", "robust"]
"""Questions that can be asked; docs/guides/tuning.md tells what each needs and answers."""


class TuningAnswer:
    """The answer to a question about staffing. Made by `tune`."""

    def __init__(self, settings: Settings, tuning: "Tuning", answered: "Answered") -> None:
        """Wrap an answer; internal, use `tune`."""
        self._asked, self._tuning, self._answered = settings, tuning, answered

    @property
    def question(self) -> str:
        """The question that was asked."""
        return self._tuning.question

    @property
    def answer(self) -> "StudyAnswer":
        """The answer with all that was measured for it; each question has its type (`tbkk_sim.tuning.answers`)."""
        return self._answered.answer

    @property
    def plan(self) -> "pd.DataFrame":
        """The posts that the answer comes down to.

        Columns: unit, role (no value: as the unit divides its posts), date (from when they exist; no value: from the
        start of the run) and posts (more, or if negative fewer).
        """
        import pandas as pd

        rows = [(*of.place, of.date, of.posts) for of in self._answered.plan.posts]
        table = pd.DataFrame(rows, columns=["unit", "role", "date", "posts"])
        return table.assign(date=pd.to_datetime(table["date"]))

    @property
    def extra_fte(self) -> int:
        """Posts more than now, in all units together."""
        return self._answered.plan.extra_fte

    @property
    def settings(self) -> Settings:
        """The settings with the plan carried out, ready for `run`."""
        from tbkk_sim.tuning.folder import overrides_of_plan

        applied = self._answered.plan.applied(self._asked)
        asked = self._asked.asked
        if asked is not None:
            kept = tuple(word for word in asked.overrides if not is_of_a_question(word))
            asked = asked.model_copy(update={"overrides": kept})
            asked = asked.with_overrides(*overrides_of_plan(self._asked, applied))
        return applied.model_copy(update={"asked": asked})

    @property
    def sentences(self) -> list[str]:
        """The answer in words, in the language of the settings, most important first."""
        return list(self._page(figures=False).sentences)

    @property
    def warnings(self) -> list[str]:
        """The warnings of the report, in the language of the settings.

        They say for which work a unit has no posts left, and which settings have no effect in this run.
        """
        from tbkk_sim.config.changes import changes_of
        from tbkk_sim.report.kit.say import Say
        from tbkk_sim.report.run.asked import without_effect
        from tbkk_sim.report.run.asked_phrases import WITHOUT_EFFECT

        say = Say(self._asked.language)
        idle = without_effect(say, changes_of(self._asked))
        return [*self._page(figures=False).warnings, *(f"{say(WITHOUT_EFFECT)}: {sentence}" for sentence in idle)]

    @property
    def table(self) -> "pd.DataFrame":
        """The table behind the answer, as texts to read."""
        return self._page(figures=False).table

    def plot(self, figure: str | None = None) -> "Figure":
        """Draw a figure of the answer.

        Args:
            figure: Its name; None: the first.

        Returns:
            A matplotlib figure; `savefig` writes it.

        Raises:
            SettingsError: the answer has no such figure.
        """
        figures = self._page(figures=True).figures
        return one_of("figure", figure or next(iter(figures), ""), figures)

    def _page(self, *, figures: bool) -> "Page":
        from tbkk_sim.tuning.report.files import page_of
        from tbkk_sim.tuning.report.view import TuningView

        return page_of(TuningView(self._asked, self._tuning, self._answered.answer), figures=figures)

    def __repr__(self) -> str:
        return f"TuningAnswer({self.question!r} for {self._asked.name!r}: {self.extra_fte:+d} posts)"

    def _repr_html_(self) -> str:
        from html import escape

        said = "".join(f"<li>{escape(sentence)}</li>" for sentence in self.sentences)
        return f"<ul>{said}</ul>{self.table.to_html(index=False)}"


def tune(
    settings: Settings,
    question: Question,
    *,
    overrides: Overrides = (),
    folder: "str | PathLike[str] | None" = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> TuningAnswer:
    """Answer a question about staffing, with the chance that the answer is right.

    Args:
        settings: The run that is tuned.
        question: `where` to put posts, `how_many` posts meet the norms, `when` to hire, own posts or hours borrowed
            (`mix`), or which plan is `robust` in many futures.
        overrides: What to change of the question, as in `load`, with the keys of the command line:
            `{"tune.where.extra_fte": 4, "tune.budget_minutes": 2}`.
        folder: Folder to write the study into, with the same files as the command line writes, among which are the
            runs of today's staffing and of the answer. None: write none of that.
        progress: Called with what is being done, how much of it is done, and how much there is.

    Returns:
        The answer, its plan, and the settings with that plan.

    Raises:
        SettingsError: something is wrong with the question, it does not fit the run, or the folder holds another study.
        CannotGoOnError: another process writes to the folder.

    Each evaluation of a plan is kept in `tune.cache` (`outputs/evaluations` under the working directory), so that the
    same question goes on where it was stopped; `{"tune.cache": ""}` keeps none.
    """
    from tbkk_sim.config.changes import changes_record
    from tbkk_sim.config.compose import load_tuning
    from tbkk_sim.config.sources import entries_used
    from tbkk_sim.tuning.answer import answer
    from tbkk_sim.tuning.answer import tune as tune_into
    from tbkk_sim.tuning.report.files import write_reports
    from tbkk_sim.tuning.search.fewest import check_fits

    one_of("question", question, dict.fromkeys(get_args(Question)))
    check_is_settings(settings, f'ts.tune({{settings}}, "{question}")')
    words = overrides_as_typed(overrides)
    for word in words:
        if not is_of_a_question(word):
            raise wrong(shown(word), "is not of the question; allowed: keys that begin with {group}", group="tune.")
    into = None if folder is None else place_of(folder)
    asked = settings.asked or Asked()
    tuning = load_tuning(question, words, asked.by_flag.get("--config-dir"))
    check_fits(settings, tuning)
    settings = settings.model_copy(update={"asked": asked.with_overrides(f"+tune={question}", *words)})
    sources = entries_used(settings)
    if into is None:
        return TuningAnswer(settings, tuning, answer(settings, tuning, progress, sources))
    answered = tune_into(settings, tuning, into, progress, sources, changes_record)
    write_reports(into)
    return TuningAnswer(settings, tuning, answered)
