"""Warnings about the settings before a run begins."""

from typing import TYPE_CHECKING

from tbkk_sim.cli.errors import tell

if TYPE_CHECKING:
    from tbkk_sim.settings import Settings


def warn_of_posts(settings: "Settings", of_run: str = "") -> None:
    """Warn, beside the output, of work for which a unit has no posts, and of a unit that is always below its minimum.

    Args:
        settings: The run.
        of_run: What it is called among several runs; empty: there is one.
    """
    from tbkk_sim.model.withdrawn import may_lack_posts

    has_minimum = any(unit.minimum_fte > unit.posts for unit in settings.staffing.units.values())
    if not (has_minimum or may_lack_posts(settings)):
        return  # nothing to load the words for
    from tbkk_sim.comparison.report.phrases import IN_RUN
    from tbkk_sim.report.kit.phrases import WARNING
    from tbkk_sim.report.kit.say import Say
    from tbkk_sim.report.run.withdrawn import work_without_posts

    say = Say(settings.language)
    for warning in work_without_posts(say, settings):
        said = say(IN_RUN, run=of_run, said=warning) if of_run else warning
        tell(f"{say(WARNING)}: {said}")
