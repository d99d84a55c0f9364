"""The parts that the answers to all questions share."""

import datetime as dt

from tbkk_sim.runs.folder.stored_file import Stored
from tbkk_sim.tuning.watch import Ending

FORMAT = 3
"""Number of the format of `answer.json`. Files of format 1 did not say it."""


class StoredPosts(Stored):
    """Posts added to a place, or taken from it."""

    unit: str
    role: str | None
    """None: divided by the role shares of the unit."""
    date: dt.date | None
    """First day of these posts; None: the start of the run."""
    posts: int


class StoredPlan(Stored):
    """A staffing plan."""

    extra_fte: int
    posts: tuple[StoredPosts, ...]
    lends: dict[str, float]
    """Share of its members that each pool may lend."""


class StudyBudget(Stored):
    """Evaluations and time that a study took, and the budget that ended it."""

    runs: int
    simulated: int
    runs_allowed: int
    seconds: float
    minutes_allowed: float
    ended: Ending | None
    search_was_cut: bool


class StudyAnswer(Stored):
    """Base of the answers to all questions."""

    format: int = FORMAT
    question: str
    scenario: str
    objective: str
    """Label of the objective function."""
    confidence: float
    engine: str
    budget: StudyBudget
    probability: float | None = None
    """Probability that the answer is right; None if nothing is proven, or the question has no such probability."""
