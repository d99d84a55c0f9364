"""Wrong input: the setting is named, the exit code is 2, there is no traceback and no run folder."""

from pathlib import Path

import pytest

from tbkk_sim.cli.main import main
from tbkk_sim.config.compose import load_settings
from tests.builders import own_scenario

pytestmark = pytest.mark.slow

CODE = "nothing in a config can run code"
WRONG = {
    # what is typed: what the message says
    "run=null": ["run=null", "chooses a file of a group; allowed: "],
    "steering=1": ["steering=1", "chooses a file of a group; allowed: "],
    "+scenario=null": ["+scenario=null", "chooses a file of a group; allowed: "],
    "+scenario=[[growth]]": [
        "+scenario=[[growth]]",
        "chooses a file of a group; allowed: baseline",
        "as in +scenario=baseline",
    ],
    "casework=[null]": ["casework=[null]", "allowed: current, textbook", "as in casework=current"],
    "calendar=[plain,null]": ["calendar=[plain,null]", "the group calendar takes one name", "write calendar=plain"],
    "demand=[1]": ["demand=[1]", "the group demand takes one name; allowed: current, textbook"],
    "run=[smoke,long] seed=5": [
        "the group run takes one name; allowed: history",
        'write run=smoke; a run for each: python -m tbkk_sim --multirun "run=smoke,long" seed=5',
    ],
    "run=[smoke]": ["the group run takes one name", "write run=smoke"],
    "+run@x=[smoke,long]": ["the group run takes one name"],
    "~run=[smoke]": ["the group run takes one name"],
    "steering=[]": ["the group steering takes one name"],
    "--multirun run=[smoke,long] seed=1,2": ["the group run takes one name"],
    "whatif run=[smoke,long]": ["the group run takes one name"],
    "tune=[where,when]": ["the group tune takes one name; allowed: how_many", "write tune tune=where"],
    "run=${seed}": ["run=${seed}", "chooses a file of a group; allowed: "],
    '\'question="${"': ["${ without the name of a setting", "write the text without ${"],
    "demand={}": ["demand={}", "empty the tables"],
    "+asked={flags:[x]}": ["asked", "is not a setting"],
    "seed=009": ["seed", "is 009; write the number without zeros in front: 9"],
    "tune tune=where tune.where.extra_fte=008": ["tune.where.extra_fte", "without zeros in front: 8"],
    "seed=-00": ["seed", "is -00; write the number without zeros in front: -0"],
    "staffing.units.limburg.posts=010": ["staffing.units.limburg.posts", "without zeros in front: 10"],
    "triage.flagged_share=00.5": ["triage.flagged_share", "without zeros in front: 0.5"],
    "staffing.units.limburg.posts=true": ["staffing.units.limburg.posts", "is true", "a number"],
    "+scenario=[expansion_40,expansion_20]": ["staffing.plan.expansion_", "by expansion_40 and by expansion_20"],
    "+scenario=[collaboration_none,collaboration_wide]": ["collaboration", "set to two values"],
    "'staffing.role_share={server: 0.4, after: 0.6}": ["has no server, after", "+staffing.role_share.after=0.6"],
    "frist": ["frist", "is not a verb; allowed: run, extend"],
    "provenence": ["did you mean provenance?"],
    "seed": ["seed", "seed=value"],
    "seed=[": ["seed=[", "cannot be read"],
    "sede=4": ["'sede' is not a setting", "did you mean seed?"],
    "+seed=4": ["+seed", "is there already", "write seed=4, without +"],
    "seed.x=1": ["seed.x", "single value"],
    "tune tune=robust tune.robust.futures=5": [
        "tune.robust.futures",
        "is now called tune.robust.replications",
        "write tune.robust.replications=5",
    ],
    "tune tune=robust +tune.robust.futures=5": ["write +tune.robust.replications=5"],
    "tune tune=robust ~tune.robust.futures": ['write "~tune.robust.replications"'],
    "tune tune=robust +tune.robust={futures:5}": ["is now called tune.robust.replications"],
    "tune tune=robust tune.robust={futures:5}": ["write tune.robust.replications=5"],
    "casework.chosen.keyplayer.per_year=20": ["write casework.proactive.keyplayer.per_year=20"],
    "casework.classes.maker.priority=3": [
        "casework.classes.maker.priority",
        "is now called casework.classes.producer.priority",
        "write casework.classes.producer.priority=3",
    ],
    "+casework.classes.maker.priority=3": ["a problem", "casework.classes.maker\n      is now called"],
    "demand.stock.maker.in_hand=3": ["write demand.stock.producer.in_hand=3"],
    "+demand.stock.maker={in_hand:3}": ["a problem", "is now called demand.stock.producer\n"],
    "demand.stock={maker:{in_hand:3}}": ['write "demand.stock.producer={in_hand:3}"'],
    "demand.streams.image.mix.maker.share=0.1": ["write demand.streams.image.mix.producer.share=0.1"],
    "tune tune=how_many tune.how_many.norms.maker.share=0.9": ["write tune.how_many.norms.producer.share=0.9"],
    "tune tune=when +tune.when.norms.maker.share=0.9": ["is now called tune.when.norms.producer\n"],
    "tune tune=where +tune.weights.maker=2": ["is now called tune.weights.producer"],
    "~demand.stock.maker": ["is now called demand.stock.producer", 'write "~demand.stock.producer"'],
    "steering.targets.makers.per_year=90": ["steering.targets.makers.per_year", "is gone: what was a target is now an"],
    "+steering.targets.makers.per_year=90": ["a problem", "write agreements.NAME with label, classes as shares"],
    "~steering.targets.makers": ["steering.targets.makers", "is gone: what was a target is now an agreement"],
    "+triage.misjudged_share=0.05": ["triage.misjudged_share", "is 0.05; it is gone, since persons and the system err"],
    '++demand.streams.youth.part_per_year={"2020":0.1}': [
        "cannot be read",
        "++demand.streams.youth.part_per_year.2020=0.1",
    ],
    "++demand.streams.youth.part_per_year.'2020'=0.1": [
        "without quotes: ++demand.streams.youth.part_per_year.2020=0.1"
    ],
    "++demand.streams.youth.part_per_year={2020:0.1}": ["as an override demand.streams.youth.part_per_year.2020=0.1"],
    "~demand.streams.youth.part_per_year": ["has no year; a part of image needs its share in the reports of image"],
    "demand.streams.youth.part_of=travel": ["is travel, whose reports are all of a class", "allowed: image"],
    "+scenario=very_large_case ~demand.large_cases.sextortion.date": ["is missing, and so is per_year"],
    "+scenario=very_large_case +demand.large_cases.sextortion.per_year=1": [
        "is 1.0 beside date 2023-03-01; allowed: one"
    ],
    "~agreements.others": ["is not there, so it cannot be taken away"],
    "scenario=growth": ["scenario=growth", "write +scenario=growth"],
    "+scenario=grwoth": ["scenario=grwoth", "there is no such scenario", "baseline", "did you mean growth?"],
    "+scenario=[growth,tolls]": ["scenario=tolls", "did you mean tools?"],
    "+scenario=growth,tools": ["has several values", "+scenario=[growth,tools]", "--multirun"],
    "+scenario=growth +scenario=tools": ["more than once", "+scenario=[growth,tools]"],
    "run=smok": ["run=smok", "allowed: history, long, precise, smoke", "did you mean smoke?"],
    "staffing/units=x": ["staffing/units"],
    "run.end=2020-12-31": ["run.end", "2020-12-31", "must not be before run.start"],
    "++demand.streams.image.reports_per_year.99999=5": ["has the key '99999'", "from 1990 to 2100"],
    "run.start=2010-01-01": ["demand.streams.image.reports_per_year", "2010", "2014"],
    "demand.streams.imag.growth_per_year=0": [
        "'imag' is not a setting of demand.streams",
        "did you mean demand.streams.image",
    ],
    "demand.unit_share.limburg=0.5": ["demand.unit_share", "add up to 1.436", "allowed is 1, within 0.005"],
    "+demand.unit_share.limbrug=0": ["demand.unit_share", "'limbrug'", "did you mean limburg?"],
    "casework.classes.acute.priorty=1": ["'priorty'", "did you mean casework.classes.acute.priority?"],
    "+staffing.plan.y={unit:amsterdam,role:lead,date:2021-02-01,posts:-3}": [
        "staffing.plan.y.posts",
        "-3 withdraws more posts of role lead than amsterdam then has (0)",
    ],
    "+staffing.plan.y={unit:limburg,date:2020-02-01,posts:1}": [
        "staffing.plan.y.date",
        "2020-02-01",
        "from 2021-01-01 on",
    ],
    "calendar.worked_holidays=[Pasen]": ["calendar.worked_holidays", "'Pasen'", "Easter Monday"],
    "demand.streams.image.reports_per_year.2020=0": [
        "demand.streams.image.reference_year",
        "there are no reports in 2020",
    ],
    "demand.streams.image.volume_factor=1000": ["image.volume_factor", "reports of one class in one unit", "8,388,608"],
    "demand.streams.image.volume_factor=50": ["image.volume_factor", "reports and cases", "at most 10,000,000"],
    "run.end=2050-12-31 demand.streams.image.growth_per_year=5": [
        "a problem, so",
        "gives more reports of one class in one unit over the run than the 8,388,608 that are",
    ],
    "+demand.bursts.b={stream:image,date:2021-02-01,days:1,reports:1e7}": ["demand.bursts.b.reports", "at most"],
    "staffing.tenure_years_mean=1e308": ["staffing.tenure_years_mean", "0.25 to 100 years"],
    "staffing.turnover.transfer_per_year=1 staffing.units.limburg.posts=9999 run.end=2060-12-31": [
        "staffing.turnover",
        "people hold a post",
    ],
    "hydra=5": ["hydra", "has no use here"],
    "+hydra.overrides.task=[a]": ["hydra.overrides.task", "has no use here"],
    "hydra.job_logging.root.level=NOPE": ["hydra.job_logging.root.level", "CRITICAL, ERROR"],
    "hydra.run.dir=null": ["hydra.run.dir", "the path of a folder"],
    "hydra/launcher=basic": ["hydra/launcher", "has no use here"],
    "~hydra.run": ["~hydra.run", "cannot be deleted"],
    "--multirun +scenario=growth seed=interval(1,5)": ["seed=interval(1,5)", "range(1,6)"],
    "--multirun seed=range(1,1000000000)": ["seed=range(1,1000000000)", "more than 10,000"],
    "--multirun seed=range(5,1)": ["seed=range(5,1)", "no value"],
    "staffing.units.midden_nederland.tile=[1,2,3]": [
        "midden_nederland.tile",
        "is [1, 2, 3]; allowed: 2 elements, each a whole number from 0 to 30",
    ],
    "tune tune=where ++tune.objectives=[1]": ["++tune.objectives=[1]", "allowed: a table of names and settings"],
    "tune tune=where ++tune=5": ["++tune=5", "allowed: how_many, mix, robust, when, where"],
    "tune tune=where ~tune.objectives": ["~tune.objectives", "cannot be taken away: it is required"],
    "~demand.streams": ["~demand.streams", "cannot be taken away: it is required"],
    "tune=where": ["tune=where", "is of the verb tune", "write tune tune=where"],
    "+tune=when": ["+tune=when", "is of the verb tune", "write tune tune=when"],
    "++tune=5": ["++tune=5", "is of the verb tune", "write tune tune=where"],
    "tune.mix.extra_fte=[1]": ["tune.mix.extra_fte=[1]", 'write tune tune=mix "tune.mix.extra_fte=[1]"'],
    "seed=choice(1,2)": ["seed=choice(1,2)", "has several values", 'tbkk_sim --multirun "seed=choice(1,2)"'],
    "seed=range(1,5)": ["seed=range(1,5)", "has several values", '--multirun "seed=range(1,5)"'],
    "run=glob(*)": ["run=glob(*)", "has several values", '--multirun "run=glob(*)"'],
    "seed=glob(*)": ["seed=glob(*)", "this is none", 'python -m tbkk_sim --multirun "seed=1,2"'],
    "run=smoke seed=interval(1,5)": ["does not say which values", 'tbkk_sim --multirun run=smoke "seed=1,2"'],
    "language=nl tune tune=where": ["tune", "de opdracht komt vooraan", "schrijf tune language=nl tune=where"],
    "--multirun study x": ["study", "the verb comes first", "write study --multirun x"],
    "+scenario=textbook demand.week_cv=0.1": ["demand.week_cv", "must be added", "write +demand.week_cv=0.1"],
    "run.precision.level=0.9": ["run.precision.level", "must be added", "write +run.precision.level=0.9"],
    "run.precision.nope=1": ["run.precision.nope", "'nope' is not a setting of run.precision", "key_figures"],
    "+scenario=textbook staffing.hiring.nope=1": ["'nope' is not a setting of staffing.hiring"],
    "--info": ["--info", "--help shows what can be typed"],
    "--info=config": ["--info=config", "--help shows what can be typed"],
    "--hydra-help": ["--hydra-help", "--help shows what can be typed"],
    "study": ["study", "needs FOLDER: folder of the study, with study.yaml"],
    "staffing.units.midden_nederland.tile=[]": [
        "midden_nederland.tile",
        "is []; allowed: 2 elements, each a whole number from 0 to 30",
    ],
    "staffing.units.midden_nederland.tile=5": ["midden_nederland.tile", "a list"],
    "~collaboration=1": ["~collaboration=1", "chooses a file of a group; allowed: "],
    "~seed=7": ["~seed", "another value"],
    "~nothing": ["~nothing"],
    "++steering=null": ["++steering=null"],
    "triage.team=limbourg": ["triage.team", "'limbourg' is not known", "did you mean limburg?"],
    "staffing.units.limburg.post=7": ["did you mean staffing.units.limburg.posts?"],
    "+staffing.plan.x={unit:landelijke_eenheid,date:2021-01-01,posts:-35}": [
        "a problem, so",
        "staffing.plan.x.posts",
        "-35 on the first day leaves no post in landelijke_eenheid for digital, dossier,",
    ],
    "staffing.units.landelijke_eenheid.posts=0": ["staffing.units.landelijke_eenheid", "nobody there is able to do"],
    "'+staffing.units.a b={label:x,posts:1}'": ["a b"],
    "+steering.treatments.distributer.full=1": [
        "steering.treatments",
        "'distributer'",
        "did you mean distributor?",
    ],
    "+x._target_=os.system": ["x._target_", CODE],
    "+name._target_=os.system": ["name"],
    "+staffing._recursive_=true": ["staffing._recursive_", CODE],
    "+hydra.callbacks.x._target_=os.system": ["hydra.callbacks.x._target_", CODE],
    "hydra.job_logging.handlers.console.class=os.system": ["hydra.job_logging.handlers.console.class", CODE],
    "+hydra.job_logging.handlers.console.()=os.system": ["()"],
    "hydra.job_logging.handlers.console.stream=ext://os.environ": ["hydra.job_logging.handlers.console.stream", CODE],
    "+hydra.job.env_set.PYTHONPATH=/tmp": ["hydra.job.env_set.PYTHONPATH", "cannot change the environment"],
    "question=${oc.env:HOME}": ["question", "cannot read the environment"],
    "question=${seat}": ["question", "'seat', which is not a setting"],
    "question=???": ["question", "needs a value"],
    "name=${question} question=${name}": ["name"],
    "--config-dir nowhere": ["--config-dir nowhere", "no such folder"],
    "--config-path relative": ["--config-path relative", "must be absolute"],
    "--config-name other": ["other.yaml", "no such file in"],
    "--cfg job --multirun": ["--multirun --cfg", "cannot go together"],
    "--resolve": ["--resolve", "--cfg job"],
    "--experimental-rerun old.pickle": ["--experimental-rerun", "not supported"],
    "--multirun seed=1,x": ["seed (run 2 of 2 in the sweep)", "'x'"],
    "--multirun +scenario=growth,tolls": ["scenario=tolls", "did you mean tools?"],
    "--multirun staffing.units.limburg.posts=7,-1,8,-2": ["posts (run 2 of 4", "posts (run 4 of 4"],
    "tune tune=where ~tune": ["~tune", "cannot be taken away"],
    "tune ~tune tune=where": ["~tune", "cannot be taken away"],
    "tune tune=where tune=when": ["tune=where tune=when", "allowed: one in a command"],
    "tune tune=where tune.where.extra_fte=${seat}": ["tune.where.extra_fte", "'seat', which is not a setting"],
    "++demand=[1,2]": ["++demand=[1,2]", "allowed: current, textbook", "as in demand=current"],
    "++run=smoke": ["++run=smoke", "write run=smoke"],
    "++=1": ["++=1", "is not an override"],
    "+=": ["+=", "is not an override"],
    "~": ["~", "is not an override"],
    "~tune": ["~tune", "is not there"],
    "--config-path /": ["config.yaml", "no such file in /"],
    "seed=${seed}": ["seed", "refers to itself"],
    "--multirun seed=range(1,5,0)": ["seed=range(1,5,0)", "steps of 0"],
    "+run=smoke": ["+run=smoke", "write run=smoke, without +"],
    "run=smoke +run=long": ["run=smoke +run=long", "choose one: run=long"],
    "seed=1,2 run=smoke": ["give one value", 'python -m tbkk_sim --multirun "seed=1,2" run=smoke'],
    "tune tune=where seed=1,2": ["seed=1,2", 'python -m tbkk_sim --multirun "seed=1,2"\n'],
    "demand.week_cv=0,1": ["demand.week_cv=0,1", "decimal point: demand.week_cv=0.1"],
    "question=yes,no": ["question=yes,no", "\"question='yes,no'\""],
    "calendar.closed_days=05-05,12-24": ["closed_days=[05-05,12-24]"],
    "run.replications=٣": ["run.replications=٣", "digits 0-9"],
    "seed=${add:1,2}": ["seed", "nothing in a config is computed"],
    "+demand.streams=[a]": ["+demand.streams=[a]", "a table of names and settings"],
    "staffing.plan=[{a:1}]": ["staffing.plan", "a table of names and settings"],
    "--cfg job -p nope": ["--package nope", "'nope' is not there", "demand, casework", "staffing"],
    "--cfg job --package stafing": ["did you mean staffing?"],
    "-p demand": ["--package", "goes with --cfg job"],
    "+scenario=growth --multirun seed=1,x": ["seed (run 2 of 2 in the sweep)", "'x'"],
    "study language=en nope": ["nope"],
    "study language=en": ["study", "needs FOLDER"],
    "replay language=en nope": ["nope"],
    "replay language=de nope": ["language=de", "allowed: en, nl"],
    "week language=en nope": ["nope"],
    "week nope unit=a week": ["week", "a word too many"],
    "provenance --from Q": ["--from Q", "X proxy"],
    "provenance +scenario=tolls": ["did you mean tools?"],
}

