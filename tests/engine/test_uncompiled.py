"""The compiled engine as plain Python (NUMBA_DISABLE_JIT=1), which mutants of it run as, tells what SimPy tells."""

import os
import subprocess
import sys
from pathlib import Path

import numba
import pytest

from tests.engine.test_twin import configuration, first_difference

ROOT = Path(__file__).resolve().parents[2]
IS_PLAIN: bool = numba.config.DISABLE_JIT
FEW, MANY = [[31, 115, 203]], [[number] for number in range(20)]
"""Random configurations; here a few small ones, for each costs a second."""


@pytest.mark.slow
@pytest.mark.parametrize("numbers", MANY if IS_PLAIN else FEW)
def test_the_compiled_engine_as_plain_python_gives_the_log_of_simpy(numbers):
    if IS_PLAIN:
        assert not differences(numbers)
        return
    call = f"from tests.engine import test_uncompiled as here; print(here.IS_PLAIN, here.differences({numbers}))"
    environment = os.environ | {
        "NUMBA_DISABLE_JIT": "1",
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
    }
    said = subprocess.run([sys.executable, "-c", call], env=environment, check=True, capture_output=True, text=True)
    assert said.stdout.split() == ["1", "{}"], said.stdout


def differences(numbers: list[int]) -> dict[int, str]:
    """Where the engines part, by configuration."""
    found = {number: first_difference(*configuration(number)) for number in numbers}
    return {number: what for number, what in found.items() if what}
