"""Truth tables: each row stands under a sentence that says what broke if the row fails."""

from collections.abc import Mapping
from typing import Any

import pytest


def truth_table(names: str, rows: Mapping[str, tuple[Any, ...]]) -> pytest.MarkDecorator:
    """Run a test once a row; `names` are the two or more values of a row, the last one what is right."""
    return pytest.mark.parametrize(names, list(rows.values()), ids=list(rows))