WRONG_VALUES = {
    # values that are wrong by themselves: said together
    "+sede=4": ["sede", "is not a setting", "did you mean seed?"],
    "seed=-1": ["seed", "-1", "allowed: a whole number from 0 to 9223372036854775807"],
    "engine=simpi": ["engine", "'simpi'", "auto, simpy, compiled", "did you mean simpy?"],
    "language=de": ["language", "'de'", "en, nl"],
    "run.start=2021-02-30": ["run.start", "2021-02-30", "not a date"],
    "run.replications=0": ["run.replications", "0", "allowed: a whole number from 1"],
    "run.keep_events=some": ["run.keep_events", "none, first, all"],
    "demand.streams.image.reports_per_year.2021=-5": ["demand.streams.image.reports_per_year.2021", "-5"],
    "casework.classes.acute.priority=0": [
        "casework.classes.acute.priority",
        "0",
        "allowed: a whole number from 1 to 99",
    ],
    "casework.classes.acute.hours.image=abc": ["casework.classes.acute.hours.image", "'abc'", "0 to 10,000 hours"],
    "casework.classes.producer.hours.image=-1": ["casework.classes.producer.hours.image", "-1", "allowed: "],
    "+casework.classes.acute.outcomes.lost=0.1": ["casework.classes.acute.outcomes.lost", "file_to_om"],
    "triage.automatic_share=1.5": ["triage.automatic_share", "1.5", "allowed: 0 to 1"],
    "triage.hours_mean=nan": ["triage.hours_mean", "nan", "0 to 10,000 hours"],
    "triage.spread.family=normal": ["triage.spread.family", "'normal'", "gamma"],
    "triage.team=null": ["triage.team", "null", "a text"],
    "staffing.units.limburg.posts=-3": ["staffing.units.limburg.posts", "-3", "allowed: "],
    "staffing.units.rotterdam.posts=7.5": [
        "staffing.units.rotterdam.posts",
        "7.5",
        "allowed: a whole number from 0 to 10,000 posts",
    ],
    "staffing.units.amsterdam=7": ["staffing.units.amsterdam", "7"],
    "+staffing.plan.p={unit:limburg,date:2022-13-01,posts:1}": ["staffing.plan.p.date", "not a date"],
    "collaboration.pools.zeden.lends=always": ["collaboration.pools.zeden.lends", "'always'", "when_idle"],
    "calendar.hours_per_day=25": ["calendar.hours_per_day", "25", "0.1 to 24 hours"],
}
TOGETHER = [list(WRONG_VALUES)[start : start + 6] for start in range(0, len(WRONG_VALUES), 6)]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def _said(typed: list[str], capsys) -> str:
    assert main(typed) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    assert len(err.splitlines()) <= 24
    assert list(Path().rglob("manifest.json")) == []
    assert not Path("outputs").exists()
    assert not Path("multirun").exists()
    return str(err)


