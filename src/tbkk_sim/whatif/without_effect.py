"""Settings that were typed or moved on the page and have no effect in this run, in the sentences of other pages."""

from tbkk_sim.report.run import asked
from tbkk_sim.report.run.view import RunView
from tbkk_sim.runs.changes import Changes, settings_that_differ
from tbkk_sim.runs.without_effect import FirstReplications, SettingsPart, idle_overrides
from tbkk_sim.settings import Settings
from tbkk_sim.whatif.levers import Levers
from tbkk_sim.whatif.moved import moved
from tbkk_sim.whatif.plans import Plans


def without_effect(view: RunView, plans: Plans, ran: Levers | None, changed: Settings) -> list[str]:
    """Find settings without effect: of the plan as it is, and of the controls that were moved.

    Args:
        view: The plan as it is.
        plans: Knows what was typed and what scenarios set.
        ran: The controls of the plan that was run beside it, if there is one.
        changed: The settings of that plan.

    Returns:
        A sentence each, in the language of the reader.
    """
    found = asked.without_effect(view.say, plans.without_effect(view.settings))
    if ran is None:
        return found
    before = {key: was for key, (was, _) in settings_that_differ(view.settings, changed).items()}
    parts = [
        SettingsPart((control.control,), {key: was for key, was in before.items() if control.sets(key)})
        for control in moved(view, ran)
    ]
    idle = idle_overrides(FirstReplications(changed), [part for part in parts if part.before], ())
    return [*found, *asked.without_effect(view.say, Changes(idle=tuple(idle)))]
