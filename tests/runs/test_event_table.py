"""The table of events of reports that are assessed: which step that is, of which class, and how they end."""

from tbkk_sim.report.kit.labels import step_label
from tbkk_sim.report.kit.say import Say
from tbkk_sim.runs.event_table import event_table
from tbkk_sim.runs.replication import Simulation
from tests.builders import LAB, small_settings
from tests.metrics.desk_story import desk_story
from tests.rows import every_row


def test_an_assessment_is_a_step_of_its_own_and_gives_a_class():
    of = desk_story()
    table = event_table(Simulation(of.settings), of.world, of.log)
    first = table[table["report"] == 0].astype({"event": str, "step": object, "priority_class": str})
    told = first[["event", "step", "priority_class"]].values.tolist()
    assert [row for row in told if row[1] == "assessment"] == [
        ["queued", "assessment", "light"],
        ["started", "assessment", "light"],
        ["finished", "assessment", "light"],
    ]
    assert [row[2] for row in told if row[0] in ("arrived", "triaged", "assessed")] == ["serious", "light", "serious"]
    assert {row[1] for row in told if row[0] in ("taken_up", "resumed")} == {"enrich"}
    ended = table[table["event"] == "ended"].set_index("report")["outcome"].astype(str)
    assert ended[[3, 4, 5]].tolist() == ["joined", "untraceable", "untraceable"]


@every_row(("language", "label"), [("en", "Assessment by the unit"), ("nl", "Weging door de eenheid")])
def test_an_assessment_has_a_label(language, label):
    assert step_label(Say(language), desk_story().settings, "assessment") == label


def test_why_somebody_comes_and_goes_is_named():
    """Day 100: two of the pool are lent to the coast for 61 days; a detective of the capital becomes a clerk."""
    lent = {"from_pool": "lab", "unit": "coast", "role": "clerk", "people": 2, "date": "2021-04-11", "months": 2}
    again = {"unit": "capital", "from_role": "detective", "to_role": "clerk", "people": 1, "date": "2021-04-11"}
    skills = {"label": "Clerk", "skills": ["triage", "enrich", "search", "dossier"]}
    settings = small_settings(
        {
            "collaboration.pools": {"lab": LAB},
            "staffing.roles.clerk": skills,
            "capacity": {"reallocation": {"a": lent}, "retraining": {"b": again}},
        }
    )
    simulation = Simulation(settings)
    world = simulation.draw(0)
    table = event_table(simulation, world, simulation.run(world, "simpy").log)
    of_people = table[table["event"].isin(["joined", "left", "absent", "back"]) & (table["time"] > "2021-01-01")]
    told = of_people[["time", "event", "team", "role", "reason"]].astype(object).fillna("").values.tolist()
    assert [[str(time)[:10], *of] for time, *of in told] == [
        ["2021-04-11", "left", "capital", "detective", "retrained"],
        ["2021-04-11", "absent", "lab", "", ""],
        ["2021-04-11", "absent", "lab", "", ""],
        ["2021-04-11", "joined", "coast", "clerk", "reallocated"],
        ["2021-04-11", "joined", "coast", "clerk", "reallocated"],
        ["2021-06-11", "left", "coast", "clerk", "term_over"],
        ["2021-06-11", "left", "coast", "clerk", "term_over"],
        ["2021-06-11", "back", "lab", "", ""],
        ["2021-06-11", "back", "lab", "", ""],
        ["2021-10-11", "joined", "capital", "clerk", "retrained"],
    ]
    first = table[(table["event"] == "joined") & (table["time"] == "2021-01-01")]
    assert set(first["reason"].astype(str)) == {"recruited"}
