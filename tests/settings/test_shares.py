"""Shares that add up to 1, and how many of each thing there can be."""

import math

import pytest

from tbkk_sim.sampling.workforce.workforce import draw_workforce
from tbkk_sim.settings import Settings
from tbkk_sim.settings.staffing import Age
from tests.builders import SMALL, drawn_reports, small_settings

LIGHT = SMALL["casework"]["classes"]["light"]


def test_rounded_shares_of_many_classes_are_taken():
    mix = {f"c{n}": {"share": 0.008065} for n in range(124)}
    classes = dict.fromkeys(mix, LIGHT)
    settings = small_settings({"demand.streams.image.mix": mix, "casework.classes": classes})
    assert sum(c.share for c in settings.demand.streams["image"].mix.values()) > 1


def test_ages_are_those_of_the_bands_though_their_shares_are_rounded():
    bands = {"25-35": 0.332, "35-45": 0.332, "45-55": 0.332}
    assert math.fsum(Age(bands=bands).years().values()) == pytest.approx(1)
    settings = small_settings({"staffing.age_at_start": {"bands": bands}, "staffing.units.capital.posts": 3000})
    people, _, _ = draw_workforce(settings, 0)
    ages = -people.born_days / 365.25
    assert ages.max() < 55
    assert (ages > 45).mean() == pytest.approx(1 / 3, abs=0.03)


@pytest.mark.parametrize(
    ("where", "most"), [("casework.classes", 126), ("casework.steps", 42), ("demand.streams", 125)]
)
def test_more_than_can_be_numbered_are_refused(where: str, most: int):
    group, part = where.split(".")
    one = next(iter(SMALL[group][part].values()))

    def so_many(number: int) -> Settings:
        return small_settings(
            {where: SMALL[group][part] | {f"n{k}": one for k in range(number - len(SMALL[group][part]))}}
        )

    reports, steps = drawn_reports(so_many(most), 0)
    numbers = [reports.stream, reports.true_class, reports.triaged_class, steps.skill]
    assert min(int(column.min()) for column in numbers) >= 0
    with pytest.raises(ValueError, match=rf"{where}: there are {most + 4}; allowed are at most {most}"):
        so_many(most + 4)
