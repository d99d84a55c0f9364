"""Every key figure against a slow recount of other make, on runs that are known to hold every edge."""

import pytest

from experiment.edge_worlds import MORE_WORLDS, WORLDS, told
from experiment.edges import EDGES, holds
from experiment.plain_table import differences
from tbkk_sim.domain.names import names_of
from tbkk_sim.experiment.key_figure_list import key_figure_list


@pytest.mark.slow
@pytest.mark.parametrize("edge", EDGES)
def test_a_run_holds_the_edge(edge):
    assert any(holds(edge, of.story, of.recounted) for of in map(told, WORLDS))


def test_every_key_figure_of_the_list_is_recounted():
    runs = list(map(told, WORLDS))
    listed = {figure.name for of in runs for figure in key_figure_list(names_of(of.settings))}
    assert listed == {row[0] for of in runs for row in of.recounted}


@pytest.mark.parametrize("name", WORLDS)
def test_every_key_figure_is_what_a_recount_says(name):
    assert not differences(told(name).recounted, told(name).rows)


@pytest.mark.slow
@pytest.mark.parametrize("name", MORE_WORLDS)
def test_every_key_figure_of_more_runs_is_what_a_recount_says(name):
    assert not differences(told(name).recounted, told(name).rows)
