"""Checks of all that can go wrong while a replication is drawn, made before anything is drawn."""

from collections import Counter
from collections.abc import Iterator

from tbkk_sim.model.calendar import check_calendar
from tbkk_sim.model.establishment import check_plan
from tbkk_sim.model.names import names_of
from tbkk_sim.model.retraining import check_retraining
from tbkk_sim.model.skills_needed import check_every_step_can_be_done
from tbkk_sim.problem import Phrase, Problem, SettingsError
from tbkk_sim.sampling.chance import key_of
from tbkk_sim.sampling.expected_amounts import absurd_amounts
from tbkk_sim.sampling.reports.volumes import class_volumes
from tbkk_sim.settings import Settings
from tbkk_sim.settings.demand import CLOSED


def problems_of_drawing(settings: Settings) -> list[Problem]:
    """Name the problems that keep replications of these settings from being drawn.

    All checks of the drawing are here, apart from those of the schema: each calls the same functions.

    Returns:
        The problems; empty when all can be drawn.
    """
    run = settings.run
    found = check_calendar(settings.calendar, set(range(run.start.year, run.end.year + 1)))
    found += check_plan(settings.staffing, run.start)
    found += list(_capacity_too_early(settings)) or check_retraining(settings)
    found += _years_without_reports(settings)
    if found:
        return found
    try:
        return [*absurd_amounts(settings), *_same_key(settings)]
    except SettingsError as error:
        return error.problems


def problems_of_a_run(settings: Settings) -> list[Problem]:
    """Name the problems that keep these settings from being simulated, though each part is all right by itself."""
    return [*problems_of_drawing(settings), *check_every_step_can_be_done(settings)]


def check_can_be_simulated(settings: Settings) -> None:
    """Refuse settings that cannot be simulated.

    Raises:
        SettingsError: with all problems.
    """
    if problems := problems_of_a_run(settings):
        raise SettingsError(problems)


def _capacity_too_early(settings: Settings) -> Iterator[Problem]:
    """Name each change of capacity that begins before the run."""
    start = settings.run.start
    for kind in type(settings.capacity).model_fields:
        for name, of in getattr(settings.capacity, kind).items():
            if of.date < start:
                says = Phrase(
                    "{date} is before the start of the run; allowed: from {start} on",
                    date=str(of.date),
                    start=str(start),
                )
                yield Problem(f"capacity.{kind}.{name}.date", says)


def _years_without_reports(settings: Settings) -> list[Problem]:
    """A problem per stream without a number of reports for each year."""
    found: list[Problem] = []
    for name in settings.demand.streams:
        try:
            for year in range(settings.run.start.year, settings.run.end.year + 1):
                class_volumes(settings.demand, name, year)
        except SettingsError as error:
            found += [problem for problem in error.problems if problem not in found]  # once of a stream and its parts
    return found


def _same_key(settings: Settings) -> Iterator[Problem]:
    """Names of two strata that give one key, which happens once in some 2**38 pairs."""
    random_name = names_of(settings).random_name
    strata = [
        *(
            f"reports/{stream}/{random_name(case_class)}/{unit}"
            for stream, of_stream in settings.demand.streams.items()
            for case_class in (CLOSED, *of_stream.mix)
            for unit in settings.staffing.units
        ),
        *(f"chosen/{random_name(case_class)}" for case_class in settings.casework.proactive),
        *(
            f"stock/{random_name(case_class)}/{state}"
            for case_class in settings.demand.stock
            for state in ("waiting", "in_hand")
        ),
        *(f"large_case/{name}{of}" for name in settings.demand.large_cases for of in ("", "/moments")),
        *(f"own_work/{pool}{part}" for pool in settings.collaboration.pools for part in ("", "/backlog")),
    ]
    times = Counter(map(key_of, strata))
    if same_key := [name for name in dict.fromkeys(strata) if times[key_of(name)] > 1]:
        same = ", ".join(same_key)
        says = "the names {same} give the same random numbers; rename one of those added last"
        yield Problem("demand", Phrase(says, same=same))