@pytest.mark.parametrize("typed", WRONG)
def test_wrong_words_on_the_command_line(typed, capsys):
    words = [typed.strip("'")] if typed.startswith("'") else typed.split()
    said = _said(words, capsys)
    for part in WRONG[typed]:
        assert part in said


@pytest.mark.parametrize("typed", TOGETHER, ids=lambda typed: typed[0])
def test_wrong_values_are_said_at_once(typed, capsys):
    said = _said(typed, capsys)
    assert f"{len(typed)} problems" in said
    for override in typed:
        assert all(part in said for part in WRONG_VALUES[override]), override


def test_settings_that_do_not_fit_together_are_said_at_once(capsys):
    said = _said(["triage.team=nowhere", "+steering.treatments.acute.full=1"], capsys)
    assert "2 problems" in said


@pytest.mark.parametrize("table", ["staffing.units", "staffing.roles", "casework.steps", "casework.classes"])
def test_a_table_that_was_emptied_is_named_and_not_what_follows_from_it(table, capsys):
    said = _said([f"{table}={{}}"], capsys)
    assert said == f"tbkk_sim: a problem, so nothing was run.\n\n  {table}\n      is {{}}; it must not be empty\n"


def test_a_name_of_which_there_are_none_is_told_so(capsys):
    batch = "+demand.bursts.b={stream: image, date: 2021-02-01, reports: 3}"
    said = _said(["demand.streams={}", batch], capsys)
    assert "'image' is not a stream; allowed: nothing, since there are none" in said


