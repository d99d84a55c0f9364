"""The compiled engine, ready before the first test of both engines."""

import pytest

from tbkk_sim.engine.simulate import COMPILED, engine_for


@pytest.fixture(scope="session", autouse=True)
def _engine_is_ready() -> None:
    """Wait for who compiles it, or compile it: a test that calls it by itself would compile it beside others."""
    engine_for(COMPILED, lambda _: None)
