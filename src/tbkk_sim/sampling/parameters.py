"""The settings as the drawing of reports reads them: numbers, keys and arrays; each part is compiled by its subject."""

from dataclasses import dataclass

from tbkk_sim.model.names import Names, names_of
from tbkk_sim.sampling.reports.classes import CaseworkParameters, compile_casework
from tbkk_sim.sampling.reports.demand import DemandParameters, compile_demand
from tbkk_sim.sampling.reports.large_cases import LargeCaseParameters, compile_large_cases
from tbkk_sim.sampling.reports.own_work import OwnWorkParameters, compile_own_work
from tbkk_sim.sampling.reports.proactive import ProactiveParameters, compile_proactive
from tbkk_sim.sampling.reports.returns import Recurrences, compile_returns
from tbkk_sim.sampling.reports.stock import StockParameters, compile_stock
from tbkk_sim.sampling.reports.triage import TriageParameters, compile_triage
from tbkk_sim.settings import Settings


@dataclass(frozen=True, slots=True)
class ReportParameters:
    """All from which the reports of any replication are drawn."""

    seed: int
    names: Names
    demand: DemandParameters
    large_cases: tuple[LargeCaseParameters, ...]
    proactive: tuple[ProactiveParameters, ...]
    stock: tuple[StockParameters, ...]
    own_work: tuple[OwnWorkParameters, ...]
    triage: TriageParameters
    casework: CaseworkParameters
    recurrences: Recurrences


def compile_reports(settings: Settings) -> ReportParameters:
    """Turn settings into all from which reports are drawn.

    Raises:
        SettingsError: the run asks for a year of reports that the settings do not have, or no unit has a share.
    """
    names = names_of(settings)
    own_work = compile_own_work(settings, names)
    return ReportParameters(
        seed=settings.seed,
        names=names,
        demand=compile_demand(settings, names),
        large_cases=compile_large_cases(settings, names),
        proactive=compile_proactive(settings, names),
        stock=compile_stock(settings, names),
        own_work=own_work,
        triage=compile_triage(settings, names),
        casework=compile_casework(settings, names, own_work),
        recurrences=compile_returns(settings, names),
    )
