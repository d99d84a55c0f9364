"""What the documents say is so: commands compose, names and files exist, tables are those of conf/.

Links within docs/ are checked when the site is built, where a warning is an error (scripts/check.py).
"""

import importlib
import re
import runpy
import shlex
from pathlib import Path

import pytest
import yaml

import tbkk_sim
from tbkk_sim.cli.main import VERBS
from tbkk_sim.config.compose import load_settings
from tbkk_sim.metrics.catalogue import key_figure_list
from tbkk_sim.model.names import names_of
from tbkk_sim.runs.folder.format import FORMAT
from tbkk_sim.settings import Settings
from tbkk_sim.settings.provenance import list_entries
from tests.settings.every_setting import all_leaves

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").rglob("*.md")])
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
README = (ROOT / "README.md").read_text(encoding="utf-8")
OWN_SCENARIO = (ROOT / "docs" / "guides" / "own_scenario.md").read_text(encoding="utf-8")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(text: str, language: str) -> list[str]:
    return [block for of, block in BLOCK.findall(text) if of == language]


def commands() -> list[str]:
    """What the pages tell one to run, without the verbs and flags that only show something."""
    lines = [
        line
        for page in PAGES
        for block in blocks(page.read_text(encoding="utf-8"), "sh")
        for line in block.splitlines()
    ]
    found = (re.match(r"(?:.*&& )?python -m tbkk_sim(?: (.*))?$", line) for line in lines)
    return list(dict.fromkeys(match[1] or "" for match in found if match))


@pytest.fixture(scope="module")
def my_conf(tmp_path_factory) -> Path:
    """The scenario that the guide shows, in a folder of a user."""
    folder = tmp_path_factory.mktemp("user")
    (file,) = re.findall(r"`my_conf/(scenario/\w+\.yaml)`", OWN_SCENARIO)
    scenario, *_ = blocks(OWN_SCENARIO, "yaml")
    (folder / file).parent.mkdir()
    (folder / file).write_text(scenario, encoding="utf-8")
    return folder


@pytest.mark.parametrize("command", commands())
def test_what_one_is_told_to_run_can_run(command, my_conf):
    words = shlex.split(command)
    if words and words[0].isidentifier():
        assert words[0] in VERBS
        return
    config_dir = None
    if "--config-dir" in words:
        at = words.index("--config-dir")
        config_dir = str(my_conf)
        del words[at : at + 2]
    if "--cfg" in words:
        at = words.index("--cfg")
        del words[at : at + 2]
    several = "--multirun" in words
    overrides = [word.partition(",")[0] if several else word for word in words if not word.startswith("--")]
    assert load_settings(overrides, config_dir=config_dir)


def test_the_readme_can_be_read_in_a_few_minutes():
    assert len(README.splitlines()) < 150


def test_the_readme_names_all_verbs():
    assert set(re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE)) | {"run"} == set(VERBS)


def test_the_scenario_of_the_guide_does_what_it_says(my_conf):
    settings = load_settings(["+scenario=early_start"], config_dir=str(my_conf))
    assert settings.name == "early_start"
    assert settings.staffing.plan["limburg_2022"].posts == 3
    assert settings.collaboration.neighbours is not None


