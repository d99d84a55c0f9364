"""What is printed, read as a reader does: a number with its unit, and in brackets the band of single replications."""

import math
import re
from dataclasses import dataclass

from tests.read_back.tidy import Values

POINT = {"en": ".", "nl": ","}
BETWEEN_THOUSANDS = {"en": ",", "nl": "."}
WORDS = {
    "en": {"never": math.inf, "nobody": math.inf},
    "nl": {"nooit": math.inf, "niemand": math.inf},
}
SELDOM = {"en": "seldom", "nl": "zelden"}
HOUR = {"en": "h", "nl": "u"}
DASH, MINUS = "\N{EN DASH}", "\N{MINUS SIGN}"
UNIT = r"(?:%|d|h|u|fte|points|procentpunt|hours|uur|days|dagen)"
NUMBER = rf"[+{MINUS}]?\d+(?:[.,]\d+)*"
PIECE = rf"(?:{NUMBER}(?: {UNIT})?(?![\w])|never|nobody|seldom|not always|nooit|niemand|zelden|niet altijd)"
ENDS = rf"{PIECE}(?:{DASH}| to | tot ){PIECE}"
END = rf"{NUMBER}(?: {UNIT})?"
CHANGE = rf"({NUMBER})( {UNIT})? \(({END}) (?:to|tot) ({END})\)( {UNIT})?"
CHANGED = rf"{NUMBER}(?: {UNIT})? \({END} (?:to|tot) {END}\)(?: {UNIT})?"
CELL = rf"{PIECE}(?: \({ENDS}\))?"


class UnreadableError(ValueError):
    """A text that is no number in this language."""


def plain(text: str) -> str:
    """Without blanks that hold together, and with one blank for many."""
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


@dataclass(frozen=True)
class Number:
    """A number as printed: it may be off by half of its last figure."""

    value: float
    unit: str
    half: float

    def is_(self, value: float) -> bool:
        if math.isinf(self.value) or math.isinf(value):
            return self.value == value
        return abs(self.value - value) <= self.half * (1 + 1e-6) + 1e-12


def number(text: str, language: str) -> Number:
    """Read a number; one of a thousand and more may be in three figures."""
    if text in WORDS[language]:
        return Number(WORDS[language][text], "", 0.0)
    body, _, unit = text.partition(" ")
    point, between = re.escape(POINT[language]), re.escape(BETWEEN_THOUSANDS[language])
    if not re.fullmatch(rf"[+{MINUS}]?\d{{1,3}}(?:{between}\d{{3}})*(?:{point}\d+)?", body):
        raise UnreadableError(f"{text!r} is no number in {language}")
    digits = body.replace(MINUS, "-").replace(BETWEEN_THOUSANDS[language], "").replace(POINT[language], ".")
    decimals = len(digits.partition(".")[2])
    half = 0.5 * 10.0**-decimals
    if not decimals and digits.endswith("0") and len(digits.lstrip("-")) > 3:
        half = 0.5 * 10.0 ** min(len(digits) - len(digits.rstrip("0")), len(digits.lstrip("-")) - 3)
    return Number(float(digits), unit, half)


@dataclass(frozen=True)
class Shown:
    """A number that must stand somewhere, with the band of single replications if there is one."""

    kind: str
    """number, share (printed in per cent), days (in days or hours), in words (days or hours in full), hours or fte."""
    centre: float
    low: float = math.nan
    high: float = math.nan

    def complaint(self, text: str, language: str) -> str:
        """Why the text is not this number; empty: it is."""
        try:
            return self._compare(plain(text), language)
        except UnreadableError as wrong:
            return str(wrong)

    def _compare(self, text: str, language: str) -> str:
        found = re.fullmatch(rf"([^(]*?)(?: \((.*?)(?:{DASH}| to | tot )(.*)\))?", text)
        if found is None:
            return f"{text!r} is no number with a band"
        centre, low, high = found.groups()
        if math.isnan(self.centre):
            return "" if text in (DASH, "") else f"{text!r} stands where there is no number"
        if centre == SELDOM[language]:
            if not (math.isinf(self.centre) and math.isfinite(self.low)):
                return f"{text!r} is not seldom, but {self.centre:.4g}"
        elif math.isinf(self.centre) and math.isfinite(self.low) and self.kind == "days":
            return f"{text!r} is seldom, not never"
        elif said := self._differs(number(centre, language), self.centre, "", language):
            return f"{text!r}: {said}"
        return self._band(text, low, high, language)

    def _band(self, text: str, low: str | None, high: str | None, language: str) -> str:
        if low is None or high is None:
            there = math.isfinite(self.low) and not math.isnan(self.high)
            wide = there and self.high - self.low > 2 * self._least(text, language)
            return f"{text!r} lacks its band {self.low:.4g} to {self.high:.4g}" if wide else ""
        if math.isnan(self.low):
            return f"{text!r} has a band where there is none"
        said = self.ends(low, high, language)
        return f"{text!r}: {said}" if said else ""

    def ends(self, low: str, high: str, language: str) -> str:
        """What is wrong with the ends of a band; a unit that both have may stand behind the second only."""
        ends = [number(low, language), number(high, language)]
        if not ends[0].unit and math.isfinite(ends[0].value):
            ends[0] = Number(ends[0].value, ends[1].unit, ends[0].half)
        wanted = zip(ends, (self.low, self.high), ("the low end", "the high end"), strict=True)
        return "; ".join(said for end, value, name in wanted if (said := self._differs(end, value, name, language)))

    def _least(self, text: str, language: str) -> float:
        """Half of the last figure of what is printed, in the measure of the value."""
        printed = number(text, language)
        return printed.half * self._factor(printed.unit, language)

    def _factor(self, unit: str, language: str) -> float:
        units = {
            "number": {"": 1.0},
            "share": {"%": 0.01},
            "days": {"d": 1.0, HOUR[language]: 1 / 24, "": 1.0},
            "hours": {HOUR[language]: 1.0},
            "fte": {"fte": 1.0, "": 1.0},
            "points": {"points": 0.01, "procentpunt": 0.01, "": 0.01},
            "in hours": {"hours": 1 / 24, "uur": 1 / 24, "": 1 / 24},
            "in words": {"hours": 1 / 24, "uur": 1 / 24, "days": 1.0, "dagen": 1.0},
            "in days": {"days": 1.0, "dagen": 1.0, "": 1.0},
        }[self.kind]
        if unit not in units:
            raise UnreadableError(f"{self.kind} in {unit or 'no unit'!r}")
        return units[unit]

    def _differs(self, printed: Number, value: float, name: str, language: str) -> str:
        factor = 1.0 if math.isinf(printed.value) else self._factor(printed.unit, language)
        of = Number(printed.value * factor, printed.unit, printed.half * factor)
        if self.kind == "share" and 0.895 <= value < 0.9 and abs(of.value - math.floor(1000 * value) / 1000) < 1e-9:
            return ""  # just below nine in ten it is cut, so that it does not seem to be reached
        return "" if of.is_(value) else f"{name or 'it'} should be {value:.5g}"