def test_all_twelve_months_without_reports(capsys):
    said = _said([f"demand.month_factors.{month}=0" for month in range(1, 13)], capsys)
    assert "demand.month_factors" in said
    assert "at least one month needs a factor above 0" in said


def test_many_problems_fit_on_one_screen(capsys):
    units = ("limburg", "rotterdam", "amsterdam", "den_haag", "oost_brabant", "noord_holland")
    typed = [f"staffing.units.{unit}.{key}=x" for unit in units for key in ("posts", "minimum_fte")]
    assert "12 problems" in _said(typed, capsys)


BAD_FILES = {
    "staffing: {units: {true: {label: T, posts: 5}}}\n": ["staffing.units", "mine.yaml", "in quotes"],
    "staffing: {units: {null: {label: T, posts: 5}}}\n": ["staffing.units", "mine.yaml", "in quotes"],
    "staffing: {units: {limburg: {posts: true}}}\n": ["staffing.units.limburg.posts", "is true"],
    "seed: 010\n": ["mine.yaml, line 2", "is 010; write the number without zeros in front: 10"],
    "run: {replications: 009}\n": ["mine.yaml, line 2", "is 009; write the number without zeros in front: 9"],
    'seed: "007"\n': ["seed", "is 007; write the number without zeros in front: 7"],
    "staffing: {units: {limburg: {posts: yes}}}\n": ["staffing.units.limburg.posts", "'yes'"],
    "demand: {growht: 2}\n": ["demand.growht", "is not a setting"],
    "demand: {streams: {image: {mix: {acute: {shares: 0.1}}}}}\n": ["mix.acute.shares", "did you mean share?"],
    "demand: [1, 2]\n": ["mine.yaml, line 2", "demand is [1, 2]; allowed: a table of names and settings"],
    "demand: {unit_share: {limburg: 1.5}}\n": ["demand.unit_share.limburg", "1.5"],
    "demand: {streams: {image: {reports_per_year: {2025: 5}}}}\n": ['write the key as "2025"'],
    "demand: {stock: {accute: {waiting: 5}}}\n": ["demand.stock", "'accute'", "did you mean acute?"],
    "demand: {bursts: {b: {stream: imagery, date: 2022-01-01, reports: 3}}}\n": [
        "demand.bursts.b.stream",
        "did you mean image?",
    ],
    "casework: {classes: {new: {label: New, priority: 3}}}\n": ["classes.new.hours", "missing", "classes.new.outcomes"],
    "casework: {steps: {triage: {label: T}}}\n": ["casework.steps", "'triage' is a reserved name"],
    "seed: 1\nseed: 2\n": ["mine.yaml, line 3", "sets seed for the second time"],
    "seed: [1\n": ["mine.yaml, line", "not valid YAML"],
    "seed: !!python/object/apply:os.system ['true']\n": ["a tag with !"],
    "question: What: now?\n": ["mine.yaml, line 2", "not valid YAML", 'in quotes, as in question: "Growth: who pays?"'],
    "hydra: 5\n": ["hydra", "mine.yaml"],
    "hydra: {job_logging: {root: {level: NOPE}}}\n": ["hydra.job_logging.root.level", "'NOPE'", "mine.yaml"],
    "defaults: [growht]\n": ["growht", "did you mean growth?"],
    "hydra: {callbacks: {x: {_target_: os.system, command: 'true'}}}\n": ["hydra.callbacks.x._target_", CODE],
    "seed: \x00\n": ["mine.yaml, line 2", "has the sign \\x00 in it"],
    "defaults: 5\n": ["defaults", "a list of names of files", "mine.yaml"],
    "defaults: [{a: 1, b: 2}]\n": ["defaults", "a list of names of files", "mine.yaml"],
    "just words\n": ["has no settings", "mine.yaml"],
    "a: &a [*a]\n": ["mine.yaml, line 2", "contains itself"],
    "seed:\n\tx: 2\n": ["mine.yaml, line 3", "there is a tab", "spaces"],
    "seed: !!python/name:os.system x\n": ["mine.yaml, line 2", "a tag with !"],
    "a: *b\n": ["mine.yaml, line 2", "refers with *"],
    "run:\n  end: x\n  end: y\n": ["mine.yaml, line 4", "sets run.end for the second time"],
    "a: &a {b: *a}\n": ["mine.yaml, line 2", "contains itself"],
    "seed: 1\n---\nseed: 2\n": ["mine.yaml, line 3", "begins a second document", "leave out lines that begin"],
    "seed: 1\n%YAML 1.2\n": ["mine.yaml, line", "begins or ends a document", "leave out lines that begin"],
    "<<: 5\n": ["mine.yaml, line 2", "takes over with << what is no table", "<<: *name"],
    "question: !!binary aGVsbG8=\n": ["mine.yaml, line 2", "a tag with !"],
    "seed: !!omap [a: 1]\n": ["mine.yaml, line 2", "a tag with !"],
    "seed: !!int x\n": ["mine.yaml, line 2", "a tag with !"],
    "seed: 0b_\n": ["mine.yaml, line 2", "begins as a number and is none", "in quotes"],
    "? [a]\n: 5\n": ["mine.yaml, line 2", "a list or a table where the name of a key is expected"],
    '"a\\0b": 5\n': ["mine.yaml, line 2", "has the sign \\x00 in it"],
    'engine: "\\0empty"\n': ["mine.yaml, line 2", "has the sign \\x00 in it"],
    "run: [1]\n": ["mine.yaml, line 2", "run is [1]; allowed: a table of names and settings"],
    "run: smoke\n": ["mine.yaml, line 2", "run is smoke", "defaults: [_self_, override /run: name]"],
    "staffing: {units: {limburg: {posts: [5]}}}\n": [
        "mine.yaml, line 2",
        "limburg.posts is [5]; allowed: a whole number from 0",
    ],
    "defaults: [mine]\nseed: 1\n": ["mine.yaml, line 2", "builds on itself: scenario/mine -> scenario/mine"],
    "defaults: [/scenario@_global_: [growth, mine]]\n": ["mine.yaml, line 2", "builds on itself"],
    "defaults: [_self_, override /nosuch: wide]\n": [
        "mine.yaml, line 2",
        "no group nosuch; allowed: agreements, assignment, ",
    ],
    "defaults: [_self_, override collaboration: wide]\n": ["mine.yaml, line 2", "write override /collaboration: wide"],
    "defaults: [/collaboration: wide, _self_]\n": ["mine.yaml, line 2", "write override /collaboration: wide"],
    "": ["mine.yaml", "sets nothing, so it would be the baseline"],
    "defaults: [_self_]\n": ["mine.yaml", "sets nothing, so it would be the baseline"],
    "run:\n  end: 2021-01-01\n start: x\n": ["mine.yaml, line 4", "is not indented as the lines around it"],
    'question: "C:\\own"\n': ["mine.yaml, line 2", "between double quotes", "single quotes"],
    'question: "a b\nseed: 5\n': ["mine.yaml, line 2", "a quote is not closed"],
    "question: 'a b\nseed: 5\n": ["mine.yaml, line 2", "a quote is not closed"],
    "question: ${\nseed: 5\n": ["mine.yaml, line 2", "${ without the name of a setting", "the text without ${"],
    "run:\n  end: ${a\n": ["mine.yaml, line 3", "${ without the name of a setting and } behind it"],
    'question: costs "${}"\n': ["mine.yaml, line 2", "${ without the name of a setting and } behind it"],
    'defaults: ["${"]\n': ["mine.yaml, line 2", "${ without the name of a setting and } behind it"],
    'hydra: {run: {dir: "${"}}\n': ["mine.yaml, line 2", "${ without the name of a setting and } behind it"],
    "question: ${a:\n": ["mine.yaml, line 2", "not valid YAML", "a text with a colon is written in quotes"],
    "defaults: [_self_, override /run: [smoke, long]]\n": ["mine.yaml, line 2", "the group run takes one name; all"],
    "defaults: [_self_, override /run: null]\n": ["mine.yaml, line 2", "the group run takes one name; allowed: "],
    "question: [a b\nseed: 5\n": ["mine.yaml, line", "a bracket is not closed, or a comma is missing"],
}


