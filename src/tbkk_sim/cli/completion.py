"""What can be typed next, when Tab is pressed: verbs, flags of a verb, scenarios, and keys as Hydra completes them.

A shell asks with `--shell-completion query=bash` and what is typed in COMP_LINE. Whatever is typed, nothing is said
but words that fit: the shell then offers files of its own.
"""

import contextlib
import io
import os
import re
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

from tbkk_sim.problem import wrong

ASKS = ("-sc", "--shell-completion")
SHELLS = ("bash", "fish", "zsh")
LINE = "COMP_LINE"
WITH_OVERRIDES = ("run", "tune", "whatif", "provenance")
"""Verbs of which the words are those of a run."""


def asks_what_fits(words: Sequence[str]) -> bool:
    """Whether a shell asks what can be typed next.

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
    """Words that can be typed next.

    Args:
        words: What the shell asks with.
        verbs: Verb, and the module that does it.
    """
    program, _, typed = os.environ.get(LINE, "").lstrip().partition(" ")
    before, _, word = typed.rpartition(" ")
    verb = before.split()[0] if before.split() else ""
    if verb not in verbs:
        own = [of for of in verbs if of.startswith(word)] if not before.strip() else []
        return own + _of_hydra(words, f"{program} {typed}")
    if word.startswith("-") and verb != "run":
        return [flag for flag in _flags(import_module(verbs[verb]).main) if flag.startswith(word)]
    if verb in WITH_OVERRIDES:
        return _of_hydra(words, f"{program} {typed.lstrip().removeprefix(verb).lstrip()}")
    return _scenarios(word) if verb == "compare" else []


def _of_hydra(words: Sequence[str], line: str) -> list[str]:
    """What Hydra offers for a line of overrides; nothing for a line that it cannot read."""
    from tbkk_sim.cli.run import main

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
    from tbkk_sim.cli.paths import conf_dir

    return sorted(file.stem for file in (conf_dir() / "scenario").glob("*.yaml") if file.stem.startswith(word))
