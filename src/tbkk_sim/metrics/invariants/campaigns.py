"""Invariants of campaign weeks: who takes up which cases, how many at a time, and when."""

import numpy as np

from tbkk_sim.arrays import Codes, Numbers
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.invariants.violation import Violation, violations_of
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.rules import may_spare

COMES, GOES = (Event.JOINED, Event.BACK), (Event.LEFT, Event.ABSENT)
BEGINS, STOPS = (Event.STARTED, Event.RESUMED), (Event.INTERRUPTED, Event.FINISHED)


def campaigns_kept(ledger: Ledger) -> list[Violation]:
    """Find what is taken up in a campaign otherwise than it says: case, treatment, days, share of the members."""
    log, campaigns = ledger.log, ledger.parameters.campaigns
    row = np.sort(ledger.treatments.campaign_row[ledger.treatments.on_campaign])
    if len(row) == 0:
        return []
    report, now = log.report[row], log.time_seconds[row]
    runs = (campaigns.team == log.team[row][:, None]) & (campaigns.begin_seconds <= now[:, None])
    runs &= campaigns.end_seconds > now[:, None]
    found = violations_of("a case is taken up in a campaign that runs at the unit", report[~runs.any(axis=1)], "report")
    if found:
        return found
    which, taken_up = runs.argmax(axis=1), log.rows_of(Event.TAKEN_UP)
    other = log.detail[row] != campaigns.treatment[which]
    found += violations_of("a case is treated as the campaign says", report[other], "report")
    at = np.full(len(ledger.world.reports.key), -1)
    at[log.report[taken_up]] = taken_up
    then = at[report]
    wrong = (then < row) | (log.time_seconds[then] != now) | (log.member[then] != log.member[row])
    wrong |= log.detail[then] != campaigns.case_class[which]
    says = "what a member takes up in a campaign is of its class, and is taken up there and then"
    found += violations_of(says, report[wrong], "report")
    on_campaign, present = _numbers_before(ledger, row)
    many = [
        not may_spare(busy, there, share)
        for busy, there, share in zip(on_campaign, present, campaigns.members_share[which].tolist(), strict=True)
    ]
    return found + violations_of("no more members than their share work in a campaign", report[many], "report")


def _numbers_before(ledger: Ledger, row: Codes) -> tuple[list[int], list[int]]:
    """Members of the team of each of these events who work on cases of campaigns, and who are present, before it."""
    log, taken = ledger.log, ledger.treatments.campaign_row
    in_full: Codes = np.full(len(taken), len(log))
    weighed = log.rows_of(Event.WEIGHED)
    anew = weighed[(log.member[weighed] < 0) & (weighed > taken[log.report[weighed]])]
    in_full[log.report[anew]] = anew
    busy: Numbers = np.zeros(len(row), dtype=np.int64)
    present = busy.copy()
    of_work, moves = log.rows_of(*BEGINS, *STOPS), log.rows_of(*COMES, *GOES)
    of_case = log.report[of_work]
    of_work = of_work[(taken[of_case] >= 0) & (of_work > taken[of_case]) & (of_work < in_full[of_case])]
    for changes, up, numbers in ((of_work, BEGINS, busy), (moves, COMES, present)):
        step = np.where(np.isin(log.kind[changes], up), 1, -1)
        for team in np.unique(log.team[row]):
            here, of_team = log.team[row] == team, log.team[changes] == team
            sums = np.append(0, np.cumsum(step[of_team]))
            numbers[here] = sums[np.searchsorted(changes[of_team], row[here])]
    return busy.tolist(), present.tolist()
