"""Faults that are planted into a copy of the SimPy engine, one at a time, and the check that notices each."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path("src") / "tbkk_sim"
N_WORLDS = 120
"""Random worlds in which a fault may show."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule that is broken by one change of the text."""

    module: str
    right: str
    """What stands in the module, once."""
    wrong: str
    noticed_by: str
    """Kind of the breach by which the checker must notice it."""
    small_world: str = ""
    """The small world in which it shows; empty: one of the random worlds."""


JUDGED = "triage: judged without the work, or as something else than drawn"
ASSESSED = "assessment: without the work, of what leads to nobody, or as something else than drawn"
FAULTS = {
    "a lending opens while the share is already lent": Fault(
        "model/rules.py", "return spared < max_share * present - 1e-9", "return spared <= max_share * present",
        "may not take: does not help now: its share is lent out, or too little waits there",
    ),
    "the reserve is one too small": Fault(
        "model/rules.py", "return preempts or others_free >= reserve", "return preempts or others_free >= reserve - 1",
        "may not take: the reserve of the team would not stay free",
    ),
    "one case too many in hand": Fault(
        "model/rules.py", "return in_hand < limit_per_investigator * max(investigators, 1)",
        "return in_hand <= limit_per_investigator * max(investigators, 1)",
        "may not take: its unit has no room for one case more in hand",
    ),
    "one open case too many": Fault(
        "model/rules.py", "opens_case or open_cases < limit", "opens_case or open_cases <= limit",
        "may not take: it is at the limit of open cases",
    ),
    "the wrong work is put down": Fault(
        "engine/reference/assignment.py", "for place in reversed(in_hand):",
        "for place in in_hand:",
        "interruption: interrupts other work than what goes last",
    ),
    "urgent work of the office hours does not interrupt at opening": Fault(
        "engine/reference/other_processes/office.py", "desk.offer_urgent_work()", "pass",
        "urgent work waits beside less urgent work",
    ),
    "who is free is not told that the office opens": Fault(
        "engine/reference/other_processes/office.py", "desk.let_everybody_look()", "pass",
        "idle beside a step of the own queue",
    ),
    "who is free is not told that a lending opens": Fault(
        "engine/reference/openings.py", "lending.opens(waiting=-1)", "lending.opens()",
        "idle beside a step of a team that may be helped",
    ),
    "a discovery is left out": Fault(
        "engine/reference/report.py", "self.discover(case, is_last=False)", "pass", "course: what must follow does not",
    ),
    "a case expires after it was taken up": Fault(
        "engine/reference/report.py", "while case.is_open and rules.may_expire(case.taken_up) and",
        "while case.is_open and (rules.may_expire(case.taken_up) or case.waits) and",
        "end: expires after it was taken up, or before it was judged",
    ),
    "steps do not wait for their investigator": Fault(
        "engine/reference/assignment.py", "return investigator if stays else None", "return None",
        "may not take: it waits for its investigator",
    ),
    "another team's step goes before urgent own work": Fault(
        "engine/reference/assignment.py", "self.own_would_interrupt(member, lent.case)):", "False):",
        "order: urgent own work is passed over", "much urgent work, neighbours",
    ),
    "who goes works on": Fault(
        "engine/reference/member.py", "(None, None) if member.case is None else self.desk.interrupt_work_of(member)",
        "None, None",
        "work: is done while absent",
    ),
    "by deadline, triage knows what it has yet to find": Fault(
        "model/sequences.py", "return position != IN_TRIAGE or flagged", "return True",
        "order: in the own queue, a step is passed over",
    ),
    "cases of a class without a norm go first": Fault(
        "model/rules.py", "return NEVER_SECONDS if norm_seconds == NEVER_SECONDS else",
        "return arrived if norm_seconds == NEVER_SECONDS else",
        "order: in the own queue, a step is passed over",
    ),
    "work that ends at closing time ends in the morning": Fault(
        "model/calendar.py", "nth = max(seconds_open - 1, 0) // ", "nth = seconds_open // ",
        "work: ends after a closed time in which nothing was left to do",
    ),
    "work at a pace of its own is a second short": Fault(
        "model/rules.py", "return -(-work_seconds * PER_MILLION // pace)", "return work_seconds * PER_MILLION // pace",
        "work: hours do not fit the time",
    ),
    "a specialist goes to who asked last": Fault(
        "engine/reference/openings.py", "next(iter(member.team.held), None)", "next(reversed(member.team.held), None)",
        "specialist: is not given to who waited first",
    ),
    "what is owed this week is owed next week": Fault(
        "model/selection/portfolio.py", "// WEEK_SECONDS + 1) * WEEK_SECONDS", "// WEEK_SECONDS) * WEEK_SECONDS",
        "order: what is owed is passed over",
    ),
    "what is due is rounded down": Fault(
        "model/selection/portfolio.py", "return -(-owed * (week_ends - begins) // (year_ends - year_begins))",
        "return owed * (week_ends - begins) // (year_ends - year_begins)",
        "order: what is owed is passed over",
    ),
    "what is owed needs no room": Fault(
        "model/selection/portfolio.py", "return owed and simple", "return owed",
        "may not take: its unit has no room for one case more in hand",
    ),
    "a simple intervention needs room": Fault(
        "model/selection/portfolio.py", "return owed and simple", "return False",
        "idle beside a step of the own queue", "few in hand, beside simple interventions",
    ),
    "a simple intervention in hand waits for investigations": Fault(
        "model/selection/portfolio.py", "return place + PLACE_OF_SIMPLE_IN_HAND if owed and simple else place",
        "return place", "order: a case that was owed when it was taken up is passed over",
        "few in hand, beside simple interventions",
    ),
    "nothing needs room": Fault(
        "model/rules.py", "return in_hand < limit_per_investigator * max(investigators, 1)", "return True",
        "may not take: its unit has no room for one case more in hand",
    ),
    "all who are there count as investigators": Fault(
        "model/rules.py", "return investigator_skills == 0 or skills & investigator_skills != 0", "return True",
        "may not take: its unit has no room for one case more in hand",
    ),
    "urgent after the child is safe": Fault(
        "model/sequences.py", "is_seen_as_class(position, flagged) and skill <= urgent_upto",
        "is_seen_as_class(position, flagged)",
        "may not take: the office is closed",
    ),
    "every class waits the whole outside delay": Fault(
        "model/sequences.py", "return delay_seconds * share_per_million // PER_MILLION", "return delay_seconds",
        "course: does not wait at its moment",
    ),
    "a year is owed from New Year before the start": Fault(
        "model/selection/portfolio.py", "begins = max(year_begins, 0)", "begins = year_begins",
        "order: in the own queue, a step is passed over",
    ),
    "what was taken up counts in the next year too": Fault(
        "engine/reference/portfolio.py", "self.taken_up = [0] * len(self.taken_up)", "pass",
        "order: what is owed is passed over", "owed beside what is as urgent",
    ),
    "what is owed is no more urgent than its class": Fault(
        "engine/reference/portfolio.py", "self.class_urgency[case_class], self.agreements_urgency, owed)",
        "self.class_urgency[case_class], self.agreements_urgency, False)",
        "order: what is owed is passed over",
    ),
    "what is owed goes after the rest that is as urgent": Fault(
        "model/selection/portfolio.py",
        "NEVER_SECONDS if owed else 2 * NEVER_SECONDS", "NEVER_SECONDS * (2 if owed else 1)",
        "order: what is owed is passed over", "owed beside what is as urgent",
    ),
    "the oldest of a class goes first": Fault(
        "model/selection/portfolio.py", "- fresh if by_score else -fresh", "- fresh if by_score else fresh",
        "order: a fresher case of its class is passed over",
    ),
    "new cases go before work in hand": Fault(
        "model/selection/portfolio.py", "return place + (NEVER_SECONDS if owed else 2 * NEVER_SECONDS)", "return place",
        "order: work in hand is passed over for a new case",
    ),
    "a case that was owed loses its urgency": Fault(
        "engine/reference/desk.py", "case.owed = queue.portfolio.is_owed(case.case_class)", "case.owed = False",
        "order: a case that was owed when it was taken up is passed over",
    ),
    "stock in hand of an owed class waits": Fault(
        "engine/reference/report.py", "case.owed = queue.portfolio.was_owed(case.case_class)", "case.owed = False",
        "order: a case that was owed when it was taken up is passed over",
    ),
    "turns are as long whatever the part": Fault(
        "model/selection/portfolio.py", "// max(part_per_million, 1)", "// 500_000",
        "order: the class whose turn it is is passed over",
    ),
    "a class that did not wait gets credit": Fault(
        "model/selection/portfolio.py", "return max(served, finish)", "return finish",
        "order: the class whose turn it is is passed over",
    ),
    "work in stock is closed by choice": Fault(
        "engine/reference/report.py", "full, short, visit, case.arrived >= 0)", "full, short, visit, True)",
        "treatment: another than the shares and the pressure ask for",
    ),
    "the pressure changes no treatment": Fault(
        "engine/reference/report.py", "treatment.under_pressure(calm, pressed, pressure)",
        "treatment.under_pressure(calm, pressed, 0)",
        "treatment: another than the shares and the pressure ask for",
    ),
    "a short investigation takes the steps of a visit too": Fault(
        "model/selection/treatment.py", "return short_from if treatment == SHORT else 0", "return 0",
        "treatment: a step of another treatment",
    ),
    "severe cases are treated in a lighter way": Fault(
        "model/selection/treatment.py", "treatment != FULL and (severe or upgraded)", "treatment != FULL and upgraded",
        "course: what must follow does not",
    ),
    "a lighter treatment finds all": Fault(
        "model/selection/treatment.py",
        "if treatment == FULL or (found_by >> treatment) & 1 == 1 else -1", "if True else -1",
        "discovery: nothing is to be discovered",
    ),
    "what is turned away counts as closed by choice": Fault(
        "model/selection/treatment.py", "CLOSED_BY_CHOICE if draw >= calm_upto_visit else DECLINED", "CLOSED_BY_CHOICE",
        "end: CLOSED_BY_CHOICE is not due",
    ),
    "nobody returns whose case expired": Fault(
        "model/selection/treatment.py", "in (EXPIRED, DECLINED, CLOSED_BY_CHOICE):", "in (DECLINED, CLOSED_BY_CHOICE):",
        "course: does not return at its moment",
    ),
    "people return whose case turned out to be worse": Fault(
        "model/selection/treatment.py", "elif how > LAST_OUTCOME or upgraded:", "elif how > LAST_OUTCOME:",
        "arrival: at another moment",
    ),
    "returns expire as if they had been there from the start": Fault(
        "engine/reference/report.py", "case.expires += arrived", "pass", "end: expires at another moment",
    ),
    "the pressure jumps": Fault(
        "model/selection/treatment.py", "min(max(change, -most_change), most_change)", "change",
        "steering: another pressure than the waiting work asks for",
    ),
    "a trifle changes the pressure": Fault(
        "model/selection/treatment.py", "if abs(change) < least_change:", "if change == 0:",
        "steering: another pressure than the waiting work asks for",
    ),
    "who judges is lent while reports wait": Fault(
        "model/rules.py", "return lends_judges or not judges or reports_waiting == 0", "return True",
        "may not take: judges reports, which wait at its own team",
    ),
    "who judges is not told that no report waits any more": Fault(
        "engine/reference/openings.py", "queue.reports_waiting == 0 and not self.parameters.lends_judges", "False",
        "idle beside urgent work, a step of a team that may be helped", "judges kept free",
    ),
    "no other unit judges reports": Fault(
        "model/lendings.py", 'if settings.triage.units_judge != "never":', "if False:",
        "idle beside a step of a team that may be helped",
    ),
    "the shortest free goes first": Fault(
        "engine/reference/desk.py", "for member in list(team.free):", "for member in reversed(list(team.free)):",
        "turn: not the longest free of the team",
    ),
    "the share of members in a campaign is not rounded up": Fault(
        "engine/reference/campaigns.py", "not rules.may_spare(team.on_campaign, team.present, campaign.members_share)",
        "team.on_campaign + 1 > campaign.members_share * team.present",
        "idle beside a case of a campaign",
    ),
    "all members take part in a campaign": Fault(
        "engine/reference/campaigns.py", "not rules.may_spare(team.on_campaign, team.present, campaign.members_share)",
        "team.on_campaign >= team.present",
        "campaign: enough of its unit have a case of a campaign in hand",
    ),
    "a campaign begins a day early": Fault(
        "engine/reference/campaigns.py", "to_come[0].begins <= self.env.now",
        "to_come[0].begins <= self.env.now + 86_400",
        "campaign: its unit has none now",
    ),
    "a campaign ends a day late": Fault(
        "engine/reference/campaigns.py", "to_come[0].ends <= self.env.now", "to_come[0].ends + 86_400 <= self.env.now",
        "campaign: its unit has none now",
    ),
    "all units take part in a campaign": Fault(
        "model/selection/campaigns.py", "for unit in campaign.units or names.units", "for unit in names.units",
        "campaign: its unit has none now",
    ),
    "cases of all classes are taken up in a campaign": Fault(
        "engine/reference/campaigns.py", "if (line := of_skill[PORTFOLIO + campaign.case_class]).places",
        "for line in of_skill[PORTFOLIO:] if line.places",
        "campaign: the case is of another class",
    ),
    "a campaign treats cases as was decided before": Fault(
        "engine/reference/desk.py", "        if case.treatment != campaign.treatment:", "        if False:",
        "course: what must follow does not",
    ),
    "a campaign visits where it says a short investigation": Fault(
        "model/selection/campaigns.py", "int(Treatment[campaign.treatment.upper()])",
        "int(Treatment.SHORT if campaign.treatment != 'short' else Treatment.LETTER_OR_VISIT)",
        "campaign: another treatment than it says",
    ),
    "who joins a campaign need not be able to do the first step": Fault(
        "engine/reference/campaigns.py", "return member.is_able[skill] and", "return",
        "campaign: is not able to do the first step",
    ),
    "a campaign takes the reserve": Fault(
        "engine/reference/campaigns.py", "team.reserve, preempts=False)", "team.reserve, preempts=True)",
        "campaign: the reserve of the team would not stay free",
    ),
    "a campaign goes beyond the limit of open cases": Fault(
        "engine/reference/campaigns.py", "rules.within_caseload(True,", "rules.within_caseload(False,",
        "campaign: it is at the limit of open cases",
    ),
    "the limit of cases in hand binds a campaign": Fault(
        "engine/reference/assignment.py", "if self.campaigns is not None and self.office_is_open():",
        "if self.campaigns is not None and self.office_is_open() and self.has_room(member.team.queue):",
        "order: a case of a campaign is passed over",
    ),
    "a campaign goes on when the office is closed": Fault(
        "engine/reference/assignment.py", "if self.campaigns is not None and self.office_is_open():",
        "if self.campaigns is not None:",
        "campaign: the office is closed",
    ),
    "cases of a campaign have its priority where their own is more urgent": Fault(
        "engine/reference/campaigns.py", "min(own_urgency, self.parameters.campaigns.urgency)",
        "self.parameters.campaigns.urgency",
        "order: a case of a campaign is passed over",
    ),
    "cases of a campaign go before all other work": Fault(
        "engine/reference/campaigns.py", "min(own_urgency, self.parameters.campaigns.urgency)", "0",
        "order: a case of a campaign is taken though other work goes first",
    ),
    "the last in line is taken up first in a campaign": Fault(
        "engine/reference/campaigns.py", "first = min((place", "first = max((place",
        "order: a case of a campaign is passed over",
    ),
    "what was begun in a campaign goes among other work": Fault(
        "engine/reference/assignment.py", "place_in_campaign(case.arrived)", "since",
        "order: work in hand is passed over for a new case",
    ),
    "cases of a campaign wait for somebody outside": Fault(
        "engine/reference/report.py", "if delay > 0 and not case.on_campaign:",
        "if delay > 0:",
        "course: does not wait at its moment",
    ),
    "cases of a campaign do not wait for who took them up": Fault(
        "engine/reference/assignment.py", "(self.parameters.stays_with_investigator or case.on_campaign)",
        "self.parameters.stays_with_investigator",
        "may not take: it waits for its investigator",
    ),
    "who takes up a case in a campaign has no open case more": Fault(
        "engine/reference/desk.py", " or (case.on_campaign and case.investigator is None):", ":",
        "may not take: it waits for its investigator",
    ),
    "a case that is investigated in full after all stays one of a campaign": Fault(
        "engine/reference/report.py", "case.on_campaign = False", "pass",
        "steps: at another moment than its delay asks",
    ),
    "devices are examined of cases that nobody has taken up": Fault(
        "model/chain/examination.py", "return devices > 0 and taken_up and not on_campaign", "return devices > 0",
        "laboratory: devices come that are not due",
    ),
    "the laboratory goes by arrival": Fault(
        "engine/reference/other_processes/laboratory.py", "priority=self.turn_of_class[case.case_class]", "priority=0",
        "laboratory: others are examined than whose turn it is",
    ),
    "the laboratory examines two cases at once": Fault(
        "engine/reference/other_processes/laboratory.py",
        "simpy.PriorityResource(env)", "simpy.PriorityResource(env, 2)",
        "laboratory: others are examined than whose turn it is",
    ),
    "a device takes a second less": Fault(
        "model/chain/examination.py", "return devices * seconds_per_device", "return devices * seconds_per_device - 1",
        "laboratory: takes another time than the devices need",
    ),
    "the outside delay comes on top": Fault(
        "engine/reference/report.py", "            elif delay > 0", "            if delay > 0",
        "steps: at another moment than its delay asks",
    ),
    "the desk takes reports as they come": Fault(
        "model/triage.py", "* SECONDS_A_PRIORITY if as_read else place", "* SECONDS_A_PRIORITY if False else place",
        "order: in the own queue, a step is passed over",
    ),
    "the desk goes by what the system reads though it is to go by arrival": Fault(
        "model/triage.py", "* SECONDS_A_PRIORITY if as_read else place", "* SECONDS_A_PRIORITY if True else place",
        "order: in the own queue, a step is passed over",
    ),
    "what the system reads as urgent is judged last": Fault(
        "model/triage.py", "(priority - triage_urgency) *", "(triage_urgency - priority) *",
        "order: in the own queue, a step is passed over",
    ),
    "the system takes over one report too early": Fault(
        "model/triage.py", "or reports_waiting > above", "or reports_waiting >= above", JUDGED,
    ),
    "the system never takes over": Fault(
        "model/triage.py", "return not by_hand or reports_waiting > above", "return not by_hand",
        "course: what must follow does not",
    ),
    "the system sees what a person would": Fault(
        "engine/reference/report.py", "case.case_class, case.score = int(reports.system_class[report]),",
        "case.score =", JUDGED,
    ),
    "what is untraceable is assessed": Fault("model/triage.py", "return begun < trace_until", "return True", ASSESSED),
    "traces last a second longer": Fault(
        "model/triage.py", "return begun < trace_until", "return begun <= trace_until", ASSESSED,
    ),
    "traces last until the assessment ends": Fault(
        "engine/reference/report.py", "is_traced(case.begun_at,", "is_traced(int(self.desk.env.now),",
        "end: UNTRACEABLE is not due",
    ),
    "the class of triage outlasts the assessment": Fault(
        "engine/reference/report.py", "case.case_class, case.score = int(reports.assessed_class[report]),",
        "case.score =", ASSESSED,
    ),
    "an assessment is as urgent as the class of its report": Fault(
        "model/triage.py", "return min(class_urgency, assessment_urgency)", "return class_urgency",
        "order: in the own queue, a step is passed over",
    ),
    "whoever assesses takes the case up": Fault(
        "engine/reference/desk.py", "if not case.taken_up and case.position >= 0:", "if not case.taken_up:",
        "taking up: of what is taken up already, or no case",
    ),
    "a further report makes a case beside the one that is open": Fault(
        "model/triage.py", "if has_open_case:", "if False:", "course: what must follow does not",
    ),
    "who was investigated gets a case like anybody else": Fault(
        "model/triage.py", "return JOINS if NO_CASE < last_end <= LAST_INVESTIGATED else NEW_CASE", "return NEW_CASE",
        "course: what must follow does not",
    ),
    "who was left alone is known": Fault(
        "model/triage.py", "return JOINS if NO_CASE < last_end <= LAST_INVESTIGATED else NEW_CASE",
        "return JOINS if NO_CASE < last_end else NEW_CASE", "end: JOINED is not due",
    ),
    "who was warned is warned again": Fault(
        "model/triage.py", "return NEW_CASE_IN_FULL", "return NEW_CASE",
        "treatment: weighed though nothing is to be weighed",
    ),
    "reports join work that nobody triaged, and this joins them": Fault(
        "engine/reference/report.py", "if self.triaged_by[case.report] != BY_NOBODY:\n            becomes",
        "if True:\n            becomes", "end: JOINED is not due",
    ),
    "a case is no fresher by a further report": Fault(
        "engine/reference/persons.py", "case.fresh = int(self.env.now)", "pass",
        "order: a fresher case of its class is passed over",
    ),
    "a further report does not put the expiry off": Fault(
        "engine/reference/persons.py", "case.expires = max(case.expires, report.expires)", "pass",
        "end: expires at another moment",
    ),
    "a further report gives its own expiry, though that is sooner": Fault(
        "engine/reference/persons.py", "case.expires = max(case.expires, report.expires)",
        "case.expires = report.expires", "course: does not expire at its moment",
    ),
    "a further report changes no class": Fault(
        "engine/reference/persons.py", "if new_class != case.case_class:", "if False:",
        "course: what must follow does not",
    ),
    "a case gets the class of a further report, though that is less urgent": Fault(
        "model/triage.py", "return other_class if other_priority < priority else case_class", "return other_class",
        "discovery: nothing is to be discovered",
    ),
    "a further report raises a class only where the queue goes by severity": Fault(
        "engine/reference/persons.py", "self.desk.class_priority[of.case_class]",
        "self.desk.class_urgency[of.case_class]", "course: what must follow does not",
    ),
    "a raised case has its place by its first report": Fault(
        "engine/reference/persons.py", "new_class, report.arrived)", "new_class, case.arrived)",
        "order: in the own queue, a step is passed over",
    ),
    "what a unit recognises has its place by the report that raised it before": Fault(
        "engine/reference/report.py", "case.counts_from = case.arrived", "pass",
        "order: in the own queue, a step is passed over",
    ),
    "what the work shows has its place by the report that raised it before": Fault(
        "engine/reference/report.py", "self.true_class[report], case.arrived)",
        "self.true_class[report], case.counts_from)", "order: in the own queue, a step is passed over",
    ),
    "a further report changes a case in hand": Fault(
        "engine/reference/persons.py", "if case is None or case.taken_up:", "if case is None:",
        "discovery: nothing is to be discovered",
    ),
    "the lowest score goes first": Fault(
        "model/selection/portfolio.py", "return -score * SECONDS_A_SCORE", "return score * SECONDS_A_SCORE",
        "order: a case of its class with a higher score is passed over",
    ),
    "a further report does not raise the score": Fault(
        "model/triage.py", "return max(score, other_score)", "return score",
        "order: a case of its class with a higher score is passed over",
    ),
    "a score counts whatever the class that it was given in": Fault(
        "model/triage.py", "if other_priority == priority:", "if True:",
        "order: a case of its class with a higher score is passed over",
    ),
    "the score of triage outlasts the assessment": Fault(
        "engine/reference/report.py",
        ", case.score = int(reports.assessed_class[report]), int(reports.assessed_score[report])",
        " = int(reports.assessed_class[report])", "order: a case of its class with a higher score is passed over",
    ),
    "urgent work waits though what is in hand was found to be less urgent": Fault(
        "engine/reference/report.py", "self.desk.offer_all_again()", "pass",
        "urgent work waits beside less urgent work",
        "seen as more urgent",
    ),
    "one begins what takes two": Fault(
        "model/rules.py", "return has_colleague and not another_is_held", "return not another_is_held",
        "may not take: no colleague is present who could do it too",
    ),
    "a team holds two steps for a colleague": Fault(
        "model/rules.py", "return has_colleague and not another_is_held", "return has_colleague",
        "may not take: its team holds another step for a colleague",
    ),
    "what takes two is held though nobody is left": Fault(
        "engine/reference/desk.py", "if team.has_colleague(member, case.skill):", "if True:",
        "pair: is held though nobody could join",
    ),
    "no colleague is called off for what is urgent": Fault(
        "engine/reference/work.py",
        "if rules.calls_off(in_pairs, self.planned[case.skill], case.line.is_urgent):",
        "if False:",
        "pair: is held beside work of a colleague that waits for it", "urgent work beside what takes two",
    ),
    "a colleague is called off for what is not urgent": Fault(
        "engine/reference/desk.py",
        "if not rules.calls_off(self.in_pairs[skill], self.planned[skill], case.line.is_urgent):",
        "if not self.in_pairs[skill]:",
        "pair: is called off for what does not go before it",
    ),
    "what is held stays as urgent as it was": Fault(
        "engine/reference/desk.py", "            self.find_line(case)", "            case.place = self.place_of(case)",
        "pair: is held beside work of a colleague that waits for it", "held and found to be urgent",
    ),
    "a colleague joins though they cannot do it": Fault(
        "engine/reference/work.py", "if other.is_able[case.skill] or not in_pairs:", "if True:",
        "specialist: is not a free member of the pool",
    ),
    "a colleague joins though urgent work is waiting": Fault(
        "model/rules.py", "return is_able and not own_would_interrupt", "return is_able",
        "pair: joins though urgent own work would interrupt it", "urgent work beside what takes two",
    ),
}  # fmt: skip
QUICK = (
    "one case too many in hand",
    "the wrong work is put down",
    "a discovery is left out",
    "who is free is not told that the office opens",
    "who was warned is warned again",
    "what is untraceable is assessed",
)
"""Faults that show in the first worlds."""


