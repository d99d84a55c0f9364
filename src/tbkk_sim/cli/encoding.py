"""Output for a terminal, pipe or file that cannot take all characters: others stand for them."""

import codecs
import sys
import unicodedata

NEAREST = "tbkk_sim.nearest"
"""Name of the rule by which a stream replaces what it cannot take."""
SAID_AS = {
    "\N{MINUS SIGN}": "-",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{RIGHTWARDS ARROW}": "->",
    "\N{LEFTWARDS ARROW}": "<-",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{HORIZONTAL ELLIPSIS}": "...",
    "\N{MULTIPLICATION SIGN}": "x",
    "\N{MIDDLE DOT}": "-",
    "\N{BULLET}": "*",
    "\N{LESS-THAN OR EQUAL TO}": "<=",
    "\N{GREATER-THAN OR EQUAL TO}": ">=",
    "\N{PLUS-MINUS SIGN}": "+/-",
    "\N{EURO SIGN}": "EUR",
    "\N{SECTION SIGN}": "par.",
    "\N{DEGREE SIGN}": " deg",
}
"""Characters and what stands for them; those that are not here lose their accents, or become a question mark."""
_LINES, _BLOCKS = (0x2500, 0x2580), (0x2580, 0x25A0)
_VERTICAL = frozenset("│┃║╎╏┆┇┊┋╷╵╻╹")
_HORIZONTAL = frozenset("─━═╌╍┄┅┈┉╴╶╸╺╼╾")


def nearest(letter: str) -> str:
    """Return the ASCII text that stands for a character."""
    if letter in SAID_AS:
        return SAID_AS[letter]
    if _LINES[0] <= ord(letter) < _LINES[1]:
        return "-" if letter in _HORIZONTAL else "|" if letter in _VERTICAL else "+"
    if _BLOCKS[0] <= ord(letter) < _BLOCKS[1]:
        return "#"
    if unicodedata.category(letter) == "Zs":
        return " "
    plain = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode("ascii")
    return plain or "?"


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(nearest, error.object[error.start : error.end])), error.end


def replace_characters_that_fail() -> None:
    """Let output never fail on a character, whatever stdout and stderr can take."""
    codecs.register_error(NEAREST, _replace)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=NEAREST)
