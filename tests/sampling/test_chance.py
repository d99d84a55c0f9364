import numpy as np
import pytest
from scipy import stats
from scipy.special import gammaincinv

from tbkk_sim.sampling.chance import BLOCK, NUMBER_BITS, Chance, following_keys, gamma, key_of, quantiles
from tbkk_sim.settings.schema import Spread
from tests.rows import every_row

EXPECTED = [0.7131687081491506, 0.07320175698005815, 0.5124214363145508]
FOLLOWING = [-2306899430075718964, -7465938015764423718, -394899340967125025]
KEYS = key_of("reports/image/acute/coast") + np.arange(100_000)
FAMILIES = [
    Spread(family="fixed"),
    Spread(family="exponential"),
    Spread(family="gamma", shape=0.7),
    Spread(family="gamma", shape=3.0),
    Spread(family="lognormal", sigma=0.8),
]


def test_numbers_are_uniform() -> None:
    uniform = Chance(1, 0).uniform("hours", KEYS)
    assert stats.kstest(uniform, "uniform").pvalue > 0.001
    assert uniform.min() > 0
    assert uniform.max() < 1


def test_numbers_of_one_stratum_follow_each_other_independently() -> None:
    uniform = Chance(1, 0).uniform("hours", KEYS)
    for lag in (1, 2, 11):
        assert abs(np.corrcoef(uniform[:-lag], uniform[lag:])[0, 1]) < 4 / np.sqrt(len(KEYS))


@every_row(
    ("chance", "decision", "keys"),
    [
        (Chance(1, 0), "delay", KEYS),
        (Chance(1, 1), "hours", KEYS),
        (Chance(2, 0), "hours", KEYS),
        (Chance(1, 0), "hours", KEYS + (1 << NUMBER_BITS)),
    ],
    ids=["another decision", "another replication", "another seed", "another stratum"],
)
def test_other_numbers_are_independent(chance: Chance, decision: str, keys: np.ndarray) -> None:
    one, other = Chance(1, 0).uniform("hours", KEYS), chance.uniform(decision, keys)
    assert abs(np.corrcoef(one, other)[0, 1]) < 4 / np.sqrt(len(KEYS))
    table = np.histogram2d(one, other, bins=8, range=[[0, 1], [0, 1]])[0]
    assert stats.chisquare(table.ravel()).pvalue > 0.001


def test_a_key_has_its_number_whatever_else_is_asked() -> None:
    chance = Chance(1, 0)
    some = np.arange(0, len(KEYS), 7)[::-1]
    np.testing.assert_array_equal(chance.uniform("hours", KEYS)[some], chance.uniform("hours", KEYS[some]))


def test_a_key_that_follows_another_is_negative_and_always_the_same() -> None:
    following = following_keys(KEYS)
    assert (following < 0).all()
    assert len(np.unique(np.concatenate((following, following_keys(following))))) == 2 * len(KEYS)
    assert following_keys(np.array([0, 1, key_of("a")])).tolist() == FOLLOWING


@every_row("decision", ["hours", "returns/happens"])
def test_the_numbers_of_a_key_that_follows_another_are_independent_of_it(decision: str) -> None:
    one, other = Chance(1, 0).uniform("hours", KEYS), Chance(1, 0).uniform(decision, following_keys(KEYS))
    assert stats.kstest(other, "uniform").pvalue > 0.001
    table = np.histogram2d(one, other, bins=8, range=[[0, 1], [0, 1]])[0]
    assert stats.chisquare(table.ravel()).pvalue > 0.001


def test_numbers_are_these() -> None:
    """Another version of Python or numpy, or another process, must not change a replication."""
    np.testing.assert_array_equal(Chance(7, 3).uniform("gap", np.array([0, 1, key_of("a")])), EXPECTED)


def test_names_give_keys_that_leave_room_for_numbers() -> None:
    keys = {key_of(f"reports/image/light/u{i}") for i in range(20_000)}
    assert len(keys) == 20_000
    assert all(0 <= key < 2**63 and key % (1 << NUMBER_BITS) == 0 for key in keys)


@every_row("spread", FAMILIES, ids=lambda s: f"{s.family}-{s.shape}")
def test_amounts_have_mean_1_and_rise(spread: Spread) -> None:
    even = (np.arange(1_000_000) + 0.5) / 1_000_000
    amounts = quantiles(spread, even)
    assert amounts.mean() == pytest.approx(1.0, abs=2e-4)
    assert (np.diff(amounts) >= 0).all()


def test_lognormal_has_its_sigma() -> None:
    amounts = quantiles(Spread(family="lognormal", sigma=0.8), Chance(1, 0).uniform("hours", KEYS))
    assert np.log(amounts).std() == pytest.approx(0.8, abs=4 * 0.8 / np.sqrt(2 * len(KEYS)))


@every_row("shape", [0.3, 1.0, 2.0, 44.4, 1e4])
def test_gamma_is_near_the_exact_quantile(shape: float) -> None:
    uniform = np.concatenate([Chance(1, 0).uniform("hours", KEYS[:2000]), [2.0**-53, 1 - 2.0**-53]])
    np.testing.assert_allclose(gamma(shape, uniform), gammaincinv(shape, uniform) / shape, rtol=1e-4, atol=1e-5)


def test_a_higher_share_happens_to_the_same_keys_and_more() -> None:
    chance = Chance(1, 0)
    few, many = chance.happens("flagged", KEYS, 0.2), chance.happens("flagged", KEYS, 0.7)
    np.testing.assert_array_equal(few, chance.uniform("flagged", KEYS) < 0.2)
    assert (few & ~many).sum() == 0
    assert not chance.happens("flagged", KEYS, 0).any()
    assert chance.happens("flagged", KEYS, 1).all()


@every_row("spread", FAMILIES, ids=lambda s: f"{s.family}-{s.shape}")
@every_row("count", [0, 1, BLOCK, BLOCK + 1, 2 * BLOCK + 7])
def test_amounts_are_the_quantiles_of_the_numbers(spread: Spread, count: int) -> None:
    amounts = Chance(1, 0).amounts(spread, "hours", KEYS[:count])
    np.testing.assert_array_equal(amounts, quantiles(spread, Chance(1, 0).uniform("hours", KEYS[:count])))
