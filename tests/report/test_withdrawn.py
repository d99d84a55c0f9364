"""What is said of posts that the plan withdraws: where work goes, what stays, and who is there without a post."""

import math

import pytest
from matplotlib.figure import Figure

from tbkk_sim.report.kit.say import Say
from tbkk_sim.report.run import findings
from tbkk_sim.report.run.exhibits import exhibits_of
from tbkk_sim.report.run.page import report
from tbkk_sim.report.run.summary import summary
from tbkk_sim.report.run.tables.staff import available_share
from tbkk_sim.report.run.view import RunView
from tbkk_sim.report.run.withdrawn import more_people_than_posts, work_without_posts
from tbkk_sim.settings import Settings
from tests.builders import changed, small_settings
from tests.model.posts import step, two_units, with_plan
from tests.rows import every_row

DAY, LATER = "2021-06-01", "2021-09-01"
ALL_OF_COAST = with_plan(10, 10, y=step(-10, DAY))
LOOKERS = step(-4, DAY, "looker")
STAYS = {
    "en": "What came in before stays in Coast: the people there do it until they leave; what is left then waits, and "
    "is done only if others help there.",
    "nl": "Wat eerder binnenkwam, blijft in Coast: de mensen daar doen het tot zij vertrekken; wat dan over is, blijft "
    "liggen, tenzij anderen daar bijspringen.",
}
SAID: dict[str, tuple[Settings, str, str]] = {
    "all posts": (
        ALL_OF_COAST,
        f"From 1 June 2021 Coast has no posts left: its new cases go to the national unit. {STAYS['en']}",
        "Vanaf 1 juni 2021 heeft Coast geen plaatsen meer: nieuwe zaken gaan naar de landelijke eenheid. "
        f"{STAYS['nl']}",
    ),
    "all posts on the first day": (
        with_plan(10, 10, y=step(-10, "2021-01-01")),
        "From the start of the run Coast has no posts: its cases go to the national unit. Whoever holds a post there "
        "that is withdrawn on the first day has no work, unless it is to help elsewhere.",
        "Vanaf het begin van de run heeft Coast geen plaatsen: de zaken gaan naar de landelijke eenheid. Wie daar een "
        "plaats heeft die op de eerste dag wordt opgeheven, heeft geen werk, tenzij elders hulp nodig is.",
    ),
    "never any posts": (
        with_plan(10, 0, z=step(10, LATER)),
        "From the start of the run until 1 September 2021 Coast has no posts: its cases go to the national unit.",
        "Van het begin van de run tot 1 september 2021 heeft Coast geen plaatsen: de zaken gaan naar de landelijke "
        "eenheid.",
    ),
    "never any posts of one kind": (
        with_plan(10, 0, z=step(1, LATER, "server")),
        "From the start of the run until 1 September 2021 Coast has no posts: its cases go to the national unit. From "
        "the start of the run Coast has no posts for enrich: in its cases the national unit does that work.",
        "Van het begin van de run tot 1 september 2021 heeft Coast geen plaatsen: de zaken gaan naar de landelijke "
        "eenheid. Vanaf het begin van de run heeft Coast geen plaatsen voor enrich: in de zaken doet de landelijke "
        "eenheid dat werk.",
    ),
    "posts of one kind on the first day": (
        with_plan(10, 10, y=step(-4, "2021-01-01", "looker")),
        "From the start of the run Coast has no posts for enrich: in its cases the national unit does that work.",
        "Vanaf het begin van de run heeft Coast geen plaatsen voor enrich: in de zaken doet de landelijke eenheid dat "
        "werk.",
    ),
    "posts of one kind": (
        with_plan(10, 10, y=LOOKERS),
        f"From 1 June 2021 Coast has no posts left for enrich: in its new cases the national unit does that work. "
        f"{STAYS['en']}",
        f"Vanaf 1 juni 2021 heeft Coast geen plaatsen meer voor enrich: in nieuwe zaken doet de landelijke eenheid dat "
        f"werk. {STAYS['nl']}",
    ),
    "until others come": (
        with_plan(10, 10, y=LOOKERS, z=step(1, LATER, "looker")),
        "From 1 June 2021 until 1 September 2021 Coast has no posts left for enrich: in its new cases the national "
        "unit does that work. What came in before stays in Coast: the people there do it until they leave; what is "
        "left then waits until there are posts again, unless others help there.",
        "Van 1 juni 2021 tot 1 september 2021 heeft Coast geen plaatsen meer voor enrich: in nieuwe zaken doet de "
        "landelijke eenheid dat werk. Wat eerder binnenkwam, blijft in Coast: de mensen daar doen het tot zij "
        "vertrekken; wat dan over is, blijft liggen tot er weer plaatsen zijn, tenzij anderen daar bijspringen.",
    ),
    "nobody else does it": (
        two_units(
            10,
            1,
            **{
                "staffing.units.capital.role_share": {"looker": 1.0},
                "staffing.plan": {"y": step(-1, DAY, "server")},
            },
        ),
        "From 1 June 2021 there are no posts left in Coast for dossier and search, and no other unit takes that work "
        "over: the people there do it until they leave; after that it waits in Coast, and is done only if others help "
        "there.",
        "Vanaf 1 juni 2021 zijn er bij Coast geen plaatsen meer voor dossier en doorzoeking, en geen andere eenheid "
        "neemt dat werk over: de mensen daar doen het tot zij vertrekken; daarna blijft het daar liggen, tenzij "
        "anderen daar bijspringen.",
    ),
    "nobody judges reports": (
        two_units(
            **{
                "staffing.roles": {
                    "looker": {"label": "Looker", "skills": ["triage"]},
                    "server": {"label": "Server", "skills": ["enrich", "search", "dossier"]},
                },
                "staffing.plan": {"y": step(-4, DAY, "looker", "capital")},
            }
        ),
        "From 1 June 2021 there are no posts left in Capital for judging reports, and no other unit judges them: the "
        "people there go on until they leave; after that reports stay unjudged, and no cases come of them.",
        "Vanaf 1 juni 2021 zijn er bij Capital geen plaatsen meer voor de weging van meldingen, en geen andere eenheid "
        "weegt ze: de mensen daar gaan door tot zij vertrekken; daarna worden meldingen niet meer gewogen en komen er "
        "geen zaken uit voort.",
    ),
}


