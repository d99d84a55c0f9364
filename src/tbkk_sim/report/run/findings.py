"""The answer in words: one or two sentences per subject, built from the numbers alone."""

import math

from tbkk_sim.model.selection.agreed import simple_classes
from tbkk_sim.report.kit import phrases
from tbkk_sim.report.kit.say import NINE_IN_TEN
from tbkk_sim.report.run.assumptions import assumptions as find_assumptions
from tbkk_sim.report.run.chain.queues import links_that_grow
from tbkk_sim.report.run.figures import figure_phrases as words
from tbkk_sim.report.run.people_asked import Central
from tbkk_sim.report.run.tables import lateness, short, year_phrases
from tbkk_sim.report.run.tables.cells import with_band
from tbkk_sim.report.run.tables.hours import digital_share
from tbkk_sim.report.run.tables.staff import OLD_YEARS, available_share, old_share
from tbkk_sim.report.run.tables.staff import ages as ages_of
from tbkk_sim.report.run.tables.work import (
    all_and_classes,
    ended_untreated,
    largest_severe,
    start_in_hand,
    start_stock,
    within_norm_heading,
)
from tbkk_sim.report.run.view import RunView, spread_at
from tbkk_sim.report.run.withdrawn import more_people_than_posts, units_that_pass_work_on, work_without_posts
from tbkk_sim.settings.settings import ALL

MUCH_SHARE = 0.05
"""Work beside the backlog is worth a sentence above this share of all cases that came in."""
SMALL_SHARE = 0.01
"""Classes with less than this share of the cases left undone are not worth naming."""
UNDONE_PARTS = {
    "closed_by_choice": words.UNDONE_CLOSED,
    "closed_by_mistake": year_phrases.BECAME_MISTAKEN,
    "turned_away": words.UNDONE_TURNED_AWAY,
    "let_go": words.UNDONE_LET_GO,
    "untraceable": year_phrases.UNDONE_UNTRACEABLE,
}
SAME_SHARE = 0.05
"""A backlog that ends within this share of where it began stays about the same."""


def backlog(run: RunView) -> str:
    """State how the backlog develops."""
    say, first = run.say, start_stock(run)[ALL]
    ends = run.spread("backlog_end", "priority_class", all_and_classes(run))
    last = spread_at(ends, ALL)
    if math.isnan(last.mean) or (first == 0 and last.mean == 0):
        return say(words.BACKLOG_EMPTY)
    change = (last.mean - first) / first if first else math.inf
    phrase = words.BACKLOG_GROWS if change > SAME_SHARE else words.BACKLOG_SHRINKS
    phrase = words.BACKLOG_STAYS if abs(change) <= SAME_SHARE else phrase
    start = say(phrase, first=say.count(first), last=with_band(run, last, say.count))
    classes = ends.drop(index=ALL)["mean"].fillna(0.0)
    text = f"{start}."
    if classes.sum() > 0:
        share = say.share(float(classes.max() / classes.sum()))
        text = say(words.BACKLOG_MOSTLY, start=start, share=share, name=run.label_within(str(classes.idxmax())))
    untreated, taken_up = ended_untreated(run), run.mean("taken_up")
    if change <= SAME_SHARE and untreated > taken_up:
        text += " " + say(words.BACKLOG_LET_GO, untreated=say.count(untreated), taken_up=say.count(taken_up))
    return text


def beside_the_backlog(run: RunView) -> str:
    """Work that waits elsewhere: to be assessed, or in hand; empty when there is little of it."""
    say, sentences = run.say, []
    to_assess, cases = run.one("assessment_backlog_end"), run.mean("cases_in")
    if to_assess.mean > MUCH_SHARE * cases:
        sentences.append(say(words.ASSESSMENT_WAITS, n=with_band(run, to_assess, say.count)))
    first, last = start_in_hand(run), run.one("in_hand_end")
    if last.mean > first * (1 + SAME_SHARE) and last.mean > MUCH_SHARE * cases:
        phrase = say(words.IN_HAND_GROWS, first=say.count(first), last=with_band(run, last, say.count))
        sentences.append(phrase)
    return " ".join(sentences)


