"""Reasons that a plan cannot be simulated, by the names on the page: the control, its value, and what is allowed."""

from dataclasses import replace

from tbkk_sim.model.skills_needed import check_every_step_can_be_done
from tbkk_sim.problem import Phrase, Problem
from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run.view import RunView
from tbkk_sim.runs.changes import with_values
from tbkk_sim.whatif import phrases
from tbkk_sim.whatif.levers import Levers, change_of
from tbkk_sim.whatif.moved import Moved, moved
from tbkk_sim.whatif.plans import PlanError

COLLABORATION, ASSIGNMENT = ("collaboration",), ("assignment",)


def why_not_simulated(view: RunView, levers: Levers, error: PlanError) -> list[str]:
    """Say why the plan with these levers cannot be simulated.

    Args:
        view: The plan as it is.
        levers: Positions of the controls.
        error: The problems of the settings that they give.

    Returns:
        A sentence for each control that is to blame, and for each problem that is of no control.
    """
    controls = moved(view, levers)
    sentences: list[str] = []
    for problem in error.problems:
        key = tuple(problem.key.split("."))
        to_blame = [control for control in controls if control.sets(key)]
        of_controls = [_of_control(view, levers, control, problem) for control in to_blame]
        sentences += of_controls or [as_said(view.say, problem)]
    return list(dict.fromkeys(sentences)) or [error.says.said(view.say)]


def as_said(say: Say, problem: Problem) -> str:
    """A problem with the key of its setting, for what no control of the page has set."""
    says = in_language(say, problem.says)
    return f"{problem.key}: {says}" if problem.key else says


def in_language(say: Say, says: str) -> str:
    """A phrase in the language of the reader; other text as it is."""
    return says.said(say) if isinstance(says, Phrase) else says


def _of_control(view: RunView, levers: Levers, control: Moved, problem: Problem) -> str:
    say = view.say
    match control.settings[0]:
        case ("staffing", "units", unit) if (least := _least_posts(view, levers, unit)) > levers.posts[unit]:
            label, posts = view.label(unit), levers.posts[unit]
            return say(phrases.TOO_FEW_POSTS, unit=label, posts=say.number(posts), least=say.number(least))
        case path if path == COLLABORATION:
            return say(phrases.FORM_DOES_NOT_FIT, form=control.now)
        case path if path == ASSIGNMENT:
            return say(phrases.ORDER_DOES_NOT_FIT, order=control.now)
    reason = in_language(say, problem.says)
    phrase = phrases.DOES_NOT_FIT if control.was else phrases.DOES_NOT_FIT_WITHOUT
    return say(phrase, control=control.control, now=control.now, was=control.was, reason=reason)


def _least_posts(view: RunView, levers: Levers, unit: str) -> int:
    """Posts with which a unit can do what falls to it; what it has where fewer are not enough."""
    highest, key = view.settings.staffing.units[unit].posts, f"staffing.units.{unit}"
    for posts in range(levers.posts[unit], highest):
        change = change_of(view.settings, replace(levers, posts=levers.posts | {unit: posts}))
        values = {path: value for path, value in change.values.items() if path[0] == "staffing"}
        settings = with_values(view.settings, values)
        if settings is not None and not any(of.key == key for of in check_every_step_can_be_done(settings)):
            return posts
    return highest