def noticed_by(name: str) -> dict[str, int]:
    """Plant a fault into a copy, and return the breaches found in the first world in which its check notices it.

    Raises:
        AssertionError: the text to be replaced does not stand in the module, or more than once.
    """
    fault = FAULTS[name]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        for part in ("src", "conf"):
            shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
        module = root / PACKAGE / fault.module
        text = module.read_text(encoding="utf-8")
        assert text.count(fault.right) == 1, f"{name}: '{fault.right}' stands {text.count(fault.right)} times"
        module.write_text(text.replace(fault.right, fault.wrong), encoding="utf-8")
        paths = os.pathsep.join([str(root / "src"), str(ROOT)])
        done = subprocess.run(
            [sys.executable, "-c", f"from tests.checker import faulty; faulty.tell({name!r})"],
            env=os.environ | {"PYTHONPATH": paths}, check=True, capture_output=True, text=True,
        )  # fmt: skip
    found: dict[str, int] = json.loads(done.stdout)
    return found


def tell(name: str) -> None:
    """In a process of its own: run worlds until the check notices the fault, and print all breaches of that world."""
    from tests.checker.running import check_random_world, check_small

    fault = FAULTS[name]
    worlds = [partial(check_random_world, number) for number in range(N_WORLDS)]
    for check in [partial(check_small, fault.small_world)] if fault.small_world else worlds:
        try:
            counts = check().breaches.counts
        except Exception:  # an engine with a fault may also break down, which is noticed without a checker
            continue
        if fault.noticed_by in counts:
            sys.stdout.write(json.dumps(dict(counts.most_common())))
            return
    sys.stdout.write("{}")
