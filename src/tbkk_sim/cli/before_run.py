"""What is to be known of the settings before a run begins."""

from typing import TYPE_CHECKING

from tbkk_sim.cli.errors import tell

if TYPE_CHECKING:
    from tbkk_sim.settings import Settings


def warn_of_posts(settings: "Settings") -> None:
    """Warn, beside the output, of work for which the plan withdraws the last posts of a unit."""
    if not any(step.posts < 0 for step in settings.staffing.plan.values()):
        return  # nothing to load the words for
    from tbkk_sim.reporting.say import Say
    from tbkk_sim.reporting.withdrawn import work_without_posts
    from tbkk_sim.reporting.words import WARNING

    say = Say(settings.language)
    for warning in work_without_posts(say, settings):
        tell(f"{say(WARNING)}: {warning}")
