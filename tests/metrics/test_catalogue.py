"""The catalogue of key figures: a row for each, and nothing about a key figure said elsewhere."""

from tbkk_sim.comparison.report.phrases import MORE_AND_LESS
from tbkk_sim.metrics.catalogue import Better, Over, fixed_key_figures, key_figure_list
from tbkk_sim.metrics.cell import better
from tbkk_sim.model.names import names_of
from tbkk_sim.problem import Phrase
from tbkk_sim.report.kit.say import Say
from tbkk_sim.whatif.narrative import SHOWN
from tests.builders import national_settings, small_settings
from tests.rows import every_row

UNITS = {"reports", "cases", "devices", "days", "hours", "fte", "people", "share", "ratio", "euros"}


def test_each_key_figure_has_one_row_with_a_unit_that_can_be_written():
    figures = key_figure_list(names_of(small_settings()))
    names = [figure.name for figure in figures]
    assert len(names) > 60
    assert len(set(names)) == len(names)
    assert {figure.unit for figure in figures} <= UNITS
    assert {figure.over for figure in figures} == set(Over)


def test_a_key_figure_that_every_run_has_is_called_alike_in_no_other_row():
    labels = [figure.label for figure in fixed_key_figures().values() if isinstance(figure.label, Phrase)]
    assert len(labels) > 40
    assert len(set(labels)) == len(labels)


def test_what_is_counted_of_a_step_or_role_is_called_by_its_label_in_both_languages():
    named = {figure.name: figure.label for figure in key_figure_list(names_of(national_settings()))}
    assert named["hours_image"] == "hours worked: Image identification"
    dutch = {name: Say("nl")(label) for name, label in named.items()}
    assert dutch["hours_triage"] == "gewerkte uren: Triage"
    assert dutch["utilisation_image"] == "bezettingsgraad: Beeldspecialist"
    assert dutch["ended_file_to_om"] == "afgerond: dossier naar OM"
    assert not [label for label in {*named.values(), *dutch.values()} if "_" in label]
    assert len(set(named.values())) == len(set(dutch.values())) == len(named)


@every_row(
    ("key_figure", "direction"),
    [
        ("load_severe", Better.LOWER),
        ("left_undone", Better.LOWER),
        ("backlog_end", Better.LOWER),
        ("waiting_days_p90", Better.LOWER),
        ("share_within_norm", Better.HIGHER),
        ("deployable_fte", Better.HIGHER),
        ("hires", Better.NEITHER),
        ("utilisation", Better.NEITHER),
        ("hours_search", Better.NEITHER),
    ],
)
def test_all_pages_take_the_better_direction_from_the_catalogue(key_figure, direction):
    assert better(key_figure) == direction
    shown = {of.key_figure: of.catalogue_row.better for of in SHOWN}
    assert shown.get(key_figure, direction) == direction


def test_sentences_and_pages_speak_of_key_figures_of_the_catalogue_only():
    assert set(MORE_AND_LESS) <= set(fixed_key_figures())
    assert {shown.key_figure for shown in SHOWN} <= set(fixed_key_figures())


@every_row(
    ("unit", "value", "text"),
    [
        ("share", 0.125, "12.5 %"),
        ("days", 1.0, "24 h"),
        ("days", 3.0, "3 d"),
        ("fte", 1.25, "1.2"),
        ("ratio", 1.256, "1.26"),
        ("cases", 1234.0, "1,230"),
        ("days", float("inf"), "never"),
        ("ratio", float("inf"), "nobody"),
    ],
)
def test_a_value_is_written_as_its_unit_asks(unit, value, text):
    assert Say("en").value(value, unit).replace("\N{NO-BREAK SPACE}", " ") == text
