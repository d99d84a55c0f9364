"""Completion when Tab is pressed: verbs, flags of a verb, scenarios, and keys as Hydra completes them.

A shell asks with `--shell-completion query=bash` and what is typed in COMP_LINE. Whatever is typed, nothing is said
but words that fit: the shell then offers files of its own.
"""

import contextlib
import io
import os
import re
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from itertools import pairwise

from tbkk_sim.cli.language import LANGUAGES
from tbkk_sim.config.paths import NOT_A_QUESTION, TUNE, conf_dir, scenarios_in
from tbkk_sim.problem import wrong

ASKS = ("-sc", "--shell-completion")
SHELLS = ("bash", "fish", "zsh")
LINE = "COMP_LINE"
WITH_OVERRIDES = ("run", "tune", "whatif", "provenance", "compare", "study")
"""Verbs of which words are those of a run."""
WEEK = "week"
"""The verb whose words name a unit and a week of a run."""
WITHOUT_RUN = ("compare", "study")
"""Verbs of which a word can also be something else, such as a folder."""
QUOTES = ("'", '"')
LANGUAGE = "language="
CONFIG_DIR = ("--config-dir", "-cd")
FAMILIES = ("comparisons", "all", "each")


def asks_what_fits(words: Sequence[str]) -> bool:
    """Return True if a shell asks for words that can be typed next.

    Raises:
        SettingsError: the flag stands there without what Hydra knows to do with it.
    """
    if not set(ASKS) & set(words):
        return False
    flag = next(word for word in words if word in ASKS)
    does = [word for word in words if word.startswith(("query=", "install=", "uninstall="))]
    if len(does) != 1 or does[0].partition("=")[2] not in SHELLS:
        says = "needs one of install=, uninstall= or query= behind it, each of {shells}"
        raise wrong(flag, says, shells=", ".join(SHELLS))
    return does[0].startswith("query=")


def words_that_fit(words: Sequence[str], verbs: Mapping[str, str]) -> list[str]:
    """Return the words that can be typed next.

    Args:
        words: What the shell asks with.
        verbs: Verb, and the module that does it.
    """
    program, _, typed = os.environ.get(LINE, "").lstrip().partition(" ")
    before, _, word = typed.rpartition(" ")
    quote = word[:1] if word[:1] in QUOTES else ""
    fits = _fits(words, verbs, program, before, word.removeprefix(quote))
    return [f"{quote}{fit}{quote}" for fit in fits]  # bash reads the list as it reads words, so a quote is closed


def _fits(words: Sequence[str], verbs: Mapping[str, str], program: str, before: str, word: str) -> list[str]:
    """Words that can be typed behind those before, and that begin as this one does."""
    verb = before.split(maxsplit=1)[0] if before.split() else ""
    overrides = [other.strip("'\"") for other in before.split() if "=" in other and not other.startswith("-")]
    asked = [other for other in overrides if verb == TUNE and _asks(other)]
    if verb == TUNE:  # what all questions have can be set, and what the one that was typed has
        question = asked[-1].lstrip("+") if asked else f"{TUNE}={NOT_A_QUESTION}"
        overrides = [f"+{question}", *(other for other in overrides if other not in asked)]

    def of_hydra(begun: str) -> list[str]:
        offered = _of_hydra([*words, *_folder_of(before)], " ".join([program, *overrides, begun]))
        of_tune = (f"{TUNE}=",) if verb == TUNE else (f"{TUNE}=", f"{TUNE}.")
        no_use = (*of_tune, f"+{TUNE}=", "scenario=", *(() if begun else ("hydra",)))
        return [fit for fit in offered if not fit.startswith(no_use)]

    if verb in verbs and verb != "run":
        if flag := _flag_of(before, word):
            return _values(flag, word)
        if word.startswith("-"):
            return [flag for flag in _flags(import_module(verbs[verb]).main) if flag.startswith(word)]
        if verb == WEEK and not word.startswith(LANGUAGE):
            from tbkk_sim.cli.verbs import week

            return week.words_that_fit(before.split()[1:], word)
        if verb not in WITH_OVERRIDES:
            return _values(LANGUAGE, word) if word.startswith(LANGUAGE) else [LANGUAGE] * (word[:1] == "l")
    own = [of for of in verbs if of.startswith(word)] if not before.strip() else []
    own += ["+scenario="] if not word and verb not in WITHOUT_RUN else []
    own += _scenarios(word) if verb == "compare" else []
    if verb == TUNE and not asked:
        own += _questions(word)
    if verb in WITHOUT_RUN and "=" not in word and "." not in word and not word.startswith("+"):
        return own
    return own + (_of_schema(word) or _one_more(word, of_hydra) or of_hydra(word))


