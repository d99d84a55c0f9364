"""From how many missing people on it is said that they are short: in the country, and in a unit."""

import math

from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run.people_asked import AskedOf, PeopleAsked
from tbkk_sim.report.run.tables import short
from tbkk_sim.settings import Settings
from tests.builders import small_settings
from tests.rows import every_row

OF_FTE = 100.0


class ByHand:
    """A run of two years: of each unit the fte of two roles and those that are missing, by year."""

    say = Say("en")
    years = ("2021", "2022")

    def __init__(self, **years: dict[str, tuple[float, float]]) -> None:
        self.by_year = {name.removeprefix("y"): units for name, units in years.items()}

    @property
    def settings(self) -> Settings:
        role = {"label": "Detective", "skills": ["triage", "enrich", "search", "dossier"]}
        return small_settings({"staffing.roles": {"detective": role, "other": {**role, "label": "Other"}}})

    def asked_of(self, *, period: str = "all", kind: str = "severe") -> PeopleAsked:
        people = []
        for unit, (fte, missing) in self.by_year.get(period, {}).items():
            hours = fte * OF_FTE / 2
            people.append(AskedOf(unit, "detective", hours, hours + missing * OF_FTE))
            people.append(AskedOf(unit, "other", hours, 0.0))
        return PeopleAsked(1.0, tuple(people), (), (), {}, OF_FTE)


@every_row(
    ("units", "is_short"),
    [
        ({"capital": (40.0, 0.51)}, True),
        ({"capital": (40.0, 0.49)}, False),
        ({"capital": (40.0, 0.3), "coast": (40.0, 0.21)}, True),  # in all, though little in each
        ({"capital": (40.0, 0.0), "coast": (2.0, 0.21)}, True),  # a tenth of the two
        ({"capital": (40.0, 0.0), "coast": (2.0, 0.19)}, False),
        ({"capital": (40.0, 0.25), "coast": (2.0, 0.19)}, False),
        ({"coast": (4.9, 0.495)}, True),
        ({"coast": (5.2, 0.51)}, True),  # half an fte is enough, though a tenth is more
        ({"coast": (0.4, 0.051)}, True),  # as many as a decimal shows, though a tenth is less
        ({"coast": (0.4, 0.049)}, False),
    ],
)
def test_from_how_many_on_people_are_short(units, is_short):
    run = ByHand(y2021={}, y2022=units)
    assert short.is_short(run) == is_short
    found = short.short_of(run)
    assert (found is not None) == is_short
    if found is not None:
        assert (found.first, found.worst) == ("2022", "2022")
        assert math.isclose(found.fte, sum(missing for _, missing in units.values()))


@every_row(("missing", "is_short"), [(0.21, True), (0.19, False)])
def test_of_a_unit_and_of_a_role_the_unit_counts_as_well(missing, is_short):
    """A tenth of all people of the unit, not of those in the role."""
    run = ByHand(y2021={}, y2022={"capital": (40.0, 0.0), "coast": (2.0, missing)})
    assert (short.short_of(run, team="coast") is not None) == is_short
    assert (short.short_of(run, role="detective") is not None) == is_short
    assert short.short_of(run, team="capital") is None
    assert short.short_of(run, role="other") is None
    assert short.short_of(run, team="coast", however_few=True) is not None


def test_what_is_short_in_a_small_unit_is_a_warning_that_names_it():
    said = short.verdict(ByHand(y2021={"coast": (2.0, 0.1)}, y2022={"capital": (40.0, 0.0), "coast": (2.0, 0.4)}))
    assert said == (
        "Short of people for severe work and judging, with all help that the rules allow: detective in 2022 (Coast, "
        "0.4 fte)."
    )
    hardly = short.verdict(ByHand(y2021={}, y2022={"capital": (40.0, 0.4)}))
    assert hardly.startswith("With all help that the rules allow, hardly anybody is short")


class WithUtilisation(ByHand):
    """The same, with the share of their time in which people of a role had work in hand in the worst year."""

    def __init__(self, missing: float, **busy: float) -> None:
        super().__init__(y2021={"capital": (40.0, missing / 2)}, y2022={"capital": (40.0, missing)})
        self.busy = busy

    def mean(self, key_figure: str, *, period: str) -> float:
        assert period == "2022"  # the worst year
        return self.busy[key_figure.removeprefix("utilisation_")]

    def year_label(self, year: str) -> str:
        return year


@every_row(
    ("missing", "busy", "other_busy", "is_said"),
    [
        (2.0, 0.78, 0.99, True),
        (2.0, 0.899, 0.95, True),
        (2.0, 0.9, 0.99, False),  # nearly always at work
        (2.0, 0.78, 0.949, False),  # nobody holds their work up
        (0.3, 0.78, 0.99, False),  # hardly anybody is short
        (2.0, 0.78, math.nan, False),  # nobody of the other role is there
        (2.0, math.nan, 0.99, False),
    ],
)
def test_who_is_short_and_yet_has_time_is_explained_by_whom_they_wait_for(missing, busy, other_busy, is_said):
    said = short.short_yet_free(WithUtilisation(missing, detective=busy, other=other_busy))
    expected = (
        f"Who is short is not always busy (in 2022 detective: {100 * busy:.0f} % of the time): many steps of a case "
        f"wait until others, most of all other ({100 * other_busy:.0f} %), have done those before them."
    )
    assert said.replace("\N{NO-BREAK SPACE}", " ") == (expected if is_said else "")


def test_a_role_that_is_short_in_another_year_than_the_worst_is_not_said_to_be_so_in_that():
    class OtherBefore(WithUtilisation):
        def asked_of(self, *, period: str = "all", kind: str = "severe") -> PeopleAsked:
            found = super().asked_of(period=period, kind=kind)
            if period == "2022":
                return found
            one_short = AskedOf("capital", "other", 20 * OF_FTE, 21 * OF_FTE)
            return PeopleAsked(1.0, (one_short,), (), (), {}, OF_FTE)

    run = OtherBefore(2.0, detective=0.99, other=0.5)
    assert short.short_of(run, role="other") is not None
    assert short.short_yet_free(run) == ""


class WithAgreements(WithUtilisation):
    """The same, where something was agreed, so that people are short with that as well."""

    @property
    def settings(self) -> Settings:
        agreed = {"some": {"label": "Some", "classes": {"light": 1.0}, "per_year": {2021: 20}}}
        return super().settings.model_copy(update={"agreements": small_settings({"agreements": agreed}).agreements})


@every_row(
    ("busy", "other_busy", "names"),
    [
        (0.95, 0.94, "detective (95 %)"),
        (0.95, 0.99, "other (99 %) and detective (95 %)"),
        (0.949, 0.9, ""),
        (math.nan, 0.97, "other (97 %)"),
    ],
)
def test_who_is_nearly_always_at_work_is_named_beside_what_is_short_with_what_was_agreed(busy, other_busy, names):
    said = short.with_agreed(WithAgreements(2.0, detective=busy, other=other_busy)).replace("\N{NO-BREAK SPACE}", " ")
    missing = "at least 2.0 fte are short in 2022, the worst year."
    assert said == f"With what was agreed as well {missing}" + (f" Nearly always busy then: {names}." if names else "")
