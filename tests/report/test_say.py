import importlib
import math
import pkgutil

import tbkk_sim
from tbkk_sim.report.kit import phrases
from tbkk_sim.report.kit.say import Say
from tests.rows import every_row

EN, NL = Say("en"), Say("nl")


@every_row(
    ("value", "decimals", "english", "dutch"),
    [
        (1234567.891, 1, "1,234,567.9", "1.234.567,9"),
        (0.5, 2, "0.50", "0,50"),
        (-12, 0, "\N{MINUS SIGN}12", "\N{MINUS SIGN}12"),
        (-0.001, 1, "0.0", "0,0"),
        (math.nan, 0, phrases.MISSING, phrases.MISSING),
        (math.inf, 0, phrases.MISSING, phrases.MISSING),
    ],
)
def test_numbers_follow_the_language(value, decimals, english, dutch):
    assert EN.number(value, decimals) == english
    assert NL.number(value, decimals) == dutch


@every_row(
    ("value", "text"), [(13_565, "13,600"), (1_044, "1,040"), (999.6, "1,000"), (63, "63"), (2.46, "2.5"), (3.02, "3")]
)
def test_counts_have_three_figures(value, text):
    assert EN.count(value) == text


@every_row(
    ("days", "text"), [(1 / 24, "1 h"), (0.3, "7.2 h"), (1, "24 h"), (7, "7 d"), (7.26, "7.3 d"), (413.2, "413 d")]
)
def test_durations_take_the_unit_that_fits(days, text):
    assert EN.duration(days).replace("\N{NO-BREAK SPACE}", " ") == text


def test_lists_are_said():
    assert EN.listed([]) == "none"
    assert EN.listed(["a"]) == "a"
    assert EN.listed(["a", "b", "c"]) == "a, b and c"


def test_a_name_with_braces_is_left_alone():
    assert EN("{0} {name}") == "{0} {name}"


def test_every_phrase_can_be_filled_in():
    class Anything(dict):
        def __missing__(self, key):
            return 7

    modules = [each.name for each in pkgutil.walk_packages(tbkk_sim.__path__, "tbkk_sim.") if "phrases" in each.name]
    assert len(modules) > 10
    for module in map(importlib.import_module, modules):
        found = [value for name, value in vars(module).items() if name.isupper() and isinstance(value, str)]
        assert found, module
        for phrase in found:
            assert phrase.format_map(Anything()), (module, phrase)