def stocks(run: RunView) -> str:
    """State how the backlog develops, and what waits elsewhere."""
    return f"{backlog(run)} {beside_the_backlog(run)}".strip()


def served(run: RunView) -> tuple[list[str], list[str]]:
    """Severe classes that are served within their norm, and those that are not."""
    within = run.spreads("share_within_norm", "priority_class", run.classes)
    classes = run.settings.casework.classes
    normed = [name for name in run.classes if classes[name].severe and classes[name].norm_days is not None]
    known = [name for name in normed if not math.isnan(within[name].mean)]
    return [n for n in known if within[n].mean >= NINE_IN_TEN], [n for n in known if within[n].mean < NINE_IN_TEN]


def waiting(run: RunView) -> str:
    """Name the classes that are served within their norm."""
    say = run.say
    good, bad = served(run)
    if not good and not bad:
        return say(words.WAITING_NO_NORM)
    shares = run.spread("share_within_norm", "priority_class", run.classes)["mean"]
    names = [run.label_within(name) for name in good]
    text = say(words.WAITING_WITHIN, threshold=say.share(NINE_IN_TEN), names=say.listed(names))
    if bad:
        said = [f"{run.label_within(name)} ({say.share_within(float(shares[name]))})" for name in bad]
        text += " " + say(words.WAITING_NOT, names=say.listed(said))
    return text


def never_begun(run: RunView) -> list[str]:
    """Explain that there is never such a time, where a table says so."""
    waits = run.spreads("waiting_days_p90", "priority_class", run.classes).values()
    return [run.say(phrases.NEVER_NOTE)] if any(math.isinf(wait.high) for wait in waits) else []


def left_undone(run: RunView) -> str:
    """State how many cases are left undone, in which way, and of which classes."""
    say = run.say
    by_class = run.spread("left_undone", "priority_class", all_and_classes(run))
    total = spread_at(by_class, ALL)
    if not total.mean > 0:
        return say(words.UNDONE_NOTHING)
    parts = {phrase: run.mean(name) for name, phrase in UNDONE_PARTS.items()}
    growth = run.mean("waiting_growth")
    parts[words.UNDONE_MORE_WAIT if growth > 0 else words.UNDONE_FEWER_WAIT] = abs(growth)
    kinds = by_class.drop(index=ALL)["mean"].sort_values(ascending=False, kind="stable")
    named = [
        say(words.UNDONE_KIND, name=run.label_within(str(name)), n=say.count(float(mean)))
        for name, mean in kinds.items()
        if mean > SMALL_SHARE * total.mean
    ]
    return say(
        words.UNDONE_TOTAL,
        n=with_band(run, total, say.count),
        share=say.share(total.mean / (total.mean + run.mean("taken_up"))),
        parts=say.listed([say(phrase, n=say.count(n)) for phrase, n in parts.items() if n > 0]),
        kinds=say.listed(named),
    )


def work(run: RunView) -> str:
    """Reports in and work done in the last whole year, under both counting rules."""
    say, year = run.say, run.last_whole_year()

    def count(key_figure: str) -> str:
        return say.count(run.mean(key_figure, period=year))

    return say(
        words.WORK_FINDING,
        year=run.year_label(year),
        reports=count("reports_in"),
        cases=count("cases_in"),
        new=count("taken_up"),
        both=count("taken_up_and_running"),
    )


def steps(run: RunView) -> str:
    """State whether digital work is a minority of the hours."""
    share = digital_share(run)
    if math.isnan(share):
        return run.say(words.STEPS_NOTHING)
    phrase = words.STEPS_FINDING_MINORITY if share < 0.5 else words.STEPS_FINDING_MAJORITY
    return run.say(phrase, share=run.say.share(share))


def load(run: RunView) -> str:
    """State whether people are short after all help, and with what was agreed; and why work is late if they are not."""
    say, found = run.say, run.asked_of()
    if math.isnan(found.mean):
        return say(words.LOAD_NOTHING)
    if found.nobody:
        return _nobody(run)
    all_fits = "" if run.asked_of(kind="all").short else say(words.LOAD_ALL_FITS)
    late_yet = "" if short.is_short(run) or not served(run)[1] else lateness.late_without_shortage(run)
    said = (short.verdict(run), short.short_yet_free(run), short.with_agreed(run), all_fits, late_yet)
    return " ".join(filter(None, said))


