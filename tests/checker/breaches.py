"""What a check finds: breaches of the rules of the model, counted by kind, with a few examples of each."""

from collections import Counter, defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field

SECONDS_PER_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Breach:
    """One breach of a rule."""

    kind: str
    """The rule that is broken, in a few words."""
    time_seconds: int
    row: int
    """Row of the log at which it was seen."""
    text: str
    """Who, which report, and what would have been right."""

    def __str__(self) -> str:
        return f"{self.kind}: {self.text} (day {self.time_seconds / SECONDS_PER_DAY:.6f}, row {self.row})"


@dataclass
class Breaches:
    """All breaches found in one log."""

    n_examples: int = 3
    """Examples that are kept of each kind."""
    counts: Counter[str] = field(default_factory=Counter)
    first: list[Breach] = field(default_factory=list)
    """Those seen at the first row at which there is one."""
    looked_at: Counter[str] = field(default_factory=Counter)
    """How often each subject was looked at: a check that never had anything to look at shows nothing."""
    examples: dict[str, list[Breach]] = field(default_factory=lambda: defaultdict(list))
    _seen: set[Hashable] = field(default_factory=set)

    def add(self, kind: str, time_seconds: int, row: int, text: str) -> None:
        """Note a breach."""
        breach = Breach(kind, time_seconds, row, text)
        self.counts[kind] += 1
        if len(self.examples[kind]) < self.n_examples:
            self.examples[kind].append(breach)
        if not self.first or self.first[0].row == row:
            self.first.append(breach)

    def add_once(self, what: Hashable, kind: str, time_seconds: int, row: int, text: str) -> None:
        """Note a breach that lasts, the first time that it is seen."""
        if (kind, what) not in self._seen:
            self._seen.add((kind, what))
            self.add(kind, time_seconds, row, text)

    def __bool__(self) -> bool:
        return bool(self.counts)

    def __str__(self) -> str:
        return "\n".join(
            f"{count:6d} x {example}" for kind, count in sorted(self.counts.items()) for example in self.examples[kind]
        )
