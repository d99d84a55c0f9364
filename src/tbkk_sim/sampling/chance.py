"""Random numbers that belong to a report: they follow from seed, replication, decision and key alone.

One generator per report, unit or class would cost more than the numbers. So a key is turned into a number at
once: it is the place at which SplitMix64 is read (Steele, Lea and Flood 2014, "Fast splittable pseudorandom
number generators"), and each decision starts that sequence elsewhere. Other reports, units, classes or
decisions make no difference.
"""

from collections.abc import Callable
from functools import lru_cache, partial
from hashlib import blake2b
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.arrays import Flags, Floats, Longs
from tbkk_sim.sampling.streams import stream
from tbkk_sim.settings.schema import Spread

NUMBER_BITS = 24
"""Low bits of a key: the number of a report in its stratum; the 39 bits above are the stratum."""

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
MIX_2 = np.uint64(0x94D049BB133111EB)
TOP_BIT = np.uint64(1 << 63)
LEAST_UNIFORM = 2.0**-53
"""Nearest to 0 and 1 that a number in (0, 1) comes."""
BLOCK = 1 << 14
"""Keys that are turned into numbers at a time: so few that all steps of it stay in the cache."""

Result = TypeVar("Result", Floats, Flags)


class Chance(NamedTuple):
    """The random numbers of one replication."""

    seed: int
    replication: int

    def uniform(self, decision: str, keys: Longs) -> Floats:
        """One number in (0, 1) per key, the ends not included."""
        return self._in_blocks(decision, keys, lambda uniform: uniform, np.empty(len(keys)))

    def happens(self, decision: str, keys: Longs, share: float) -> Flags:
        """True per key for this share of the keys; a higher share is true for the same keys, and more."""
        if share in (0, 1):
            return np.full(len(keys), share == 1)
        return self._in_blocks(decision, keys, lambda uniform: uniform < share, np.empty(len(keys), dtype=np.bool_))

    def amounts(self, spread: Spread, decision: str, keys: Longs) -> Floats:
        """One amount with mean 1 per key, with the given spread; if all are the same, nothing is drawn."""
        if spread.family == "fixed":
            return np.ones(len(keys))
        return self._in_blocks(decision, keys, partial(quantiles, spread), np.empty(len(keys)))

    def correlated_amounts(self, spread: Spread, decision: str, keys: Longs, common: str, correlation: float) -> Floats:
        """One amount with mean 1 per key, with the given spread, correlated with those of other decisions.

        By a Gaussian copula: the normal number behind each amount is made of one of its own and one that all decisions
        with the same `common` share, so that the distribution of each stays what it is.

        Args:
            spread: Distribution of the amounts.
            decision: Name of the random numbers of these amounts.
            keys: What each amount belongs to.
            common: Name of the random numbers that decisions share.
            correlation: Of the normal numbers behind the amounts of two decisions, 0 to 1.
        """
        if correlation == 0 or spread.family == "fixed":
            return self.amounts(spread, decision, keys)
        from scipy.special import ndtr, ndtri

        shared = self._in_blocks(common, keys, ndtri, np.empty(len(keys)))
        own = self._in_blocks(decision, keys, ndtri, np.empty(len(keys)))
        uniform = ndtr(np.sqrt(correlation) * shared + np.sqrt(1 - correlation) * own)
        return quantiles(spread, np.clip(uniform, LEAST_UNIFORM, 1 - LEAST_UNIFORM))

    def exponential(self, decision: str, keys: Longs) -> Floats:
        """One exponential amount with mean 1 per key."""
        return self.amounts(EXPONENTIAL, decision, keys)

    def geometric(self, decision: str, keys: Longs, mean: float) -> Longs:
        """One whole number from 1 on per key, of a geometric distribution; with mean 1 nothing is drawn."""
        if mean == 1:
            return np.ones(len(keys), dtype=np.int64)
        more = self.exponential(decision, keys) / -np.log1p(-1 / mean)
        number: Longs = 1 + more.astype(np.int64)
        return number

    def _in_blocks(self, decision: str, keys: Longs, what: Callable[[Floats], Result], result: Result) -> Result:
        """Apply a function to the uniform number of each key, block by block, into `result`."""
        start = _start(self.seed, self.replication, decision)
        for begin in range(0, len(keys), BLOCK):
            block = slice(begin, begin + BLOCK)
            result[block] = what(_mix(start, keys[block]))
        return result


def _mix(start: np.uint64, keys: Longs) -> Floats:
    """The output of SplitMix64 at these places after `start`, as numbers in (0, 1)."""
    x = _mixed(start, keys)
    x >>= np.uint64(12)
    uniform = x.astype(np.float64)
    uniform += 0.5
    uniform *= 2.0**-52
    return uniform


def following_keys(keys: Longs, why: str = "returns") -> Longs:
    """Keys of the reports that follow those with these keys, one each, of those that follow for this reason.

    They are negative, so that they are none of those that are numbered in a stratum. That two of a million of them are
    the same happens once in ten million times.
    """
    return (_mixed(np.uint64(key_of(why)), keys) | TOP_BIT).view(np.int64)


def _mixed(start: np.uint64, keys: Longs) -> NDArray[np.uint64]:
    """The output of SplitMix64 at these places after `start`."""
    x = keys.astype(np.uint64)
    x *= GOLDEN
    x += start
    x ^= x >> np.uint64(30)
    x *= MIX_1
    x ^= x >> np.uint64(27)
    x *= MIX_2
    x ^= x >> np.uint64(31)
    return x


@lru_cache(maxsize=1024)
def _start(seed: int, replication: int, decision: str) -> np.uint64:
    return stream(seed, replication, decision).integers(2**64, dtype=np.uint64)


def key_of(name: str) -> int:
    """The key of a name: of number 0 in the stratum that is called so."""
    digest = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")
    return (digest >> (NUMBER_BITS + 1)) << NUMBER_BITS


EXPONENTIAL = Spread(family="exponential")


def quantiles(spread: Spread, uniform: Floats) -> Floats:
    """Amounts with mean 1 and the given spread; a higher number in (0, 1) gives a higher amount."""
    match spread.family:
        case "fixed":
            return np.ones_like(uniform)
        case "exponential":
            return -np.log1p(-uniform)
        case "gamma":
            return gamma(spread.shape, uniform)
        case "lognormal":
            from scipy.special import ndtri

            return np.exp(spread.sigma * ndtri(uniform) - spread.sigma**2 / 2)


WIDEST_Z = 8.5
"""No number in (0, 1) lies further out on the normal distribution."""
PER_Z = 256
"""Entries in a table of quantiles per unit of z: linear between them is within 1e-5."""


def gamma(shape: float, uniform: Floats) -> Floats:
    """Quantiles of the gamma distribution with mean 1, from a table: exact ones take a microsecond each."""
    from scipy.special import ndtri

    table, rise = _gamma_table(shape)
    place = (ndtri(uniform) + WIDEST_Z) * PER_Z
    below = place.astype(np.int64)
    return table[below] + (place - below) * rise[below]


@lru_cache(maxsize=64)
def _gamma_table(shape: float) -> tuple[Floats, Floats]:
    """Quantiles over z, and how much each rises to the next."""
    from scipy.special import gammainccinv, gammaincinv, ndtr

    z = np.linspace(-WIDEST_Z, WIDEST_Z, round(2 * WIDEST_Z * PER_Z) + 1)
    amount: Floats = np.where(z < 0, gammaincinv(shape, ndtr(z)), gammainccinv(shape, ndtr(-z))) / shape
    return amount, np.diff(amount)
