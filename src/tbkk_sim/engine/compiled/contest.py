"""The member whose work is done first, by a contest of all members: in pairs, then the winners of two pairs, and so on.

When the work of one member changes, only the contests that this member takes part in are held again. All of them are
known beforehand, so that the processor need not wait for one to begin the next; a heap makes it wait at every level.
D. E. Knuth, "The Art of Computer Programming", volume 3 (2nd edition, 1998), section 5.2.3, tree selection.
"""

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.engine.compiled.kernel.jit import inlined
from tbkk_sim.engine.compiled.state.agenda import comes_before
from tbkk_sim.engine.compiled.state.state import EngineState
from tbkk_sim.model.seconds import NEVER_SECONDS


def lay_out_contest(n_members: int) -> dict[str, NDArray[np.generic]]:
    """The contest while nobody has work; members that do not exist fill it up to a power of two."""
    rounds = max(n_members - 1, 0).bit_length()
    places = 1 << rounds
    won = [np.arange(0, places, 1 << round_) for round_ in range(rounds, -1, -1)]
    return {"done": np.full(places, NEVER_SECONDS), "winner": np.concatenate(([0], *won))}


@inlined
def first_done(s: EngineState) -> int:
    """The member whose work is done first; of those done at the same moment, the first."""
    return s.winner[1]


@inlined
def compete(s: EngineState, member: int) -> None:
    """Hold the contests of a member again, since the moment at which their work is done has changed."""
    first, moment = member, s.done[member]
    at = len(s.done) + member
    while at > 1:
        other = s.winner[at ^ 1]
        other_moment = s.done[other]
        first += (other - first) * comes_before(other_moment, other, moment, first)
        moment = min(moment, other_moment)
        at >>= 1
        s.winner[at] = first
