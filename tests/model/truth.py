"""Truth tables: each row stands under a sentence that says what broke if the row fails."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.rows import every_row


def truth_table(names: str, rows: Mapping[str, tuple[Any, ...]]) -> Callable[..., Any]:
    """Test every row; `names` are the two or more values of a row, the last one what is right."""
    return every_row(names, list(rows.values()), ids=list(rows))
