"""Named random streams: one per decision and owner, so that nothing disturbs anything else."""

from zlib import crc32

import numpy as np


def stream(seed: int, replication: int, name: str) -> np.random.Generator:
    """The random stream of this name, for example `triage/automatic`.

    The name alone decides, with seed and replication: adding a unit or a decision leaves all others as they were.
    """
    return np.random.default_rng([seed, replication, crc32(name.encode()), len(name)])
