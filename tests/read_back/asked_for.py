"""How an invented run was asked for and how well its means are known; and what must be said of that, by hand."""

from dataclasses import replace
from typing import Any

from tbkk_sim.report.run.view import RunView
from tbkk_sim.runs.changes import Change, Changes, Idle, Reason
from tbkk_sim.settings.asked import Asked
from tbkk_sim.settings.run import Precision, Wanted
from tbkk_sim.stats.precision import Estimate, StoppingResult
from tests.read_back.run_tables import ByHand, Of
from tests.read_back.shown import Said, Shown, text

TYPED = ("staffing.units.coast.posts=6", "seed=7", "triage.hours_mean=0.5", "casework.proactive.planned.per_year=40",
         "demand.unit_share.lakes=0.2", "++staffing.turnover.transfer_per_year=0.03")  # fmt: skip
CHANGED = [words.lstrip("+") for words in TYPED if words != "seed=7"]
"""A seed changes nothing in the model."""
ASKED = Asked(overrides=("+scenario=growth", *TYPED), scenarios=("growth",))
CHANGES = Changes(
    changes=(
        Change("staffing.units.coast.posts", 4, 6),
        Change("casework.classes.serious.hours.search", 12.5, 16.0),
        Change("demand.streams.image.reports_per_year.2023", None, 2100.0),
        Change("demand.streams.image.reports_per_year.2022", 23456, 1234567.25),
        Change("staffing.turnover.transfer_per_year", 0.035, None),
        Change("demand.streams.image.reference_year", 2019, 2021),
        Change("staffing.plan.more", None, {"unit": "coast", "date": "2022-03-01", "posts": 3}),
        Change("staffing.plan.fewer.date", "2021-07-31", "2022-10-01"),
        Change("casework.proactive.years", [2021, 2022], [2023]),
    ),
    idle=(
        Idle(("staffing.plan.late.date=2024-02-03",), "", Reason.LATE, {"day": "2024-02-03"}),
        Idle(("staffing.plan.early.date",), "growth", Reason.EARLY, {"day": "2020-11-30"}),
        Idle(("demand.streams.image.growth_per_year=0.04",), "", Reason.YEARS_GIVEN, {"year": 2024}),
        Idle(tuple(f"demand.reports.{year}" for year in range(2031, 2037)), "growth", Reason.YEAR),
        Idle(("staffing.plan.none.posts=0",), "", Reason.ZERO),
        Idle(("run.horizon=99",), "", Reason.SAME),
        Idle((), "growth", Reason.NOTHING, {"futures": 17}),
    ),
)
"""Of each kind of value one; nothing of this needs to hang together with the settings."""
PRECISION = Precision(
    relative_half_width=0.045,
    level=0.93,
    control_variates=True,
    key_figures=(
        Wanted(key_figure="backlog_end"),
        Wanted(key_figure="finished", priority_class="serious", period="2022"),
        Wanted(key_figure="deployable_fte", team="coast"),
        Wanted(key_figure="establishment_fte"),
    ),
)
MEANS, HALF_WIDTHS = (2000.0, 512.0, 7.5, 25.0), (62.0, 21.0, 0.14, 0.0)
GAINS = (1.32, 2.74, 1.81, 1.0)
"""With control variates; the last key figure is the same in all replications, so they bring nothing."""


def judgement(*, enough: bool) -> dict[str, Any]:
    """What the precision came to, as it is kept with a run."""
    estimates = zip(PRECISION.key_figures, MEANS, HALF_WIDTHS, GAINS, strict=True)
    return StoppingResult(9, enough, tuple(Estimate(*one) for one in estimates)).as_record()


def with_all(run: RunView, *, enough: bool = True) -> RunView:
    """The run, asked for with changes and with a precision."""
    period = run.settings.run.model_copy(update={"precision": PRECISION})
    settings = run.settings.model_copy(update={"asked": ASKED, "run": period})
    return replace(run, settings=settings, precision=judgement(enough=enough), changes=CHANGES)


def title(of: Of) -> str:
    """The name of the scenario and the first three changes."""
    changes = ", ".join(CHANGED[:3])
    return of.say(f"small, changed: {changes} and 2 more", f"small, gewijzigd: {changes} en nog 2")


