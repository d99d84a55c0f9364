"""Labels of teams, classes and steps in the language of a page, and texts within a sentence."""

from tbkk_sim.report.kit import phrases
from tbkk_sim.report.kit.phrases import N_
from tbkk_sim.report.kit.say import Say
from tbkk_sim.settings import Settings
from tbkk_sim.settings.demand import CLOSED
from tbkk_sim.settings.settings import ALL, ASSESSMENT, OWN_WORK, TRIAGE

ASSESSMENT_STEP = N_("Assessment by the unit")


def capital(text: str) -> str:
    """A text with a capital first letter."""
    return text[:1].upper() + text[1:]


def within(text: str) -> str:
    """A text within a sentence: small first letter, unless it is an abbreviation."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def team_label(say: Say, settings: Settings, name: str) -> str:
    """Label of a unit or pool, or of all units together."""
    if name == ALL:
        return say(phrases.ALL_UNITS)
    tables = (settings.staffing.units, settings.collaboration.pools)
    return next((say(table[name].label) for table in tables if name in table), name)


def class_label(say: Say, settings: Settings, name: str) -> str:
    """Label of a class, of all classes together, or of the own work of pools."""
    fixed = {ALL: phrases.ALL_CLASSES, CLOSED: phrases.CLOSED_CLASS, OWN_WORK: phrases.OWN_WORK_CLASS}
    classes = settings.casework.classes
    return say(fixed[name] if name in fixed else classes[name].label if name in classes else name)


def step_label(say: Say, settings: Settings, name: str) -> str:
    """Label of a step, of triage, of the assessment by a unit, or of the own work of pools."""
    fixed = {TRIAGE: phrases.TRIAGE_STEP, ASSESSMENT: ASSESSMENT_STEP, OWN_WORK: phrases.OWN_WORK_CLASS}
    return say(fixed[name] if name in fixed else settings.casework.steps[name].label)
