"""The head of a scenario of one's own: its first line, and the files of groups that it chooses by `defaults`."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from hydra.plugins.config_source import ConfigSource

from tbkk_sim.config.choices import TAKES_ONE
from tbkk_sim.config.config_file import ConfigFile
from tbkk_sim.config.paths import SCENARIO, TUNE, conf_dir
from tbkk_sim.problem import Phrase, Problem, SettingsError, listed
from tbkk_sim.settings.yaml_errors import place_of

FIRST_LINE = "# @package _global_"


def header_of(file: ConfigFile, group: str) -> dict[str, str | None]:
    """Read the lines with # @ at the head of a file, of which Hydra knows `package`.

    Raises:
        SettingsError: one of them does not name one thing.
    """
    try:
        return ConfigSource._get_header_dict(file.text[:512])
    except ValueError:
        lines = enumerate(file.text.splitlines(), 1)
        number, line = next(
            (n, of) for n, of in lines if re.match(r"\s*#\s*@", of) and len(of.strip("# \t").split()) != 2
        )
        hint = Phrase("a file of a group needs no such line: leave it out")
        if group == SCENARIO:
            hint = Phrase("write as the first line: {line}", line=FIRST_LINE)
        says = Phrase("the line {line} does not say where the settings belong", line=line.strip())
        raise SettingsError([Problem(place_of(file.name, number), says, hint)]) from None


def wrong_first_line(file: ConfigFile, package: str | None) -> Iterator[Problem]:
    """Name a first line that puts the settings of a scenario anywhere else than they belong.

    Args:
        file: The scenario.
        package: What its first line names; None: there is no such line.
    """
    if package is not None and package != "_global_":
        hint = Phrase("write as the first line: {line}", line=FIRST_LINE)
        yield Problem(file.name, Phrase("puts its settings under {package}", package=package or "''"), hint)


def wrong_names(file: ConfigFile) -> Iterator[Problem]:
    """Name groups of which `defaults` choose a list, of which Hydra would take the last, or nothing."""
    for word, path, name in _chosen(file):
        group = _group_of(path)
        folder = conf_dir() / group
        if group == SCENARIO or not folder.is_dir():
            continue
        if isinstance(name, list) or (name is None and word == "override"):
            allowed = listed(sorted(option.stem for option in folder.glob("*.yaml")), 30)
            yield Problem(file.place("defaults"), Phrase(TAKES_ONE, group=group, allowed=allowed))


def wrong_choices(file: ConfigFile) -> Iterator[Problem]:
    """Name what is chosen of a group that there is not, or in another form than `override /group: name`."""
    groups = sorted(
        folder.name for folder in conf_dir().iterdir() if folder.is_dir() and folder.name not in (SCENARIO, TUNE)
    )
    place = file.place("defaults")
    for word, path, name in _chosen(file):
        group = _group_of(path)
        if word == "override" and group.partition("/")[0] not in groups:
            says = Phrase("there is no group {group}; allowed: {allowed}", group=group, allowed=listed(groups, 30))
            yield Problem(place, says)
        elif group in groups and not (word == "override" and path.startswith("/")):
            text = f"{word} {path}: {name}".lstrip()
            says = Phrase("cannot choose with {text}: the baseline has chosen one already", text=text)
            yield Problem(place, says, Phrase("write {command}", command=f"override /{group}: {name}"))


def _chosen(file: ConfigFile) -> Iterator[tuple[str, str, Any]]:
    """Yield the choices of groups in `defaults`: the word in front, if any, the group as written, and the name."""
    for item in file.content.get("defaults") or ():
        if isinstance(item, Mapping):
            ((key, name),) = item.items()
            word, _, path = str(key).rpartition(" ")
            yield word.strip(), path, name


def _group_of(path: str) -> str:
    return path.lstrip("/").partition("@")[0]
