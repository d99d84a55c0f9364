"""Commands as typed, made ready to be typed again."""

from collections.abc import Iterator, Sequence


def without_flag(words: Sequence[str], flag: str) -> Iterator[str]:
    """The words without a flag and its value, which named a folder that is full now."""
    skip = False
    for word in words:
        if skip or word == flag:
            skip = word == flag and not skip
        elif not word.startswith(f"{flag}="):
            yield word
