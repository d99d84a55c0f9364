"""The head of a scenario of one's own: its first line, and the files of groups that it chooses by `defaults`."""

from collections.abc import Iterator, Mapping

from tbkk_sim.cli.config_file import ConfigFile
from tbkk_sim.cli.paths import conf_dir
from tbkk_sim.problem import Phrase, Problem, listed

FIRST_LINE = "# @package _global_"


def wrong_first_line(file: ConfigFile, package: str | None) -> Iterator[Problem]:
    """Name a first line that puts the settings of a scenario anywhere else than they belong.

    Args:
        file: The scenario.
        package: What its first line names; None: there is no such line.
    """
    if package is not None and package != "_global_":
        hint = Phrase("write as the first line: {line}", line=FIRST_LINE)
        yield Problem(file.name, Phrase("puts its settings under {package}", package=package or "''"), hint)


def wrong_choices(file: ConfigFile) -> Iterator[Problem]:
    """Name what is chosen of a group that there is not, or in another form than `override /group: name`."""
    groups = sorted(
        folder.name for folder in conf_dir().iterdir() if folder.is_dir() and folder.name not in ("scenario", "tune")
    )
    for item in file.content.get("defaults") or ():
        if not isinstance(item, Mapping):
            continue
        ((key, name),) = item.items()
        word, _, path = str(key).rpartition(" ")
        group = path.lstrip("/").partition("@")[0]
        place = file.place("defaults")
        if word.strip() == "override" and group.partition("/")[0] not in groups:
            says = Phrase("there is no group {group}; allowed: {allowed}", group=group, allowed=listed(groups, 30))
            yield Problem(place, says)
        elif group in groups and not (word.strip() == "override" and path.startswith("/")):
            says = Phrase("cannot choose with {text}: the baseline has chosen one already", text=f"{key}: {name}")
            yield Problem(place, says, Phrase("write {command}", command=f"override /{group}: {name}"))
