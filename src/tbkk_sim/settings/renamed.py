"""Keys of settings that have another name by now: who gives an old one is told the new one."""

from tbkk_sim.problem import Phrase, Problem

RENAMED = {
    "tune.robust.futures": "tune.robust.replications",
}
"""The new key by the old one, dotted; what stands below a key moves with it. `*` stands for any one name."""


def new_key(key: str) -> str | None:
    """Return the name that a key has by now; None if it has not been renamed."""
    parts = key.split(".")
    for old, new in RENAMED.items():
        pattern = old.split(".")
        if len(parts) >= len(pattern) and all(of in ("*", part) for of, part in zip(pattern, parts, strict=False)):
            names = iter([part for of, part in zip(pattern, parts, strict=False) if of == "*"])
            renamed = [next(names) if of == "*" else of for of in new.split(".")]
            return ".".join([*renamed, *parts[len(pattern) :]])
    return None


def with_new_key(override: str) -> str:
    """Return an override with the name that its key has by now."""
    key, sign, value = override.partition("=")
    bare = key.lstrip("+~")
    return f"{key[: len(key) - len(bare)]}{new_key(bare) or bare}{sign}{value}"


def renamed(key: str, new: str, command: str = "") -> Problem:
    """Make the problem of a key that was renamed.

    Args:
        key: The old key.
        new: The new one.
        command: What is to be typed instead, where it was typed; empty: it stands in a file.
    """
    return Problem(key, Phrase("is now called {key}", key=new), Phrase("write {command}", command=command or new))
