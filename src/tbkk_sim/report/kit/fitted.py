"""Tables that fit the terminal: no number or name is cut, whatever its width.

Cells are wrapped between words, keys of settings behind a point, and scenarios behind a +. Where even that is too wide,
each row stands below the other: its name, and then a line for each of its cells.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console, RenderableType
    from rich.text import Text

A_KEY = re.compile(r"([a-z_]+(?:\.\w+){2,})()|([a-z_]+(?:\.\w+)+)(=\S*)")
"""The key of a setting in full, such as demand.streams.image.volume_factor, or a key with a value."""
SCENARIOS = re.compile(r"[a-z]\w*(?:\+[a-z]\w*)+")
"""Names of scenarios on top of each other, such as growth+tools."""
GAPS = (2, 1)
"""Characters that a column takes besides its cells; the fewest only where more do not fit."""


def show_table(
    console: "Console",
    title: str,
    headings: Sequence[str],
    rows: "Sequence[Sequence[str | Text]]",
    *,
    left: int = 1,
) -> None:
    """Write a table as wide as the terminal allows.

    Args:
        console: The terminal.
        title: Stands above it; empty: nothing.
        headings: Of the columns.
        rows: Cells, all of them texts.
        left: Number of columns, the first ones, that stand to the left; numbers stand to the right.
    """
    from rich.text import Text

    cells = [[cell if isinstance(cell, Text) else Text(cell) for cell in row] for row in rows]
    headed = [Text(heading) for heading in headings]
    columns = list(zip(headed, *cells, strict=True))
    lines, words = [_longest_line(column) for column in columns], [_longest_word(column) for column in columns]
    by_gap = {gap: _widths(lines, words, console.width - len(columns) * gap) for gap in GAPS}
    gap, widths = next(((gap, widths) for gap, widths in by_gap.items() if widths is not None), (0, None))
    if widths is None:
        if title:
            console.print(Text(title, style="italic"))
        for line in _stacked(headed, cells):
            console.print(_wrapped(line, console.width), soft_wrap=True)
    else:
        console.print(_side_by_side(title, headed, cells, widths, gap, left))


def show_frame(console: "Console", title: str, table: "pd.DataFrame", left: int = 1) -> None:
    """Write a table of texts; `title` and `left` as for `show_table`. A row without cells names those below it."""
    from rich.text import Text

    rows = list[list[str | Text]]()
    for name, *row in table.itertuples(index=False):
        rows.append([Text(str(name), style="" if any(row) else "bold"), *map(str, row)])
    show_table(console, title, [str(heading) for heading in table.columns], rows, left=left)


def _widths(longest_line: list[int], longest_word: list[int], room: int) -> list[int] | None:
    """Widths of columns that together take no more than the room; None: their words do not fit beside each other."""
    widths = list(longest_word)
    spare = room - sum(widths)
    if spare < 0:
        return None
    wanting = [k for k, width in enumerate(widths) if width < longest_line[k]]
    while wanting and spare > 0:
        narrowest = min(wanting, key=lambda k: widths[k])
        widths[narrowest] += 1
        spare -= 1
        wanting = [k for k in wanting if widths[k] < longest_line[k]]
    return widths


def _side_by_side(
    title: str,
    headings: "list[Text]",
    rows: "list[list[Text]]",
    widths: list[int],
    gap: int,
    left: int,
) -> "RenderableType":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title) if title else None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.padding = (0, gap - 1, 0, 0)  # the box draws one blank itself
    for number, (heading, width) in enumerate(zip(headings, widths, strict=True)):
        justify = "left" if number < left else "right"
        table.add_column(_wrapped(heading, width), justify=justify, no_wrap=True, min_width=width)  # type: ignore[arg-type]
    for row in rows:
        table.add_row(*(_wrapped(cell, width) for cell, width in zip(row, widths, strict=True)))
    return table


def _stacked(headings: "list[Text]", rows: "list[list[Text]]") -> "Iterator[Text]":
    """Give each row as its first cell, and below it a line for each other cell, behind the heading."""
    from rich.text import Text

    for row in rows:
        yield Text("")
        yield row[0]
        for heading, cell in zip(headings[1:], row[1:], strict=True):
            if cell.plain:
                yield Text.assemble("  ", " ".join(heading.plain.split()), ": ", cell)
    yield Text("")


def _wrapped(text: "Text", width: int) -> "Text":
    """The text in lines of at most this width; blanks that hold a number together stay."""
    from rich.text import Text

    lines = []
    for part in text.split("\n"):
        begin, end = 0, 0
        for start, stop in _words(part.plain):
            if part.plain[begin:end].strip() and _wide(part.plain[begin:stop]) > width:
                lines.append(part[begin:end])
                begin = start
            end = stop
        lines.append(part[begin : max(end, begin)])
    return Text("\n", style=text.style).join(lines)


def _words(line: str) -> Iterator[tuple[int, int]]:
    """Begin and end of each word, and of each part of the key of a setting."""
    at = 0
    for word in line.split(" "):
        for part in _parts(word):
            yield at, at + len(part)
            at += len(part)
        at += 1


def _parts(word: str) -> list[str]:
    """The parts of a key, each with the point behind it and the last with the value; of another word itself.

    The names of scenarios on top of each other are parts too, each with the + behind it.
    """
    if SCENARIOS.fullmatch(word):
        return re.findall(r"[^+]+\+?", word)
    if not (found := A_KEY.fullmatch(word)):
        return [word] if word else []
    *first, last = re.findall(r"[^.]+\.?", found[1] or found[3])
    return [*first, last + (found[2] or found[4] or "")]


def _longest_line(column: "Sequence[Text]") -> int:
    return max(_wide(line) for cell in column for line in cell.plain.split("\n"))


def _longest_word(column: "Sequence[Text]") -> int:
    lines = (line for cell in column for line in cell.plain.split("\n"))
    return max((_wide(line[begin:end]) for line in lines for begin, end in _words(line)), default=0)


def _wide(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)
