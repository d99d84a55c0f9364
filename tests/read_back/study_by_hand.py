"""What must stand on the page of a study of three runs and on the screen of their sweep: by hand, in both languages."""

from dataclasses import replace

from tbkk_sim.comparison.study import Study
from tests.read_back import invented, three_runs
from tests.read_back.comparison_by_hand import (
    FIGURES,
    OTHERS,
    Apart,
    Asked,
    apart,
    changed_in_all,
    known,
    level,
    notes,
    sentence,
    without_effect,
)
from tests.read_back.run_tables import ByHand, Expected, Of
from tests.read_back.shown import Between, Said, Shown, text
from tests.read_back.three_runs import tidy

BACKLOG, LOST, ACUTE, _, WITHIN, COAST, FINISHED, *_ = FIGURES
STUDY = {
    "question": "Who is helped by 3 posts?",
    "runs": {label: [] for label in three_runs.CHANGES},
    "figures": three_runs.FIGURES,
    "answer": (
        "At the end {base|backlog_end} cases wait; with tools {tools - base|backlog_end}, and against more-posts "
        "{tools - more-posts|finished/all/2022} are finished in 2022.",
        "Within the norm begin {more-posts|share_within_norm/serious}, nine in ten acute ones within "
        "{tools|waiting_days_p90/acute}, and {tools|deployable_fte/all/all/coast} fte is there.",
    ),
    "said": ("backlog_end", "share_within_norm/serious", "finished/all/*"),
    "explain": ("tools",),
    "explained": three_runs.EXPLAINED,
    "drawn": "finished/all/*",
}


def study(**changes: object) -> Study:
    return Study.model_validate({**STUDY, **changes})


def finished_in(year: str) -> Asked:
    """Cases finished in a year."""

    def of(both: tuple[str, str]) -> tuple[str, str]:
        return both[0].replace("2022", year), both[1].replace("2022", year)

    return replace(FINISHED, period=year, of=of(FINISHED.of), more=of(FINISHED.more), less=of(FINISHED.less))


def levels(of: Of) -> ByHand:
    """Mean and band of each run."""

    def cell(asked: Asked, run: str) -> Expected:
        values = asked.values(run)
        kind = {"points": "share", "fte": "number"}.get(asked.measure, asked.measure)
        if known(asked):
            return Shown(kind, values.mean, values.low, values.high)
        says = of.say("not always ({ends})", "niet altijd ({ends})")
        return text(says, ends=Between(kind, values.low, values.high))

    rows: dict[str, dict[str, Expected]] = {
        f"{of.say(*asked.name)} / {of.say(*asked.of)}": {run: cell(asked, run) for run in three_runs.CHANGES}
        for asked in FIGURES
    }
    return ByHand(levels_title(of), of.say("Key figure / Of", "Kengetal / Van"), rows)


def levels_title(of: Of) -> str:
    return of.say(
        "Levels (mean; in brackets 80 % of single futures)",
        "Niveaus (gemiddelde; tussen haakjes 80 % van de losse toekomsten)",
    )


def answer(of: Of) -> list[Said]:
    """The sentences of the study, then the differences that it asks for: of each year, those that are clear."""
    tools, posts = FINISHED.values("tools"), FINISHED.values("more-posts")
    answers = (
        text(
            "At the end {n} cases wait; with tools {by}, and against more-posts {finished} are finished in 2022.",
            n=level(BACKLOG),
            by=apart(BACKLOG, "tools").change("number"),
            finished=Apart(posts, tools).change("number"),
        ),
        text(
            "Within the norm begin {share}, nine in ten acute ones within {days}, and {fte} fte is there.",
            share=Shown("share", WITHIN.values("more-posts").mean),
            days=Shown("days", ACUTE.values("tools").mean),
            fte=Shown("number", COAST.values("tools").mean),
        ),
    )
    years = [finished_in(year) for year in invented.YEARS]
    clear = [sentence(of, asked, run) for asked in years for run in OTHERS if apart(asked, run).clear]
    return [*answers, *(sentence(of, asked, run) for asked in (BACKLOG, WITHIN) for run in OTHERS), *clear]


def on_page(of: Of) -> list[Said]:
    """Every sentence with a number on the page of the study."""
    made = of.say(
        "Made by the command above with 3 runs of 9 futures, seed 7, version 0.1.0.",
        "Gemaakt met de opdracht hierboven: 3 runs van 9 toekomsten, startgetal 7, versie 0.1.0.",
    )
    explained = of.say("finished of all classes in 2022", "afgerond van alle soorten in 2022")
    why = of.say(f"Why tools differs from base: {explained}", f"Waarom tools verschilt van base: {explained}")
    fixed = ("Who is helped by 3 posts?", levels_title(of), made, why)
    return [*answer(of), *map(text, fixed), *notes(of), *without_effect(of, *OTHERS)]


IN_SWEEP = {
    ("left undone", "niet in behandeling genomen"): ("number", "left_undone"),
    ("taken up", "in behandeling genomen"): ("number", "taken_up"),
    ("finished", "afgerond"): ("number", "finished"),
    ("within norm", "binnen termijn"): ("share", "share_within_norm"),
    ("deployable", "inzetbaar"): ("number", "deployable_fte"),
}
"""What stands above a column of a sweep, and its key figure."""


def sweep(of: Of) -> ByHand:
    """A row a run, with the interval of each mean."""
    rows: dict[str, dict[str, Expected]] = {}
    for number, (run, posts) in enumerate(three_runs.POSTS.items()):
        rows[f"{number} / posts={posts}"] = {
            of.say(*heading): Shown(kind, values.mean, *values.interval)
            for heading, (kind, figure) in IN_SWEEP.items()
            for values in [tidy(run).of(figure)]
        }
    return ByHand(of.say("3 runs", "3 runs"), "# / Run", rows)


def on_screen_of_sweep(of: Of) -> list[Said]:
    """Every sentence with a number on the screen of the sweep."""
    return [text(sweep(of).title), changed_in_all(of), *without_effect(of, "posts=9", "posts=8")]