@every_row("language", ["en", "nl"])
@every_row("case", SAID)
def test_where_work_goes_is_said_before_the_run(case: str, language: str):
    settings, *right = SAID[case]
    (said,) = work_without_posts(Say(language), settings)
    assert said == right[language == "nl"]


def test_of_a_plan_that_leaves_a_post_of_each_kind_nothing_is_said():
    assert work_without_posts(Say(), with_plan(10, 10, y=step(-3, DAY, "looker"))) == []
    assert work_without_posts(Say(), with_plan(10, 10, y=step(3, DAY))) == []


@every_row(
    ("language", "right"),
    [
        ("en", "At the end of the run 281 cases of Coast are open, there or elsewhere."),
        ("nl", "Aan het eind van de periode staan er 281 zaken van Coast open, daar of elders."),
    ],
)
def test_after_the_run_the_open_cases_of_the_unit_are_said(language: str, right: str):
    ends = {("open_end", "coast"): 281.0, ("open_end", "capital"): 5.0}
    before, after = (
        work_without_posts(Say(language), ALL_OF_COAST, *mean)
        for mean in ((), (lambda key_figure, team: ends[key_figure, team],))
    )
    assert after == [f"{before[0]} {right}"]
    assert work_without_posts(Say(language), ALL_OF_COAST, lambda *_: 0.0) == before
    assert work_without_posts(Say(language), ALL_OF_COAST, lambda *_: math.nan) == before


@every_row(
    ("language", "right"),
    [
        (
            "en",
            "There are more people than posts: 4.3 fte in Coast, on average over the whole run. Whoever holds a post "
            "that is withdrawn stays until they leave.",
        ),
        (
            "nl",
            "Er zijn meer mensen dan plaatsen: 4,3 fte in Coast, gemiddeld over de hele periode. Wie een plaats heeft "
            "die wordt opgeheven, blijft tot vertrek.",
        ),
    ],
)
def test_people_above_posts_are_named_with_their_number(language: str, right: str):
    """Half a post is vacant for part of the time: 6.3 people on average are 4.3 above the 2.5 posts less that half."""
    fte = {"occupancy_fte": 6.3, "establishment_fte": 2.5, "vacancy_fte": 0.5}
    assert more_people_than_posts(Say(language), ALL_OF_COAST, lambda name, team: fte[name]) == right
    fte["occupancy_fte"] = 2.04
    assert more_people_than_posts(Say(language), ALL_OF_COAST, lambda name, team: fte[name]) == ""