def left_by(run: RunView) -> str:
    """State by which rules work is left; empty where all of it can be done, or nobody is there to do it."""
    found = run.asked_of()
    if math.isnan(found.mean) or found.nobody or not run.asked_of(kind="all").short:
        return ""
    rules = let_go_rules(run)
    return run.say(phrases.LET_GO_BY, rules="; ".join(rules)) if rules else run.say(phrases.LET_GO_NOT)


def load_of_own(run: RunView) -> str:
    """State what own people are asked for without help, and in how many units it is too much; empty without them."""
    say, found = run.say, run.asked_of()
    if math.isnan(found.mean) or found.nobody:
        return ""
    sentences = [short.own_people(run)]
    units = [of.mean for of in run.spreads("load_severe", "team", run.units).values() if not math.isnan(of.mean)]
    above = sum(load > 1 for load in units)
    if len(units) > 1 and above:
        sentences.append(say(words.LOAD_TEAMS, n=say.number(above), all=say.number(len(units))))
    return " ".join(sentences)


def _nobody(run: RunView) -> str:
    """State that work comes in and nobody is there: in all replications, or in some."""
    say = run.say
    if math.isfinite(run.one("load_severe").low):
        return say(words.LOAD_NOBODY_SOME)
    return say(words.LOAD_NOBODY, hours=say.count(run.mean("hours_demanded") / run.length_years))


def _central(run: RunView) -> Central:
    return lambda key_figure, team: run.mean(key_figure, team=team)


def by_unit(run: RunView) -> str:
    """Name the units between which load and waiting differ most, apart from those without posts for a time."""
    say, sentences = run.say, []
    passing_on = units_that_pass_work_on(run.settings)
    units = [unit for unit in run.units if unit not in passing_on]
    severe = largest_severe(run)
    for key_figure, phrase, write, name in (
        ("load_severe", words.TILES_LOAD_FINDING, lambda value: say.number(value, 1), ALL),
        ("share_within_norm", words.TILES_WITHIN_FINDING, say.share, severe),
    ):
        if name is None:
            continue
        spread = run.spread(key_figure, "team", units, priority_class=name)
        means = spread["mean"].replace(math.inf, math.nan).dropna()
        if len(means) > 1:
            lowest, highest = str(means.idxmin()), str(means.idxmax())
            numbers = {"low": write(float(means.min())), "high": write(float(means.max()))}
            of = "" if name == ALL else within_norm_heading(run, name)
            sentences.append(say(phrase, name=of, lowest=run.label(lowest), highest=run.label(highest), **numbers))
    return " ".join(sentences) or say(words.LOAD_NOTHING)


def assumptions(run: RunView) -> str:
    """Name the assumption that moves the load most, and state whether any can turn the answer."""
    say, found = run.say, find_assumptions(run)
    if not found:
        return say(words.ASSUMPTIONS_UNKNOWN)
    first, load = found[0], run.mean("load_severe")
    ends = sorted((first.load_at_low, first.load_at_high))
    text = say(
        words.ASSUMPTIONS_FINDING, first=_quoted(first.label_within), from_=first.low, to=first.high,
        low=say.number(ends[0], 2), high=say.number(ends[1], 2),
    )  # fmt: skip
    turn = [each for each in found if any((end > 1) != (load > 1) for end in (each.load_at_low, each.load_at_high))]
    if turn:
        return f"{text} {say(words.ASSUMPTIONS_TURN, names=say.listed([_quoted(each.label_within) for each in turn]))}"
    return f"{text} {say(words.ASSUMPTIONS_STAY_ABOVE)}" if load > 1 else text


def _quoted(label: str) -> str:
    """A label that has a comma of its own, as it stands in a list."""
    return f"“{label}”"


def warnings(run: RunView) -> list[str]:
    """All warnings to the reader: people short for severe work after all help, work without posts, queues that grow."""
    of_people = [load(run)] if short.is_short(run) else []
    return [*of_people, *without_posts(run), *links_that_grow(run.say, run.settings, run.mean)]


