"""Tables on the terminal: whatever the width, each number and name is there in one piece."""

import re

from rich.console import Console
from rich.text import Text

from tbkk_sim.report.kit.fitted import show_table
from tbkk_sim.report.run import terminal
from tests.rows import every_row

HEADINGS = ["#", "Run", "waiting at the end", "demand not met", "finished", "begun within the norm"]
ROWS = [
    [
        "0",
        "growth, posts=9",
        "2,920 (2,680\N{EN DASH}3,240)",
        "1,200 (\N{MINUS SIGN}13 to 1,450)",
        "310",
        "80\N{NO-BREAK SPACE}%",
    ],
    ["1", "tools", "31,400 (30,900\N{EN DASH}31,800)", "none", "1,310 (1,290\N{EN DASH}1,330)", ""],
]


def shown(width: int, headings=HEADINGS, rows=ROWS, **how) -> str:
    console = Console(width=width, color_system=None)
    with console.capture() as capture:
        show_table(console, "Six runs", headings, rows, **how)
    return capture.get()


@every_row("width", [20, 30, 50, 64, 80, 100, 120, 200])
def test_no_number_and_no_name_is_cut_at_any_width(width):
    lines = shown(width).splitlines()
    pieces = {piece for line in lines for piece in re.split(r"[ \n]+", line)}
    for row in ROWS:
        for cell in row:
            assert set(cell.split(" ")) <= pieces | {""}
    longest = max(len(piece) for row in ROWS for cell in row for piece in cell.split(" "))
    assert max(map(len, lines)) <= max(width, longest)


def test_a_row_is_a_line_where_there_is_room():
    assert any(all(cell in line for cell in ROWS[0]) for line in shown(120).splitlines())


def test_rows_stand_below_each_other_where_there_is_none():
    text = shown(40)
    assert "  waiting at the end: 2,920\n(2,680\N{EN DASH}3,240)" in text
    assert "  begun within the norm: 80\N{NO-BREAK SPACE}%" in text
    assert text.count("begun within the norm") == 1, "an empty cell takes no line"


def test_colours_stay_with_their_cells():
    console = Console(width=30, force_terminal=True, color_system="standard")
    with console.capture() as capture:
        show_table(console, "", ["Class", "Share"], [[Text("light"), Text("12 % late", style="red")]])
    assert "\x1b[31m" in capture.get()


def test_of_a_year_in_which_a_severe_class_misses_its_norm_the_share_is_red_and_nothing_else(growth):
    console = Console(width=200, force_terminal=True, color_system="standard", legacy_windows=False)
    with console.capture() as capture:
        terminal.show(growth, "folder", console)
    red = re.findall(r"\x1b\[31m(.*?)\x1b\[0m", capture.get())
    wanted = []
    for name in ("acute", "producer"):
        shares = growth.spreads("share_within_norm", "period", growth.years, priority_class=name)
        wanted += [growth.say.share_within(of.mean) for of in shares.values() if of.mean < 0.9]
    assert 0 < len(wanted) < 2 * len(growth.years)
    assert [cell.strip().partition("/")[0] for cell in red if cell.strip()] == wanted


@every_row(
    ("label", "parts"),
    [
        ("demand.streams.image.volume_factor", ["demand.", "streams.image.", "volume_factor"]),
        ("growth+tools", ["growth+", "tools"]),
        ("triage.hours_factor=0.8", ["triage.", "hours_factor=0.8"]),
        ("59.060.000", ["59.060.000"]),
        ("reports_fall", ["reports_fall"]),
        ("e.g.", ["e.g."]),
    ],
)
def test_only_keys_of_settings_are_broken_behind_a_point(label, parts):
    _, narrow = shown(max(map(len, parts)) + 4, ["Run", "n"], [[label, "12"]]).rsplit(
        "\N{BOX DRAWINGS LIGHT HORIZONTAL}", 1
    )
    assert narrow.replace("12", "").split() == parts


def test_columns_stand_closer_before_rows_are_stacked():
    headings, row = ["Soort", "Zaken", "Begonnen"], ["Kindersekstoerisme", "46", "36"]
    for width in (37, 34):
        assert any(all(cell in line for cell in row) for line in shown(width, headings, [row]).splitlines())
    assert "  Zaken: 46" in shown(33, headings, [row])
