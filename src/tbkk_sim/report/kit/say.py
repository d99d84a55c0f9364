"""Phrases and numbers in the language of the run."""

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from tbkk_sim.problem import Phrase
from tbkk_sim.report.kit import phrases

if TYPE_CHECKING:
    from tbkk_sim.settings import Settings

SEPARATORS = {"en": (",", "."), "nl": (".", ",")}
"""Per language: between thousands, and before decimals."""
BETWEEN_THOUSANDS = {"en": ",", "nl": "\N{NO-BREAK SPACE}"}
"""Per language: between thousands of a number beside which decimals stand as they are typed, with a point."""
NINE_IN_TEN = 0.9
"""A class is served within its norm when at least this share of its cases is begun within it."""
CATALOGUES = Path(__file__).parent / "locale"
"""Translations from English: a folder per language, with a PO file for each group of phrases."""


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """The phrases of a language by their English text; none for English itself."""
    from babel.messages.pofile import read_po

    translated: dict[str, str] = {}
    for path in sorted((CATALOGUES / language).glob("*.po")):
        with path.open("rb") as file:
            found = read_po(file, language)
        translated |= {str(each.id): str(each.string) for each in found if each.id and each.string and not each.fuzzy}
    return translated


def spoken_in(settings: "Settings", language: str | None) -> "Settings":
    """The same settings in another language; None: in their own."""
    return settings if language is None else settings.model_copy(update={"language": language})


@dataclass(frozen=True)
class Say:
    """Phrases and numbers in one language."""

    language: str = "en"
    """Language of the run: en or nl."""

    def __call__(self, phrase: str, **values: object) -> str:
        """Translate a phrase and fill in its values, which may be phrases themselves."""
        if isinstance(phrase, Phrase):
            return phrase.said(self, BETWEEN_THOUSANDS[self.language])
        text = catalogue(self.language).get(phrase, phrase)
        return text.format(**values) if values else text

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number with thousands apart."""
        if not math.isfinite(value):
            return phrases.MISSING
        text = f"{value:,.{decimals}f}"
        if not text.strip("-0.,"):
            text = text.removeprefix("-")
        thousands, point = SEPARATORS[self.language]
        return text.translate({ord(","): thousands, ord("."): point, ord("-"): "\N{MINUS SIGN}"})

    def count(self, value: float) -> str:
        """Write a number of cases or people in three figures: no more is known about a replication."""
        if abs(value) >= 1000 and math.isfinite(value):
            value = round(value, 2 - math.floor(math.log10(abs(value))))
        return self._short(value)

    def _short(self, value: float) -> str:
        whole = abs(value) >= 9.95 or not math.isfinite(value) or abs(value - round(value)) < 0.05
        return self.number(value, 0 if whole else 1)

    def tick(self, value: float) -> str:
        """Write a number beside an axis, with no more decimals than it has."""
        decimals = next((d for d in range(3) if abs(value - round(value, d)) < 1e-9), 3)
        return self.number(value, decimals)

    def exact(self, value: float) -> str:
        """Write a number as it is given, with all its decimals."""
        text = f"{abs(value):,.9f}".rstrip("0").rstrip(".")
        return self.number(value, len(text.partition(".")[2]))

    def share(self, value: float, decimals: int = 0) -> str:
        """Write a share in per cent."""
        if not math.isfinite(value):
            return phrases.MISSING
        return phrases.PER_CENT.format(n=self.number(100 * value, decimals))

    def share_within(self, value: float) -> str:
        """Write the share that was begun within the norm: below nine in ten it is not rounded up to it."""
        rounded_up = value < NINE_IN_TEN <= round(value, 2)
        return self.share(math.floor(1000 * value) / 1000, 1) if rounded_up else self.share(value)

    def count_of(self, value: float, agreed: float) -> str:
        """Write a number of cases beside the number agreed: below that it is not rounded up to it."""
        rounded_up = value < agreed and self.count(value) == self.count(agreed)
        return self.number(math.floor(10 * value) / 10, 1) if rounded_up else self.count(value)

    def duration(self, days: float) -> str:
        """Write a time in the unit that fits it: hours below two days, else days."""
        if not math.isfinite(days):
            return phrases.MISSING
        if days < 2:
            hours = days * 24
            return self(phrases.HOURS, n=self._short(hours))
        return self(phrases.DAYS, n=self._short(days))

    def euros(self, value: float) -> str:
        """Write an amount of money in three figures, from a million on in millions."""
        if not math.isfinite(value):
            return phrases.MISSING
        if abs(value) < 999_500:
            whole = round(value, 2 - math.floor(math.log10(abs(value)))) if abs(value) >= 1000 else value
            return self(phrases.EUROS, n=self.number(whole))
        millions = value / 1e6
        return self(phrases.MILLION_EUROS, n=self.number(millions, 2 if abs(millions) < 9.995 else 1))

    def duration_in_words(self, days: float) -> str:
        """Write a time as a sentence has it, with its unit in full."""
        if not math.isfinite(days):
            return phrases.MISSING
        if days >= 2:
            return self(phrases.N_DAYS, n=self._short(days))
        hours = self._short(days * 24)
        return self(phrases.ONE_HOUR) if hours == "1" else self(phrases.N_HOURS, n=hours)

    def wait(self, days: float) -> str:
        """Write a time within which a share of the cases was begun; infinite: that share never is."""
        return self(phrases.NEVER) if math.isinf(days) else self.duration(days)

    def load(self, load: float) -> str:
        """Write hours of work per hour that people have; infinite: there is work, and nobody to do it."""
        return self(phrases.NOBODY) if math.isinf(load) else self.number(load, 2)

    def value(self, value: float, unit: str) -> str:
        """Write a value of a key figure as its unit asks; infinite: more than any number.

        Args:
            value: NaN: there is none.
            unit: As in the catalogue of key figures.
        """
        if math.isinf(value):
            return self(phrases.NOBODY if unit == "ratio" else phrases.NEVER)
        write: dict[str, Callable[[float], str]] = {
            "share": partial(self.share, decimals=1),
            "days": self.duration,
            "fte": partial(self.number, decimals=1),
            "ratio": partial(self.number, decimals=2),
            "euros": self.euros,
        }
        return write.get(unit, self.count)(value)

    def date(self, day: dt.date) -> str:
        """Write a date: 1 March 2026."""
        from babel.dates import format_date

        return format_date(day, "d MMMM y", locale=self.language)

    def month(self, day: dt.date) -> str:
        """Write the month of a day: March 2026."""
        from babel.dates import format_date

        return format_date(day, "LLLL y", locale=self.language)

    def between(self, low: str, high: str) -> str:
        """Write a range."""
        if "\N{MINUS SIGN}" in low + high:
            return self(phrases.BETWEEN_SIGNED, low=low, high=high)
        return phrases.BETWEEN.format(low=low, high=high)

    def listed(self, items: Sequence[str]) -> str:
        """Join a list as in a sentence: a, b and c."""
        *most, last = items or [self(phrases.NONE)]
        return self(phrases.AND, first=", ".join(most), last=last) if most else last