@dataclass(frozen=True)
class Between:
    """Two ends that must stand somewhere with a dash (or `to`) between them."""

    kind: str
    low: float
    high: float

    def complaint(self, text: str, language: str) -> str:
        """Why the text is not this; empty: it is."""
        low, high = re.split(rf"{DASH}| to | tot ", plain(text), maxsplit=1)
        try:
            return Shown(self.kind, math.nan, self.low, self.high).ends(low, high, language)
        except UnreadableError as wrong:
            return str(wrong)


@dataclass(frozen=True)
class Change:
    """A difference with its sign, and its interval in brackets; the unit stands once."""

    kind: str
    mean: float
    low: float
    high: float

    def complaint(self, text: str, language: str) -> str:
        """Why the text is not this; empty: it is."""
        found = re.fullmatch(CHANGE, plain(text))
        if found is None:
            return f"{text!r} is no difference with an interval"
        mean, unit, low, high, unit_behind = found.groups(default="")
        sign = "" if not mean.strip("0.,") else "+" if self.mean > 0 else MINUS
        if mean[0] != sign and (sign or mean[0] in f"+{MINUS}"):
            return f"{text!r} has another sign than {self.mean:.4g}"
        of_mean = Shown(self.kind, self.mean).complaint(f"{mean}{unit or unit_behind}", language)
        said = [of_mean, Shown(self.kind, math.nan, self.low, self.high).ends(low, high, language)]
        return f"{text!r}: {'; '.join(filter(None, said))}" if any(said) else ""


def banded(kind: str, values: Values, *, middle: bool = False) -> Shown:
    """Mean (or middle) of the replications, with the band of single replications."""
    if not values:
        return Shown(kind, math.nan)
    return Shown(kind, values.middle if middle else values.mean, values.low, values.high)


def bare(kind: str, values: Values, *, middle: bool = False) -> Shown:
    """The same without a band; of a time, whether it is never reached or seldom still depends on it."""
    with_band = banded(kind, values, middle=middle)
    if math.isinf(with_band.centre):
        return Shown(kind, with_band.centre, with_band.low)
    return Shown(kind, with_band.centre)


@dataclass(frozen=True)
class Said:
    """A text in which numbers stand at named places: `{n} of {all} units`."""

    template: str
    numbers: dict[str, Shown | Between | Change]
    must: bool = True
    """It has to be said somewhere."""

    @property
    def pattern(self) -> "re.Pattern[str]":
        parts = re.split(r"\{(\w+)\}", plain(self.template))
        of_kind = {Between: ENDS, Change: CHANGED}
        forms = {name: of_kind.get(type(of), CELL) for name, of in self.numbers.items()}
        return re.compile(
            "".join(f"(?P<{part}>{forms[part]})" if k % 2 else re.escape(part) for k, part in enumerate(parts))
        )

    def complaint(self, text: str, language: str) -> str:
        """Why the text as a whole is not this; empty: it is."""
        found = self.pattern.fullmatch(plain(text))
        return f"{text!r} is not {self.template!r}" if found is None else self.of(found, language)

    def of(self, found: "re.Match[str]", language: str) -> str:
        """What is wrong with the numbers of a match."""
        said = {name: shown.complaint(found[name], language) for name, shown in self.numbers.items()}
        return "; ".join(f"{name}: {text}" for name, text in said.items() if text)


def text(template: str, **numbers: Shown | Between | Change) -> Said:
    return Said(template, numbers)