@pytest.mark.parametrize("text", BAD_FILES)
def test_wrong_words_in_a_scenario(text, tmp_path, capsys):
    own_scenario(tmp_path / "own", text)
    said = _said(["--config-dir", "own", "+scenario=mine"], capsys)
    for part in BAD_FILES[text]:
        assert part in said


OLD_NAMES = """casework:
  chosen: {keyplayer: {per_year: 20}}
  classes: {maker: {priority: 4}}
demand: {stock: {maker: {in_hand: 4}}}
"""
OWN_CLASS = """casework:
  classes:
    maker: {label: Own, priority: 2, hours: {image: 3}, outcomes: {file_to_om: 1}}
demand: {stock: {maker: {in_hand: 3}}}
agreements: {makers: {label: Own, classes: {maker: 1.0}, per_year: {"2021": 9}}}
"""
IS_NOW_CALLED = {"en": "is now called", "nl": "heet nu"}


@pytest.mark.parametrize("language", IS_NOW_CALLED)
def test_each_old_name_in_a_scenario_is_told_its_new_one(language, tmp_path, capsys):
    own_scenario(tmp_path / "own", OLD_NAMES)
    said = _said(["--config-dir", "own", "+scenario=mine", f"language={language}"], capsys)
    for old, new in (
        ("casework.classes.maker", "casework.classes.producer"),
        ("demand.stock.maker", "demand.stock.producer"),
        ("casework.chosen", "casework.proactive"),
    ):
        assert f"  {old}\n      {IS_NOW_CALLED[language]} {new}\n" in said
    assert said.count(IS_NOW_CALLED[language]) == 3