def without_posts(run: RunView) -> list[str]:
    """For each unit whose last posts are withdrawn: from when, and where to, its work goes; a text a unit."""
    return work_without_posts(run.say, run.settings, _central(run))


def let_go_rules(run: RunView) -> list[str]:
    """The rules by which work is left, in words: the limit of cases in hand, expiry, and the steering group."""
    say, steering = run.say, run.settings.steering
    classes, of_agreements = run.settings.casework.classes, simple_classes(run.settings)
    rules, by_days, limit = [], dict[float, list[str]](), run.settings.assignment.in_hand_limit_per_investigator
    chosen = [name for name in run.classes if not classes[name].severe]

    def named(names: list[str]) -> str:
        everything = names == chosen and len(names) > 1
        return say(phrases.ALL_NOT_SEVERE) if everything else ", ".join(map(run.label_within, names))

    if limit is not None and chosen:
        rule = say(phrases.LIMIT_IN_HAND, names=named(chosen), n=say.tick(limit))
        simple = [name for name in chosen if name in of_agreements]
        rules.append(say(phrases.BUT_SIMPLE, rule=rule, names=named(simple)) if simple else rule)
    for name in run.classes:
        expires = classes[name].expires
        if expires is not None:
            by_days.setdefault(expires.mean_days, []).append(name)
    for days, names in by_days.items():
        rules.append(say(phrases.LET_GO_EXPIRES, names=named(names), days=say.tick(days)))
    if steering.policy == "by_backlog":
        weeks, most = say.tick(steering.pressed_from_weeks), say.tick(steering.most_pressed_from_weeks)
        lighter = [run.label_within(name) for name in run.classes if name in steering.treatments_when_pressed]
        rules.append(say(phrases.LET_GO_STEERING, names=", ".join(lighter), weeks=weeks, most=most))
    return rules


def staff(run: RunView) -> str:
    """State how much of the establishment is deployable."""
    say = run.say
    posts = run.mean("establishment_fte")
    if not posts > 0:
        return say(words.STAFF_NOTHING)

    def fte(key_figure: str) -> str:
        return with_band(run, run.one(key_figure), lambda n: say.number(n, 1))

    vacant = with_band(run, run.one("vacancy_share"), lambda share: say.share(share, 1))
    text = say(words.STAFF_FINDING, posts=say.number(posts), deployable=fte("deployable_fte"), vacant=vacant)
    return f"{text} {people_above_posts(run)}".strip()


def people_above_posts(run: RunView) -> str:
    """Name the units with more people than posts; empty: there are none."""
    return more_people_than_posts(run.say, run.settings, _central(run))


def staff_by_unit(run: RunView) -> str:
    """Name the unit with the lowest deployable share."""
    shares = available_share(run)["mean"].dropna()
    if shares.empty:
        return run.say(words.STAFF_NOTHING)
    lowest = str(shares.idxmin())
    return run.say(words.STAFF_UNITS_FINDING, unit=run.label(lowest), share=run.say.share(float(shares[lowest])))


def turnover(run: RunView) -> str:
    """State how many join and leave in a year."""
    a_year = 1 / run.length_years
    hires, leavers = (with_band(run, run.one(name).times(a_year), run.say.count) for name in ("hires", "leavers"))
    return run.say(words.TURNOVER_FINDING, hires=hires, leavers=leavers)


def ages(run: RunView) -> str:
    """State how the share of older people changes."""
    say = run.say
    first, last = (old_share(side) for side in ages_of(run))
    if math.isnan(first) and math.isnan(last):
        return say(phrases.NOTHING)
    return say(words.AGES_FINDING, age=say.number(OLD_YEARS), first=say.share(first), last=say.share(last))


def availability(run: RunView) -> str:
    """State how much more a small unit swings than a large one."""
    table = available_share(run).dropna().sort_values("posts", kind="stable")
    if len(table) < 2:
        return run.say(words.STAFF_NOTHING) if table.empty else ""
    count = max(1, len(table) // 3)
    swing = table["high"] - table["low"]
    small, large = (f"{run.say.number(100 * float(part.mean()))}" for part in (swing.iloc[:count], swing.iloc[-count:]))
    return run.say(words.AVAILABILITY_FINDING, n=run.say.number(count), small=small, large=large)
