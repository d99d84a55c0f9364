"""The table of events of reports that are assessed: which step that is, of which class, and how they end."""

import pytest

from tbkk_sim.report.kit.labels import step_label
from tbkk_sim.report.kit.say import Say
from tbkk_sim.runs.event_table import event_table
from tbkk_sim.runs.replication import Simulation
from tests.metrics.desk_story import desk_story


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


@pytest.mark.parametrize(("language", "label"), [("en", "Assessment by the unit"), ("nl", "Weging door de eenheid")])
def test_an_assessment_has_a_label(language, label):
    assert step_label(Say(language), desk_story().settings, "assessment") == label
