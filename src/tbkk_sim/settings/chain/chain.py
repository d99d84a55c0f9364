"""The chain after a case: its links, in their order; and the laboratory."""

from collections.abc import Iterator
from typing import Self

from pydantic import model_validator

from tbkk_sim.problem import Problem, SettingsError, not_known
from tbkk_sim.settings.chain.examination import Examination
from tbkk_sim.settings.chain.links import Link
from tbkk_sim.settings.numbers import SomeDays
from tbkk_sim.settings.schema import Name, Schema, check_shares

NOT_BEFORE = "'{word}' is not a link that stands before this one; allowed: {allowed}"


class Chain(Schema):
    """The chain after a case."""

    file_norm_days: SomeDays | None = None
    """Promised time from a report to its file at the prosecution service; empty: none."""
    links: dict[Name, Link] = {}
    """Links, by id, in the order in which cases come to them."""
    examination: Examination = Examination()
    """Examination of devices in a laboratory."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if problems := list(self._links_before()):
            raise SettingsError(problems)
        shares: dict[str, dict[str, float]] = {}
        for name, link in self.links.items():
            if link.after is not None:
                shares.setdefault(link.after, {})[name] = link.share
        for of_link in shares.values():
            check_shares(f"links.{next(reversed(of_link))}.share", of_link, at_most=True)
        return self

    def _links_before(self) -> Iterator[Problem]:
        before: list[str] = []
        for name, link in self.links.items():
            if link.after is not None and link.after not in before:
                yield not_known(f"links.{name}.after", link.after, before, NOT_BEFORE)
            before.append(name)

    def norm_days_until(self, name: str) -> float | None:
        """Return the norms of a link and of all before it together; None: one of them has none."""
        link = self.links[name]
        before = 0.0 if link.after is None else self.norm_days_until(link.after)
        return None if before is None or link.norm_days is None else before + link.norm_days

    def norm_days_from_file(self, name: str) -> float | None:
        """Return the norms of a link and of those before it; None: none comes before it, or one of them has no norm."""
        return None if self.links[name].after is None else self.norm_days_until(name)

    def first_of(self, name: str) -> str:
        """Return the link that cases came to first, of those that come to a link."""
        after = self.links[name].after
        return name if after is None else self.first_of(after)

    @property
    def last_links(self) -> list[str]:
        """Links that no other comes after."""
        return [name for name in self.links if not any(link.after == name for link in self.links.values())]