PEOPLE = 6.0


def without_coast(growth: RunView, language: str = "en") -> RunView:
    """The run as if the coast had no posts from April 2022, and the people who held them were there to the end."""
    plan = {"x": {"unit": "coast", "date": "2022-04-01", "posts": -7}}
    changes = {"language": language, "staffing.plan": plan}
    settings = Settings.model_validate(changed(growth.settings.model_dump(mode="json"), changes))
    rows = growth.key_figures.copy()
    of_coast = rows["team"] == "coast"
    gone = of_coast & (rows["period"] >= "2022-04") & (rows["period"] != "all") & (rows["period"].str.len() == 7)
    for name, value in (("establishment_fte", 0.0), ("occupancy_fte", PEOPLE), ("vacancy_fte", 0.0)):
        rows.loc[gone & (rows["key_figure"] == name), "value"] = value
    whole = of_coast & (rows["period"] == "all")
    for name, value in (("establishment_fte", 2.0), ("occupancy_fte", PEOPLE), ("vacancy_fte", 0.0)):
        rows.loc[whole & (rows["key_figure"] == name), "value"] = value
    return RunView(settings, rows, growth.origin)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "above", "goes"),
    [
        ("en", "There are more people than posts: 4.0 fte in Coast", "From 1 April 2022 Coast has no posts left"),
        pytest.param(
            "nl",
            "Er zijn meer mensen dan plaatsen: 4,0 fte in Coast",
            "Vanaf 1 april 2022 heeft Coast geen plaatsen",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_the_page_and_the_summary_say_both(growth, language: str, above: str, goes: str):
    run = without_coast(growth, language)
    figures = {exhibit.name: Figure() for exhibit in exhibits_of(run)}
    for written in (report(run, figures), summary(run)):
        assert above in written
        assert goes in written


def test_months_with_more_people_than_posts_are_left_out_of_the_deployable_share(growth):
    run = without_coast(growth)
    rows = run.key_figures
    few = (rows["team"] == "coast") & (rows["key_figure"] == "establishment_fte") & (rows["value"] == 0.0)
    rows.loc[few, "value"] = 1.0  # one post is left, and six people: 576 % of it is deployable
    assert available_share(run).loc["coast", "mean"] < 1
    assert "576" not in findings.staff_by_unit(run)


@every_row(
    ("coast", "plan", "warned"),
    [
        ({"posts": 6, "minimum_fte": 6.5}, {}, 6),
        ({"posts": 6, "minimum_fte": 6}, {}, None),
        ({"posts": 6, "minimum_fte": 7.5}, {"more": step(1, LATER)}, 7),
        ({"posts": 6, "minimum_fte": 7.5}, {"more": step(2, LATER)}, None),
        ({"posts": 6, "minimum_fte": 7.5}, {"more": step(2, "2022-01-01")}, 6),
        ({"posts": 8, "minimum_fte": 7}, {"fewer": step(-4, LATER)}, None),
        ({"posts": 0, "minimum_fte": 3}, {}, None),
    ],
)
def test_a_unit_with_too_few_posts_for_its_minimum_on_any_day_is_warned_of(coast, plan, warned):
    settings = small_settings({"staffing.units.coast": {"label": "Coast", **coast}, "staffing.plan": plan})
    minimum = f"{coast['minimum_fte']:g}"
    says = (
        f"Coast has at most {warned} posts in this run, and a minimum of {minimum} fte (minimum_fte): it is below its "
    )
    found = [said for said in work_without_posts(Say("en"), settings) if "minimum" in said]
    assert found == ([] if warned is None else [f"{says}minimum on every day."])


def test_posts_that_are_recruited_for_ahead_count_towards_the_minimum():
    coast = {"label": "Coast", "posts": 6, "minimum_fte": 6.5}
    settings = small_settings({"staffing.units.coast": coast, "staffing.hiring.hire_ahead_share": 0.1})
    assert not [said for said in work_without_posts(Say("en"), settings) if "minimum" in said]