def test_a_class_of_the_users_own_may_have_an_old_name(tmp_path):
    own_scenario(tmp_path / "own", OWN_CLASS)
    typed = ["+scenario=mine", "casework.classes.producer.drawn_as=producer", "demand.stock.maker.in_hand=5"]
    settings = load_settings(typed, str(tmp_path / "own"))
    assert settings.demand.stock["maker"].in_hand == 5
    assert settings.casework.classes["maker"].label == "Own"
    assert settings.agreements["makers"].label == "Own"


@pytest.mark.parametrize(
    ("one", "other", "key"),
    [
        ("light: {expires: null}", "light: {expires: {mean_days: 9}}", "light.expires"),
        ("light: {expires: {mean_days: 9}}", "light: {expires: null}", "light.expires"),
        ("light: {hours: {dossier: {mean_hours: 6}}}", "light: {hours: {dossier: 4}}", "light.hours.dossier"),
        ("light: {hours: {dossier: 4}}", "light: {hours: {dossier: {mean_hours: 6}}}", "light.hours.dossier"),
        ("light: {outcomes: {alternative: 1}}", "light: {outcomes: {}}", "light.outcomes"),
    ],
)
def test_a_value_for_a_table_is_not_put_on_what_another_scenario_sets_in_it(one, other, key, tmp_path, capsys):
    for name, classes in (("one", one), ("below", one), ("other", other)):
        text = f"casework: {{classes: {{{classes}}}}}" if name != "one" else "defaults: [below, _self_]"
        own_scenario(tmp_path / "own", f"{text}\n", name)
    said = " ".join(_said(["--config-dir", "own", "+scenario=[one,other]"], capsys).split())
    assert f"casework.classes.{key}" in said
    assert "is set to two values: by one and by other" in said
    assert "(as are" not in said


