"""The language of a command: in it, what goes wrong is said.

It is looked for when there is something to say, in what was typed: the settings may be what is wrong.
"""

import json
import re
import shlex
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from tbkk_sim.config.paths import CONFIG_NAME, conf_dir, scenarios_in

LANGUAGES = ("en", "nl")
_OVERRIDE = re.compile(r"""[+]*language=\s*["']?(\w+)["']?\s*""")
_SETTING = re.compile(r"""^language:[ \t]*["']?(\w+)""", re.MULTILINE)
_IN_STUDY = re.compile(r"""\blanguage=["']?(\w+)""")
_FLAGS = {"-cd": "--config-dir", "-cp": "--config-path", "-cn": "--config-name"}

_typed: list[str] = []
"""The words of the command that is done now, for all threads that do it."""


def note_command(words: Sequence[str]) -> None:
    """Note the words of the command that is done now."""
    _typed[:] = words


def command_language() -> str:
    """Give the language of the command that is done now; English where what was typed does not even tell that."""
    try:
        return language_of(_typed)
    except Exception:  # something is wrong already, and is reported in whatever language
        return LANGUAGES[0]


def language_of(words: Sequence[str]) -> str:
    """Give the language of a command: en or nl.

    It is the one that was typed; else that of the run folder that is named; else that of the settings that the
    words choose, or, if these cannot be put together, that of the files they name; else English.

    Args:
        words: The words of the command, without the name of the program.
    """
    for found in (_of_overrides(words), _of_folders(words), _of_settings(words)):
        for language in found:
            if language in LANGUAGES:
                return language
    return LANGUAGES[0]


def _of_overrides(words: Sequence[str]) -> Iterator[str]:
    """Languages that were typed: as a flag, or as overrides, the last first, since that one counts."""
    yield from (value for flag, value in _with_values(words) if flag == "--language")
    parts = [part for word in words for part in _split(word)]
    for part in reversed(parts):
        if match := _OVERRIDE.fullmatch(part.strip("'\"")):
            yield match[1]


def _split(word: str) -> list[str]:
    """The overrides within a word such as `'growth language=nl'`."""
    try:
        return [word, *shlex.split(word)]
    except ValueError:
        return word.split()


def _of_folders(words: Sequence[str]) -> Iterator[str]:
    """Languages of the runs and studies in folders that were named."""
    for folder in map(Path, filter(None, words)):
        try:
            if not folder.is_dir():
                continue
            from tbkk_sim.comparison.study import STUDY
            from tbkk_sim.runs.folder.names import SETTINGS

            for settings in (folder / SETTINGS, *sorted(folder.glob(f"*/{SETTINGS}"))):
                if settings.is_file():
                    yield str(json.loads(settings.read_text(encoding="utf-8"))["language"])
            if (folder / STUDY).is_file():
                yield from _IN_STUDY.findall((folder / STUDY).read_text(encoding="utf-8"))
        except Exception:  # whatever is wrong with a folder is said by whatever reads it
            continue


def _of_settings(words: Sequence[str]) -> Iterator[str]:
    """Languages of the settings that the words choose: composed if that can be, else as their files say."""
    flags = dict(_with_values(words))
    place, theirs = flags.get("--config-path"), flags.get("--config-dir")
    name = flags.get("--config-name", CONFIG_NAME)
    folders = [Path(place) if place else conf_dir(), *([Path(theirs)] if theirs else [])]
    said = {path: match[1] for folder in folders for path in _files(folder) if (match := _said(path))}
    if set(said.values()) <= {LANGUAGES[0]}:
        return  # to compose takes a second, and cannot give another
    from tbkk_sim.config.compose import compose, make_loader

    typed = [word for word in words if "=" in word and " " not in word and not word.startswith("-")]
    choices = [word for word in typed if "." not in word.partition("=")[0]]
    for overrides in (*([*of, *typed] for of in _scenarios(words, folders)), typed, choices):
        try:
            yield str(compose(make_loader(place, theirs), overrides, name)[0].get("language"))
        except Exception:  # whatever is wrong with them is said by whatever needs them
            continue
        return
    chosen = {part for word in words for part in re.findall(r"\w+", word)} | {name}
    yield from (language for path, language in reversed(said.items()) if path.stem in chosen)


def _scenarios(words: Sequence[str], folders: Sequence[Path]) -> Iterator[list[str]]:
    """Scenarios that were named as `compare` has them, such as `growth+tools`."""
    known = set(scenarios_in(folders))
    for word in words:
        names = (word.split() or [""])[0].split("+")
        if known.issuperset(names):
            yield [f"+scenario=[{','.join(names)}]"]


def _with_values(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Flags with what was given for them, as two words or as one."""
    for word, following in pairwise([*words, ""]):
        flag, sign, value = word.partition("=")
        if flag.startswith("-"):
            yield _FLAGS.get(flag, flag), value if sign else following


def _files(folder: Path) -> list[Path]:
    """The files of a configuration; of its first file alone every run has the language."""
    found = [path for pattern in ("*.yaml", "*/*.yaml") for path in folder.glob(pattern)]
    return sorted(found, key=lambda path: (path.name != f"{CONFIG_NAME}.yaml", path))


def _said(path: Path) -> re.Match[str] | None:
    try:
        return _SETTING.search(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
