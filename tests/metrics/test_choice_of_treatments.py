"""Treatments of many cases at once are those that the rule gives each by itself."""

import numpy as np

from tbkk_sim.metrics.events.treatments import choose_treatments, choose_treatments_of_stock
from tbkk_sim.model.selection.treatment import treatment_of
from tests.rows import every_row

UPTO = ([0, 0, 0], [1_000_000] * 3, [250_000, 500_000, 750_000], [0, 400_000, 400_000], [999_999] * 3, [1, 1, 2])
DRAWS = (0, 1, 2, 249_999, 250_000, 399_999, 400_000, 749_999, 750_000, 999_998, 999_999)


@every_row(("choose", "may_be_closed"), [(choose_treatments, True), (choose_treatments_of_stock, False)])
def test_as_the_rule_gives_each(choose, may_be_closed):
    cases = [(draw, upto) for draw in DRAWS for upto in UPTO]
    draws, shares = np.array([draw for draw, _ in cases], dtype=np.int32), np.array([upto for _, upto in cases])
    right = [treatment_of(draw, *upto, may_be_closed) for draw, upto in cases]
    assert choose(draws, shares).tolist() == right
    assert len(set(right)) == (4 if may_be_closed else 3)