def test_a_scenario_that_empties_a_table_is_not_put_on_one_that_fills_it(tmp_path, capsys):
    own_scenario(tmp_path / "own", "staffing: {plan: {}}\n")
    said = _said(["--config-dir", "own", "+scenario=[expansion_20,mine]"], capsys)
    assert "staffing.plan" in said
    assert "is set to two values" in said


def test_a_scenario_without_its_first_line_is_told_so(tmp_path, capsys):
    (tmp_path / "own" / "scenario").mkdir(parents=True)
    (tmp_path / "own" / "scenario" / "mine.yaml").write_text("calendar: {hours_per_day: 8}\n")
    said = _said(["--config-dir", "own", "+scenario=mine"], capsys)
    assert "+scenario=mine" in said
    assert "scenario/mine.yaml lacks its first line" in said
    assert "# @package _global_" in said
    assert "did you mean" not in said


@pytest.mark.parametrize(
    "line", ["# @package", "# @package:", "#@package ", "# @package _global_ too", "# @ package x"]
)
def test_a_first_line_that_names_nothing_is_told_with_its_line_and_the_remedy(line, tmp_path, capsys):
    own_scenario(tmp_path / "own", "")
    (tmp_path / "own" / "scenario" / "mine.yaml").write_text(f"\n{line}\nseed: 5\n")
    said = _said(["--config-dir", "own", "+scenario=mine"], capsys)
    assert f"mine.yaml, line 2\n      the line {line.strip()} does not say where the settings belong" in said
    assert "write as the first line: # @package _global_" in said


