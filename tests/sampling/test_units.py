"""Which unit a case or report belongs to: by the shares, and such that one unit's share is nobody else's matter."""

from collections import Counter
from collections.abc import Mapping

import numpy as np
import pytest
from scipy import stats

from tbkk_sim.model.names import names_of
from tbkk_sim.sampling.chance import Chance, key_of
from tbkk_sim.sampling.reports.arrivals import numbered, unit_of_each
from tbkk_sim.settings import Settings
from tests.builders import drawn_reports, small_settings

SHARES = {"a": 0.3, "b": 0.25, "c": 0.2, "d": 0.15, "e": 0.1}
CASES = 20_000


def settings_of(shares: Mapping[str, float], **changes: object) -> Settings:
    units = {unit: {"label": unit, "posts": 3} for unit in shares}
    return small_settings(
        {"staffing.units": units, "demand.unit_share": dict(shares), "triage.team": next(iter(shares)), **changes}
    )


def units_of(shares: Mapping[str, float]) -> list[str]:
    """The unit of each of many cases."""
    names, weights = names_of(settings_of(shares)), np.array(list(shares.values()))
    return [names.units[unit] for unit in unit_of_each(names, weights, Chance(3, 0), numbered(key_of("stock"), CASES))]


def moves(shares: Mapping[str, float]) -> Counter[tuple[str, str]]:
    """How many cases go from which unit to which when the shares become these."""
    return Counter(pair for pair in zip(units_of(SHARES), units_of(shares), strict=True) if pair[0] != pair[1])


def test_cases_spread_by_the_shares():
    counts = Counter(units_of(SHARES))
    observed, expected = [counts[unit] for unit in SHARES], [CASES * share for share in SHARES.values()]
    assert stats.chisquare(observed, expected).pvalue > 0.001


def test_a_new_unit_takes_evenly_from_all_and_moves_nothing_between_them():
    moved = moves({**{unit: share * 0.95 for unit, share in SHARES.items()}, "f": 0.05})
    assert {to for _, to in moved} == {"f"}
    assert sum(moved.values()) / CASES == pytest.approx(0.05, abs=4 * np.sqrt(0.05 / CASES))
    for unit, share in SHARES.items():
        assert moved[unit, "f"] / CASES == pytest.approx(share * 0.05, abs=4 * np.sqrt(share * 0.05 / CASES))


def test_a_share_that_moves_between_two_units_moves_nothing_between_others():
    moved = moves({**SHARES, "a": 0.28, "e": 0.12})
    assert all(came_from == "a" or went_to == "e" for came_from, went_to in moved)
    # The least that is possible for all pairs of units at once: 2d / (1 + d) at most
    assert 0.02 < sum(moved.values()) / CASES < 2 * 0.02 / 1.02


def test_stock_and_chosen_cases_of_old_units_stay_when_a_unit_comes():
    changes = {"demand.stock.serious": {"waiting": 3000, "in_hand": 500}, "casework.proactive.serious.per_year": 200}

    def of_key(shares: Mapping[str, float]) -> dict[int, str]:
        settings = settings_of(shares, **changes)
        reports, _ = drawn_reports(settings, 0)
        rows = np.flatnonzero((reports.arrived_days < 0) | (reports.stream == 1))
        return {int(reports.key[row]): names_of(settings).units[reports.unit[row]] for row in rows}

    before = of_key(SHARES)
    after = of_key({"f": 0.05, **{unit: share * 0.95 for unit, share in SHARES.items()}})
    assert len(before) == 3700
    assert before.keys() == after.keys()
    assert {after[key] for key in before if after[key] != before[key]} == {"f"}


def test_a_unit_that_is_not_touched_keeps_its_reports_though_factors_spread():
    def reports_of(unit: str, shares: Mapping[str, float]) -> set[tuple[int, float]]:
        settings = settings_of(shares, **{"demand.unit_spread_sigma": 0.4, "demand.streams.image.volume_factor": 20.0})
        reports, _ = drawn_reports(settings, 2)
        rows = reports.unit == names_of(settings).units.index(unit)
        return set(zip(reports.key[rows].tolist(), reports.arrived_days[rows].tolist(), strict=True))

    before, after = (reports_of("c", shares) for shares in (SHARES, {**SHARES, "a": 0.28, "e": 0.12}))
    assert len(before) > 5000
    # all that changes is how many of all reports come: 0.02 times the difference of two factors
    assert len(before & after) > 0.97 * len(before | after)
    assert before <= after or after <= before


def test_the_reports_of_all_units_together_are_as_set_though_factors_spread():
    settings = settings_of(SHARES, **{"demand.unit_spread_sigma": 0.6})
    total = np.array([len(drawn_reports(settings, r)[0].key) for r in range(40)])
    assert total.mean() == pytest.approx(2000, abs=4 * np.sqrt(2000 / 40))
    assert total.var() == pytest.approx(2000, rel=4 * np.sqrt(2 / 40))
