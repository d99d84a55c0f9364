"""Leave after exposure to images: spells away of holders whose first skill is to view them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tbkk_sim.sampling.streams import stream
from tbkk_sim.sampling.workforce.absence import AbsenceCause, Absences, draw_spells, draws_per_person
from tbkk_sim.sampling.workforce.people import Holder
from tbkk_sim.sampling.workforce.posts import Post
from tbkk_sim.sampling.workforce.shifts import Tenures
from tbkk_sim.settings import Settings
from tbkk_sim.settings.staffing import Absence


def draw_exposure(
    settings: Settings, replication: int, posts: Sequence[Post], holders: Sequence[Holder], tenures: Tenures
) -> Absences:
    """Draw the spells away after exposure, each person's from a stream of their own; nothing else depends on them."""
    exposure, horizon = settings.exposure, settings.run.horizon_days
    as_illness = Absence(
        short_illness_spells_per_year=exposure.leave_spells_per_year, short_illness_mean_days=exposure.leave_mean_days
    )
    steps = exposure.steps if exposure.leave_spells_per_year else []
    viewing = [any(skill in steps for skill in role.skills[:1]) for role in settings.staffing.roles.values()]
    rows = np.flatnonzero([viewing[holder.role] for holder in holders])
    size = draws_per_person(as_illness, horizon)
    labels = [f"exposure/{posts[holders[row].post].label}/{holders[row].number}" for row in rows.tolist()]
    draws = [stream(settings.seed, replication, label).random(size) for label in labels]
    begin, end = tenures.begin_days[rows], tenures.left_days[rows]
    nobody_ill = np.ones(len(rows), dtype=np.bool_)
    spells = draw_spells(as_illness, horizon, begin, end, nobody_ill, np.array(draws, dtype=float).reshape(-1, size))
    cause = np.full(len(spells.cause), AbsenceCause.EXPOSURE, dtype=np.int8)
    return replace(spells, person=rows[spells.person], cause=cause)