def changes(of: Of) -> ByHand:
    missing, gone = of.say("not there", "ontbreekt"), of.say("taken away", "vervallen")
    dates = of.say("31 July 2021", "31 juli 2021"), of.say("1 October 2022", "1 oktober 2022")
    values = (
        ("4", "6"),
        (of.say("12.5", "12,5"), "16"),
        (missing, of.say("2,100", "2.100")),
        (of.say("23,456", "23.456"), of.say("1,234,567.25", "1.234.567,25")),
        (of.say("0.035", "0,035"), gone),
        ("2019", "2021"),
        (missing, "unit: coast, date: 2022-03-01, posts: 3"),
        dates,
        ("2021, 2022", "2023"),
    )
    headings = of.say("In scenario growth", "In scenario growth"), of.say("In this run", "In deze run")
    rows = {
        change.setting: dict(zip(headings, cells, strict=True))
        for change, cells in zip(CHANGES.changes, values, strict=True)
    }
    title = of.say("What was changed for this run", "Wat voor deze run is gewijzigd")
    return ByHand(title, of.say("Setting", "Instelling"), dict(rows))


def without_effect(of: Of) -> list[Said]:
    """A sentence for what was set without effect."""
    keys = "demand.reports.2031, 2032, 2033, 2034"
    return [
        text(of.say(*both))
        for both in (
            ("staffing.plan.late.date=2024-02-03: begins on 3 February 2024, after the last day of the run.",
             "staffing.plan.late.date=2024-02-03: begint op 3 februari 2024, na de laatste dag van de run."),
            ("staffing.plan.early.date (in the scenario growth): is over on 30 November 2020, before the first day",
             "staffing.plan.early.date (in het scenario growth): is voorbij op 30 november 2020, vóór de eerste dag"),
            ("demand.streams.image.growth_per_year=0.04: growth counts from 2025 on, and the run ends before that.",
             "demand.streams.image.growth_per_year=0.04: de groei telt vanaf 2025, en de run eindigt daarvóór."),
            (f"{keys} and 2 more (in the scenario growth): is about years that are not in the run.",
             f"{keys} en nog 2 (in het scenario growth): gaat over jaren die niet in de run vallen."),
            ("staffing.plan.none.posts=0: adds nothing and takes nothing away, since its number is 0.",
             "staffing.plan.none.posts=0: voegt niets toe en neemt niets weg, want het aantal is 0."),
            ("run.horizon=99: the run has this already without it.",
             "run.horizon=99: de run heeft deze waarde ook zonder dat."),
            ("all of the scenario growth: reports, people and rules are the same without it (17 futures were "
             "compared).",
             "het hele scenario growth: meldingen, mensen en regels zijn zonder deze instelling gelijk (17 toekomsten "
             "vergeleken)."),
        )
    ]  # fmt: skip


def on_page(of: Of) -> list[Said]:
    """The title, and that the run is not its scenario."""
    return [
        text(title(of)),
        text(
            of.say(
                "This run is not that scenario as it stands: 5 settings were changed.",
                "Dit is niet het scenario zelf: voor deze run zijn 5 instellingen gewijzigd.",
            )
        ),
        *without_effect(of),
    ]


def on_screen(of: Of) -> list[Said]:
    """All changes, since the title names three of them."""
    return [text(f"{of.say('Changed', 'Gewijzigd')}: {', '.join(CHANGED)}"), *without_effect(of)]


def precision(of: Of, *, enough: bool = True) -> list[Said]:
    """How well the means are known, and what control variates brought."""
    names = ("backlog_end", "finished, Serious, 2022", "deployable_fte, Coast", "establishment_fte")
    *first, last = (f"{name} (±{{half_{n}}})" for n, name in enumerate(names))
    listed = f"{', '.join(first)} {of.say('and', 'en')} {last}"
    if enough:
        says = of.say(
            f"Precision: 9 futures were needed to know the mean of {listed} within {{wanted}}, all at once with "
            "{level}.",
            f"Nauwkeurigheid: er waren 9 toekomsten nodig om het gemiddelde van {listed} binnen {{wanted}} te kennen, "
            "alle tegelijk met {level}.",
        )
    else:
        says = of.say(
            "Precision: after 9 futures, the most that was allowed, not every mean is known within {wanted} with "
            f"{{level}}: {listed}.",
            "Nauwkeurigheid: na 9 toekomsten, het hoogste aantal dat mocht, is niet elk gemiddelde binnen {wanted} "
            f"bekend met {{level}}: {listed}.",
        )
    shares = zip(MEANS, HALF_WIDTHS, strict=True)
    numbers = {f"half_{n}": Shown("share", half / mean) for n, (mean, half) in enumerate(shares)}
    gain = of.say(
        "Control variates made these as sure as {least} to {most} times as many futures would.",
        "Met controlevariabelen zijn deze zo zeker als met {least} tot {most} keer zoveel toekomsten.",
    )
    return [
        text(says, wanted=Shown("share", 0.045), level=Shown("share", 0.93), **numbers),
        text(gain, least=Shown("number", min(GAINS)), most=Shown("number", max(GAINS))),
    ]