def test_the_server_runs_the_test_command_of_the_readme():
    (command,) = [line for block in blocks(README, "sh") for line in block.splitlines() if "--group dev" in line]
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert command in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    local = [link.partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    assert not [link for link in local if not (page.parent / link).exists()]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_files_that_are_named_exist(page):
    text = page.read_text(encoding="utf-8")
    folders = "conf|docs|src|scripts|tests|benchmarks|" + "|".join(
        folder.name for folder in (ROOT / "src" / "tbkk_sim").iterdir() if folder.is_dir()
    )
    named = re.findall(rf"`((?:{folders})/[\w./]*)`", text)
    places = (ROOT, ROOT / "src" / "tbkk_sim")
    assert not [name for name in named if not any((place / name).exists() for place in places)]


def test_the_page_on_the_run_folder_has_the_number_of_its_format():
    page = (ROOT / "docs" / "reference" / "run_folder.md").read_text(encoding="utf-8")
    assert re.findall(r"The number, now (\d+),", page) == [str(FORMAT)]


def test_words_of_the_glossary_are_those_of_the_code():
    texts = [file for folder, kind in (("src", "*.py"), ("conf", "*.yaml")) for file in (ROOT / folder).rglob(kind)]
    known = "\n".join(file.read_text(encoding="utf-8") for file in texts)
    rows = re.findall(
        r"^\|.*\|$", (ROOT / "docs" / "background" / "glossary.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    used = [word for row in rows for word in re.findall(r"`([^`]+)`", row) if not word.startswith("conf/")]
    last = {word: word.rstrip("*").rpartition(".")[2] for word in used}
    assert len(last) > 50
    assert not [word for word, name in last.items() if name not in known]


def test_the_tables_of_assumptions_are_those_of_conf():
    page = (ROOT / "docs" / "background" / "assumptions.md").read_text(encoding="utf-8")
    remake = runpy.run_path(str(ROOT / "scripts" / "remake.py"))
    assert remake["with_tables"](page) == page, "python scripts/remake.py assumptions"


def test_assumptions_that_are_discussed_exist():
    page = (
        (ROOT / "docs" / "background" / "assumptions.md").read_text(encoding="utf-8").partition("<!-- assumed -->")[0]
    )
    settings = load_settings()
    keys = re.findall(r"`([a-z_]+(?:\.[\w*]+)+)`", page)
    assert len(keys) > 5
    for key in keys:
        value = settings.model_dump()
        for part in key.split("."):
            value = next(iter(value.values())) if part == "*" else value[int(part) if part.isdigit() else part]


def test_the_yaml_of_the_pages_can_be_read():
    for page in PAGES:
        for block in blocks(page.read_text(encoding="utf-8"), "yaml"):
            assert isinstance(yaml.safe_load(block), dict)


@pytest.fixture(scope="module")
def reference():
    """The scripts that write the reference."""
    scripts = str(ROOT / "scripts")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(scripts)
        yield importlib.import_module("reference"), importlib.import_module("reference_settings")


def test_each_part_of_the_reference_that_is_made_stands_on_one_page(reference):
    pages, _ = reference
    lines = [line for page in (ROOT / "docs").rglob("*.md") for line in page.read_text(encoding="utf-8").splitlines()]
    made = [name for line in lines for name in re.findall(r"^<!-- from code: (.+) -->$", line)]
    assert sorted(made) == sorted(pages.PAGES)


def test_the_reference_has_every_setting_that_a_run_can_have(reference):
    _, settings = reference
    listed = re.findall(r"^`([\w.*]+)`\{#", settings.settings_page(), re.MULTILINE)
    assert len(listed) == len(set(listed))
    for path, of, _ in all_leaves():
        key, field = ".".join(map(str, path)), of.partition(".")[2]
        assert [one for one in listed if settings.fits(one, key) and one.split(".")[-1] == field], key


def test_the_reference_gives_a_setting_its_range_default_sentence_and_source(reference):
    _, settings = reference
    page = settings.settings_page()
    item = page.partition("`triage.hours_mean`{#triage-hours_mean}\n")[2].partition("\n\n`")[0]
    field = Settings.model_fields["triage"].annotation.model_fields["hours_mean"]
    (entry,) = [
        entry
        for entry in list_entries(ROOT / "conf")
        if entry.place.startswith("triage/current") and entry.key == "triage.hours_mean"
    ]
    assert item.splitlines() == [
        f": 0 to 10,000 hours. Default: `{field.default}`.",
        "",
        "  Mean hours for a report that a person judges.",
        "",
        f"  - `{entry.value}` (`triage.hours_mean`, range {entry.low:g} to {entry.high:g}): proxy, {entry.note} "
        "(`conf/triage/current.yaml`)",
    ]


def test_the_reference_has_all_key_figures_verbs_and_public_names(reference):
    pages, _ = reference
    figures = pages.key_figures_page()
    assert all(f"`{of.name}`{{#" in figures for of in key_figure_list(names_of(load_settings())))
    api = pages.api_page()
    assert all(re.search(rf":: tbkk_sim\.{name}\b", api) for name in tbkk_sim.__all__ if not name.startswith("__"))
    commands = pages.command_line_page()
    assert re.findall(r"^## `(\w+)`$", commands, re.MULTILINE) == [verb for verb in VERBS if verb != "run"]
    assert all(f"tbkk_sim {verb}" in commands for verb in VERBS if verb != "run")