def _one_more(word: str, of_hydra: Callable[[str], list[str]]) -> list[str]:
    """The next of several values, such as `+scenario=[growth,tools`."""
    found = re.fullmatch(r"([+~]*[\w/@.]+=)(\[(?:[^,\]]*,)*|(?:[^,\[\]]+,)+)([^,\]]*)", word)
    if not found:
        return []
    key, begun, last = found.groups()
    there = begun.strip("[,").split(",")
    offered = [fit.removeprefix(key) for fit in of_hydra(key + last)]
    return [f"{key}{begun}{name}" for name in offered if name not in there]


def _of_schema(word: str) -> list[str]:
    """All values that a setting may have, where they are few words."""
    from tbkk_sim.settings.schema_errors import words_at

    key, sign, value = word.partition("=")
    path = key.lstrip("+").split(".") if sign else []
    known = _objectives() if path == [TUNE, "objective"] else words_at(path) if path else []
    return [f"{key}={name}" for name in known if name.startswith(value)]


def _flag_of(before: str, word: str) -> str:
    """The flag of which a value is typed, as a word of its own or behind =; empty: of none."""
    name, sign, _ = word.partition("=")
    last = (before.split() or [""])[-1]
    return f"{name}=" if sign and name in OF_FLAGS else last if last in OF_FLAGS else ""


def _values(flag: str, word: str) -> list[str]:
    """Values of a flag or a setting that begin as typed."""
    behind = flag if flag.endswith("=") else ""
    return [name for value in OF_FLAGS[flag.rstrip("=")]() if (name := f"{behind}{value}").startswith(word)]


def _asks(word: str) -> bool:
    """Return True if a word chooses a question of the verb tune."""
    return word.lstrip("+").startswith(f"{TUNE}=")


def _questions(word: str) -> list[str]:
    from tbkk_sim.config.choices import questions

    sign = word[:1] if word.startswith("+") else ""
    offered = [f"{sign}{TUNE}={name}" for name in questions()] if _asks(word) else [f"{sign}{TUNE}="]
    return [of for of in offered if of.startswith(word)]


def _folder_of(before: str) -> list[str]:
    """The folder of the user that was typed, as a flag for Hydra."""
    typed = before.replace("=", " ").split()
    return [word for flag, folder in pairwise(typed) if flag in CONFIG_DIR for word in (CONFIG_DIR[0], folder)]


def _objectives() -> list[str]:
    from tbkk_sim.config.choices import objectives

    return objectives()


def _key_figures() -> list[str]:
    from tbkk_sim.config.compose import load_settings
    from tbkk_sim.metrics.cell import figures_of

    return sorted(figures_of(load_settings()))


OF_FLAGS: dict[str, Callable[[], Sequence[str]]] = {
    "--figure": _key_figures,
    "--not-worse": _key_figures,
    "--family": lambda: FAMILIES,
    "--language": lambda: LANGUAGES,
    "language": lambda: LANGUAGES,
}
"""Flags, and the setting that all verbs take, with what they may be."""


def _of_hydra(words: Sequence[str], line: str) -> list[str]:
    """Return the words that Hydra offers for a line of overrides; none for a line that it cannot read."""
    from tbkk_sim.cli.verbs.run import main

    before, out = os.environ.get(LINE), io.StringIO()
    os.environ[LINE] = line
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            main(words)
    except (Exception, SystemExit):  # half a word is no fault: there is nothing to offer
        return []
    finally:
        os.environ.pop(LINE)
        os.environ.update({} if before is None else {LINE: before})
    return out.getvalue().split()


def _flags(main: Callable[[Sequence[str]], object]) -> list[str]:
    """The flags that the help of a verb names."""
    out = io.StringIO()
    with contextlib.suppress(SystemExit), contextlib.redirect_stdout(out):
        main(["--help"])
    return list(dict.fromkeys(re.findall(r"(?<![\w-])--[a-z][a-z-]*", out.getvalue())))


def _scenarios(word: str) -> list[str]:
    return [name for name in scenarios_in([conf_dir()]) if name.startswith(word)]
