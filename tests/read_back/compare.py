"""What is wrong between a page and what must stand on it."""

import re
from collections.abc import Iterable

import pytest

from tests.read_back.pages import Table
from tests.read_back.run_tables import ByHand, Expected
from tests.read_back.shown import Said, plain

LANGUAGES = ("en", pytest.param("nl", marks=pytest.mark.slow))
"""In which pages are read back: a number that is wrong in English is so in Dutch, which the whole suite reads too."""
NOBODY_READS = "the report prints a number that nobody reads back"


def in_cell(expected: Expected, printed: str, language: str) -> str:
    """What is wrong with a cell; empty: nothing."""
    if isinstance(expected, str):
        return "" if plain(printed) == plain(expected) else f"{printed!r} should be {expected!r}"
    return expected.complaint(printed, language)


def in_tables(printed: Iterable[Table], by_hand: Iterable[ByHand], language: str) -> list[str]:
    """Every cell of every table, by the heading of its column and the name of its row."""
    known, seen, wrong = {plain(table.title): table for table in by_hand}, set(), []
    for table in printed:
        if table.title not in known:
            wrong.append(f"{NOBODY_READS}: a table {table.title!r}")
            continue
        seen.add(table.title)
        wrong += [f"{table.title}: {said}" for said in in_table(table, known[table.title], language)]
    return wrong + [f"the table {title!r} is not there" for title in known if title not in seen]


def in_table(printed: Table, by_hand: ByHand, language: str) -> list[str]:
    """Every cell of one table."""
    names, wanted = [row[0] for row in printed.rows], [plain(name) for name in by_hand.rows]
    if names != wanted:
        return [f"the rows are {names}, not {wanted}"]
    if printed.headings[0] != by_hand.first:
        return [f"the rows are named {printed.headings[0]!r}, not {by_hand.first!r}"]
    if len(set(printed.headings)) < len(printed.headings):
        return [f"two columns with one heading: {printed.headings}"]
    wrong = []
    for row, cells in zip(printed.rows, by_hand.rows.values(), strict=True):
        of = {plain(heading): expected for heading, expected in cells.items()}
        for heading, cell in zip(printed.headings[1:], row[1:], strict=True):
            if heading not in of:
                wrong.append(f"{NOBODY_READS}: column {heading!r}")
            elif said := in_cell(of[heading], cell, language):
                wrong.append(f"{row[0]}, {heading}: {said}")
        wrong += [f"no column {heading!r}" for heading in of if heading not in printed.headings]
    return list(dict.fromkeys(wrong))


def in_texts(printed: Iterable[str], by_hand: Iterable[Said], language: str) -> list[str]:
    """Every sentence with a number: that it is one that is known, and that its numbers are right."""
    known, seen, wrong = list(by_hand), set[str](), []
    for said in printed:
        rest = plain(said)
        for sentence in known:
            while found := sentence.pattern.search(rest):
                seen.add(sentence.template)
                if complaint := sentence.of(found, language):
                    wrong.append(f"{found[0]!r}: {complaint}")
                rest = rest[: found.start()] + " | " + rest[found.end() :]
        if re.search(r"\d", rest):
            wrong.append(f"{NOBODY_READS}: {rest!r}")
    wrong += [
        f"it is not said: {sentence.template!r}"
        for sentence in known
        if sentence.must and sentence.template not in seen
    ]
    return list(dict.fromkeys(wrong))


def named_by(table: Table, first: int) -> Table:
    """The same, where the first columns name a row together."""

    def merged(cells: list[str]) -> list[str]:
        return [plain(" / ".join(cells[:first])), *cells[first:]]

    return Table(table.title, merged(table.headings), [merged(row) for row in table.rows])


def hidden_swaps(table: Table) -> list[str]:
    """Columns that have the same numbers, so that nobody would see them swapped."""
    columns = list(zip(*table.rows, strict=True))[1:]
    return [
        f"{table.title}: {table.headings[a + 1]} and {table.headings[b + 1]}"
        for a in range(len(columns))
        for b in range(a)
        if columns[a] == columns[b]
    ]


def agree(wrong: list[str]) -> None:
    """Say all that is wrong."""
    assert not wrong, "\n".join(["", *wrong])
