"""Random settings with capacity that does not come by hiring for posts, of every kind."""

import datetime as dt
from typing import Any

import numpy as np

from tbkk_sim.model.establishment import posts_by_role
from tbkk_sim.settings import Settings


def with_capacity(settings: Settings, number: int) -> Settings:
    """The same settings with reallocation, temporary people, a cohort, retraining and overtime, each in two of three.

    They come soon, since the runs are short, and within a month or two, so that they meet.
    """
    rng, staffing = np.random.default_rng((number, 6)), settings.staffing
    units, roles, pools = list(staffing.units), list(staffing.roles), settings.collaboration.pools

    def one_of(options: Any) -> Any:
        return options[rng.integers(len(options))]

    def date(of: int = 60) -> dt.date:
        return settings.run.start + dt.timedelta(days=int(rng.integers(of)))

    def some_units() -> list[str]:
        return [] if rng.random() < 0.5 else units[: rng.integers(1, len(units) + 1)]

    def stay() -> dict[str, Any]:
        return {
            "unit": one_of(units),
            "role": one_of(roles),
            "date": date(),
            "months": one_of([None, 0.5, 1.0, 2.0]),
            "productivity_share": one_of([1.0, 0.7]),
        }

    kinds: dict[str, dict[str, Any]] = {
        "reallocation": {
            f"from_{pool}": {**stay(), "from_pool": pool, "people": int(rng.integers(1, of.members + 1))}
            for pool, of in pools.items()
            if of.members
        },
        "temporary": {"hired": {**stay(), "people": int(rng.integers(1, 4))}},
        "cohorts": {
            "class": {
                "people": int(rng.integers(1, 6)),
                "role": one_of([None, *roles]),
                "units": some_units(),
                "date": date(),
                "course_months": one_of([0.0, 0.5, 2.0]),
            }
        },
        "overtime": {
            "much": {
                "units": some_units(),
                "date": date(30),
                "months": one_of([0.5, 1.0, 2.0]),
                "extra_share": one_of([0.05, 0.3]),
                "back_share": one_of([0.0, 0.5, 1.0]),
                "extra_resignation_per_year": one_of([0.0, 0.8]),
            }
        },
    }
    kinds["reallocation"]["from_elsewhere"] = {**stay(), "people": int(rng.integers(1, 3))}
    unit = one_of(units)
    posts = {role: n for role, n in posts_by_role(staffing, unit).items() if n > 1}
    if posts:
        role = one_of(list(posts))
        kinds["retraining"] = {
            "again": {
                "unit": unit,
                "from_role": role,
                "to_role": one_of([other for other in roles if other != role]),
                "people": int(rng.integers(1, posts[role])),
                "date": date(),
                "course_months": one_of([0.0, 1.0]),
                "ramp": one_of(["none", "experienced", "whole"]),
            }
        }
    chosen = {kind: of for kind, of in kinds.items() if rng.random() < 2 / 3}
    return Settings.model_validate(settings.model_dump() | {"capacity": chosen})
