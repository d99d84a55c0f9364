"""Names of runs that were changed: as short as they can be told apart by."""

from tbkk_sim.comparison.labels import LONGEST_LABEL, label_of

CLASSES = "casework.classes"
EXPIRES = [f"{CLASSES}.{name}.expires.mean_days=180" for name in ("distributor", "possessor", "youth", "light")]


def test_a_name_that_fits_has_whole_keys_and_leaves_out_what_all_runs_have():
    assert label_of("growth", ["run.replications=8", "seed=5"], {"seed=5"}) == "growth run.replications=8"
    assert label_of("growth", []) == "growth"


def test_a_name_that_is_too_long_keeps_the_last_two_parts_of_each_key():
    long = [f"{CLASSES}.distributor.expires.mean_days=180", "staffing.hiring.national_limit_per_month=2", "seed=5"]
    assert label_of("baseline", long) == "baseline expires.mean_days=180 hiring.national_limit_per_month=2 seed=5"


def test_keys_that_end_alike_keep_what_tells_them_apart():
    two = [f"staffing.units.{name}.role_share.tactical=0.75000000001" for name in ("limburg", "rotterdam")]
    said = "baseline limburg.role_share.tactical=0.75000000001 rotterdam.role_share.tactical=0.75000000001"
    assert label_of("baseline", two) == said


def test_of_more_changes_than_fit_the_first_is_named_and_the_others_are_counted():
    assert label_of("baseline", EXPIRES) == "baseline distributor.expires.mean_days=180 (+3)"


def test_the_same_key_twice_is_no_endless_search():
    assert label_of("b", [f"{'x' * 60}.y.z=1", f"{'x' * 60}.y.z=2"]) == "b y.z=1 y.z=2"


def test_what_is_too_long_all_the_same_is_cut():
    for name, changed in (("baseline", ["question=" + "x" * 200]), ("x" * (LONGEST_LABEL + 1), [])):
        label = label_of(name, changed)
        assert len(label) == LONGEST_LABEL
        assert label.endswith("\N{HORIZONTAL ELLIPSIS}")
    assert label_of("x" * LONGEST_LABEL, []) == "x" * LONGEST_LABEL