def test_a_file_of_a_group_needs_no_first_line(tmp_path, capsys):
    (tmp_path / "own" / "run").mkdir(parents=True)
    (tmp_path / "own" / "run" / "mine.yaml").write_text("# @package\nreplications: 3\n")
    said = _said(["--config-dir", "own", "run=mine"], capsys)
    assert "mine.yaml, line 1\n      the line # @package does not say" in said
    assert "a file of a group needs no such line: leave it out" in said


def test_the_line_that_makes_a_sweep_names_the_folder_of_the_user(tmp_path, capsys):
    own_scenario(tmp_path / "own", "seed: 5\n")
    said = _said(["--config-dir", "own", "+scenario=mine", "seed=1,2"], capsys)
    assert f'python -m tbkk_sim --config-dir {tmp_path / "own"} --multirun +scenario=mine "seed=1,2"\n' in said


def test_a_scenario_that_is_not_text(tmp_path, capsys):
    (tmp_path / "own" / "scenario").mkdir(parents=True)
    (tmp_path / "own" / "scenario" / "mine.yaml").write_bytes(b"# @package _global_\nquestion: caf\xe9\n")
    said = _said(["--config-dir", "own", "+scenario=mine"], capsys)
    assert "mine.yaml, line 2\n      is not text in UTF-8\n      save the file as UTF-8" in said
    assert "codec" not in said


def test_a_file_of_our_name_in_their_folder_is_refused(tmp_path, capsys):
    (tmp_path / "own" / "staffing").mkdir(parents=True)
    (tmp_path / "own" / "staffing" / "current.yaml").write_text("{}\n")
    assert "has the name of a file in conf/" in _said(["--config-dir", "own"], capsys)


@pytest.mark.parametrize("text", ["a: &a [*a]\n", "defaults: [mine]\n", "seed: 0b_\n"])
def test_a_wrong_scenario_is_refused_too_where_the_config_is_only_shown(text, tmp_path, capsys):
    own_scenario(tmp_path / "own", text)
    assert "mine.yaml, line 2" in _said(["--config-dir", "own", "+scenario=mine", "--cfg", "job"], capsys)


def test_files_that_build_on_each_other_in_a_circle_are_named(tmp_path, capsys):
    for name, other in (("a", "b"), ("b", "c"), ("c", "a")):
        own_scenario(tmp_path / "own", f"defaults: [growth, {other}, _self_]\n", name)
    said = _said(["--config-dir", "own", "+scenario=a"], capsys)
    assert "builds on itself: scenario/a -> scenario/b -> scenario/c -> scenario/a" in said


def test_values_that_are_repeated_without_end_are_refused(tmp_path, capsys):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join(10 * [f'*a{n - 1}'])}]" for n in range(1, 9)]
    own_scenario(tmp_path / "own", "\n".join(lines))
    assert "mine.yaml, line 6\n      has more than 100,000 values" in _said(
        ["--config-dir", "own", "+scenario=mine"], capsys
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("seed: 1\nseed: 2\n", "regel 3\n      stelt seed voor de tweede keer in"),
        ("seed: 1\n---\nseed: 2\n", "regel 3\n      begint een tweede document\n      laat regels weg"),
        ("run: [1]\n", "regel 2\n      run is [1]; toegestaan: een tabel van namen en instellingen"),
        ("defaults: [mine]\n", "regel 2\n      bouwt op zichzelf voort: scenario/mine -> scenario/mine"),
        ("question: ${", "regel 2\n      heeft ${ zonder de naam van een instelling en } erachter, zoals in ${seed}"),
        ("", "mine.yaml\n      stelt niets in en zou dus gelijk zijn aan de basis"),
    ],
)
def test_a_wrong_scenario_is_refused_in_dutch(text, says, tmp_path, capsys):
    own_scenario(tmp_path / "own", text)
    assert says in _said(["--config-dir", "own", "+scenario=mine", "language=nl"], capsys)


def test_a_sign_that_could_steer_a_terminal_is_never_printed(capsys):
    said = _said(["\x1b[31mseed=5"], capsys)
    assert "\x1b" not in said
    assert "\\x1b[31mseed" in said
