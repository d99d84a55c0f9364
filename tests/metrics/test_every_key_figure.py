"""Every key figure against a slow recount of other make, on runs that are known to hold every edge."""

import pytest

from tbkk_sim.metrics.catalogue import key_figure_list
from tbkk_sim.model.names import names_of
from tests.metrics.edge_worlds import MORE_WORLDS, WORLDS, told
from tests.metrics.edges import EDGES, holds
from tests.metrics.plain_table import check
from tests.rows import every_row


@pytest.mark.slow
@every_row("edge", EDGES)
def test_a_run_holds_the_edge(edge):
    assert any(holds(edge, of.story, of.recounted) for of in map(told, WORLDS))


def test_every_key_figure_of_the_list_is_recounted():
    runs = list(map(told, WORLDS))
    listed = {figure.name for of in runs for figure in key_figure_list(names_of(of.settings))}
    assert listed == {row[0] for of in runs for row in of.recounted}


@every_row("name", WORLDS)
def test_every_key_figure_is_what_a_recount_says(name):
    check(told(name).recounted, told(name).rows)


@pytest.mark.slow
@every_row("name", MORE_WORLDS)
def test_every_key_figure_of_more_runs_is_what_a_recount_says(name):
    check(told(name).recounted, told(name).rows)


def test_a_table_that_is_wrong_is_told_by_key_figure_period_team_and_class():
    expected = {("finished", "2021-03", "coast", "light"): 3.0, ("load", "all", "all", "all"): 0.5}
    check(expected, expected)
    more = {("finished", "2021-04", "coast", "light"): 1.0}
    with pytest.raises(AssertionError) as told_of:
        check(
            {**expected, **more}, {("finished", "2021-03", "coast", "light"): 4.0, ("load", "all", "all", "all"): 0.5}
        )
    assert str(told_of.value) == (
        "finished, period 2021-03, team coast, class light: expected 3, got 4 (and 1 more rows of it)"
    )
    with pytest.raises(
        AssertionError, match=r"f00, .*: expected 1, got no row\n(.*\n)+and rows of 94 more: f06, f07"
    ) as told_of:
        check({(f"f{n:02}", "all", "all", "all"): 1.0 for n in range(100)}, {})
    assert len(str(told_of.value)) <= 1500
