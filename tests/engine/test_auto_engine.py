"""Which engine serves, by how much is simulated and by what was compiled before; nothing is compiled here."""

import pytest

from tbkk_sim.engine import engine_for
from tbkk_sim.engine.compiled import loop
from tbkk_sim.engine.compiled.kernel import kept


@pytest.fixture(autouse=True)
def _compiles_in_no_time(tmp_path, monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(loop, "ensure_compiled", lambda notify: None)


@pytest.mark.parametrize(
    ("asked", "is_kept", "simulated_days", "serves"),
    [
        ("simpy", True, 1e6, "simpy"),
        ("compiled", False, 1, "compiled"),
        ("auto", False, 366, "simpy"),
        ("auto", False, 3650, "simpy"),
        ("auto", True, 365, "simpy"),
        ("auto", True, 366, "compiled"),
        ("auto", False, 3651, "compiled"),
    ],
)
def test_auto_takes_the_compiled_engine_where_that_is_sooner(asked, is_kept, simulated_days, serves, monkeypatch):
    monkeypatch.setattr(kept, "is_kept", lambda: is_kept)
    said: list[str] = []
    assert engine_for(asked, said.append, simulated_days) == serves
    assert said == []


def test_what_is_tried_without_end_is_a_large_job(monkeypatch):
    monkeypatch.setattr(kept, "is_kept", lambda: False)
    assert engine_for("auto", print) == "compiled"


@pytest.mark.parametrize(
    ("asked", "simulated_days", "times"), [("compiled", 1, 1), ("auto", 3651, 1), ("auto", 3650, 0), ("simpy", 1e6, 0)]
)
def test_that_numba_is_not_installed_is_said_to_who_would_have_waited_for_it(asked, simulated_days, times, monkeypatch):
    monkeypatch.setitem(engine_for.__globals__, "ENGINES", ("simpy",))  # the function simulate hides its module
    said: list[str] = []
    assert engine_for(asked, said.append, simulated_days) == "simpy"
    assert len(said) == times
    assert all("needs numba, which is not installed" in sentence for sentence in said)
