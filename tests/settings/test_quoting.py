"""Commands that the program proposes are read as they were meant, whatever the shell."""

import os
import shlex
import subprocess

from tbkk_sim.settings.asked import command_of, quoted
from tests.rows import every_row

COMMON = [
    "+scenario=growth",
    "+scenario=[growth,tools]",
    "++demand.streams.ncmec.reports_per_year={2021: 400, 2022: 'x'}",
    "question='It\\'s (about) <50% & more; is it?'",
    "name='two words'",
    "staffing.units.limburg.label='Zuid-Limburg, é'",
    "~steering.first_week",
    "run.precision.key_figures=[{key_figure: backlog_end, period: '2024'}]",
    "C:\\runs\\first try",
    "-x.y=1",
    "a|b^c#d*e?",
    "",
]
"""Words that one form serves in every shell."""
MARKED = ["question='costs $5'", "a`b", 'question="a b"', "it's 5 $", "both \"of\" 'them'"]
"""Words that no form serves in all; it is that of bash, and of PowerShell as far as that can be."""


def as_windows_reads(line: str) -> list[str]:
    """Split a line as cmd.exe leaves it to programs: between double quotes all is plain, single quotes are letters."""
    words, word, within, begun = [], "", False, False
    for letter in line:
        if letter == '"':
            within, begun = not within, True
        elif letter == " " and not within:
            words += [word] if begun else []
            word, begun = "", False
        else:
            word, begun = word + letter, True
    return words + ([word] if begun else [])


@every_row("word", COMMON)
def test_one_form_serves_every_shell(word):
    line = quoted(word)
    assert as_windows_reads(f"program {line} end") == ["program", word, "end"]
    assert shlex.split(line) == [word]
    if line.startswith('"'):
        assert not set('$`"') & set(word), "PowerShell and bash read these between double quotes"
    else:
        assert not set(" ,;'{}[]()&|<>^%~@#*?$`\\\"") & set(word)


@every_row("word", MARKED)
def test_what_no_form_serves_in_all_shells_is_right_in_bash(word):
    assert shlex.split(quoted(word)) == [word]
    assert not quoted(word).startswith('"') or "'" in quoted(word)


@every_row("word", ["name=well done!", "path=a \\\\server"])
def test_what_only_bash_reads_between_double_quotes_has_single_ones_where_bash_is_typed(word):
    """Two backslashes are one to bash, and two to the shells of Windows."""
    assert quoted(word).startswith('"') == (os.name == "nt")


def test_bash_reads_what_was_meant():
    words = [word for word in COMMON + MARKED if word]
    line = " ".join(["printf '%s\\n'", *map(quoted, words)])
    assert subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True).stdout.splitlines() == words


def test_plain_words_have_no_quotes():
    assert command_of("extend", "outputs/2026-11-29/09-00-00", "--replications", "20") == (
        "python -m tbkk_sim extend outputs/2026-11-29/09-00-00 --replications 20"
    )
    assert command_of("+scenario=[growth,tools]") == 'python -m tbkk_sim "+scenario=[growth,tools]"'
