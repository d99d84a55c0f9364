"""The what-if page and a replay as a browser opens them."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tbkk_sim.replay.page import replay_page
from tbkk_sim.replay.weeks import weeks_of
from tbkk_sim.runs.replication import simulate
from tbkk_sim.settings import Settings
from tbkk_sim.week.facts.reader import WeekReader
from tbkk_sim.week.telling.words import say_week
from tests.builders import SMALL

pytestmark = pytest.mark.slow

HOSTILE = "<script>document.title='run'</script>"
TYPED = (
    "+scenario=textbook", "run.end=2021-02-28", "run.replications=4", "engine=simpy",
    f'staffing.units.desk.label="{HOSTILE}"',
)  # fmt: skip
SECONDS = 90
expect.set_options(timeout=1000 * SECONDS)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The page as the verb serves it: its address, and the folder it was started in."""
    folder = tmp_path_factory.mktemp("whatif")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tbkk_sim", "whatif", *TYPED, "--port", str(port)]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as server:
        try:
            deadline = time.monotonic() + SECONDS
            while not _answers(port):
                assert server.poll() is None, (folder / "log").read_text()
                assert time.monotonic() < deadline
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}", folder
        finally:
            workers = _children(server.pid)
            server.terminate()
            assert server.wait(SECONDS) == 143
            deadline = time.monotonic() + SECONDS
            while any(Path(f"/proc/{worker}").exists() for worker in workers):
                assert time.monotonic() < deadline, "a worker outlives the page"
                time.sleep(0.1)


def _children(process: int) -> list[str]:
    """The processes that a process has begun, where the system lists them."""
    lists = Path(f"/proc/{process}/task").glob("*/children")
    return [child for of_thread in lists for child in of_thread.read_text().split()]


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _watched(browser: Browser, **about: Any) -> tuple[Page, list[str], list[str]]:
    """A new page, what it asks for and what goes wrong."""
    page, asked, wrong = browser.new_page(**about), list[str](), list[str]()
    page.set_default_timeout(1000 * SECONDS)
    page.on("request", lambda sent: asked.append(sent.url))
    page.on("websocket", lambda opened: asked.append(opened.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    return page, asked, wrong


def test_a_slider_is_moved_run_and_saved_and_nothing_comes_from_outside(browser, served):
    address, folder = served
    page, asked, wrong = _watched(browser, viewport={"width": 1280, "height": 900})
    page.goto(address)
    page.locator(".tbkk .card").first.wait_for()
    before = page.locator(".tbkk .card strong").all_inner_texts()
    slider = page.get_by_role("slider", name="Customers at the door")
    slider.focus()
    for _ in range(20):
        slider.press("ArrowRight")
    expect(page.get_by_text(re.compile(r"100\s% → 200\s%"))).to_be_visible()
    page.get_by_test_id("stBaseButton-primary").click()
    page.locator(".tbkk .card em").first.wait_for()
    page.wait_for_function("!document.querySelector('[data-testid=stProgress]')")
    assert page.locator(".tbkk .card strong").all_inner_texts() != before
    assert (
        "differs in 4 of 4 futures, which are too few for an interval" in page.locator(".tbkk .card").first.inner_text()
    )
    assert page.locator(".tbkk figure img").count() == 4
    assert all(
        page.locator(".tbkk figure img").evaluate_all("all => all.map(each => each.alt && each.naturalWidth > 0)")
    )
    assert "\u2039script\u203a" in page.locator(".tbkk img").nth(2).get_attribute("alt")

    page.get_by_text("Keep this plan").click()
    page.get_by_label("Name of the scenario").fill("busier")
    page.get_by_label("Name of the scenario").press("Enter")
    for _ in range(4):  # a page that is just being drawn anew can swallow a click
        page.get_by_role("button", name="Save as a scenario").click()
        with suppress(PlaywrightTimeout):
            page.get_by_test_id("stCode").wait_for(timeout=20_000)
            break
    expect(page.get_by_test_id("stCode")).to_contain_text("+scenario=busier")
    assert "volume_factor: 2.0" in (folder / "my_scenarios/scenario/busier.yaml").read_text()

    page.get_by_text("One future, week by week").first.click()
    frame = page.frame_locator("iframe")
    frame.get_by_role("slider").press("End")
    expect(frame.locator("#date")).to_contain_text("28 February 2021")
    assert HOSTILE in frame.locator("h2").first.inner_text()
    found = Axe().run(page, context=".tbkk")
    assert [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]] == []
    assert {re.sub(r"^ws", "http", url).startswith((address, "data:", "about:", "blob:")) for url in asked} == {True}
    assert wrong == []
    assert page.title() == "tbkk_sim"
    page.close()


def test_on_a_phone_and_in_dutch(browser, served):
    page, _, wrong = _watched(browser, viewport={"width": 390, "height": 844})
    page.goto(served[0])
    page.locator(".tbkk .card").first.wait_for()
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_text("Nederlands").click()
    expect(page.get_by_role("button", name="Reken het veranderde plan door")).to_be_visible()
    page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    expect(page.get_by_role("heading", name="Wat als?")).to_be_visible()
    undone = page.locator(".tbkk .card").filter(has_text="Niet in behandeling genomen zaken per jaar")
    expect(undone).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate("document.querySelector('.tbkk .cards').scrollWidth <= window.innerWidth")
    assert wrong == []
    page.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_replay_moves_by_itself(browser, tmp_path, width):
    units = SMALL["staffing"]["units"] | {"coast": {"label": HOSTILE, "posts": 6}}
    triage = SMALL["triage"] | {"hours_mean": 12.0}  # more than can be triaged
    changed = {"staffing": SMALL["staffing"] | {"units": units}, "triage": triage}
    settings = Settings.model_validate(SMALL | changed)
    reader = WeekReader(settings, simulate(settings).ledger)
    weeks = weeks_of(reader.ledger)
    path = tmp_path / "replay.html"
    path.write_text(replay_page(settings, weeks, "en", reader=reader), encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 844}, bypass_csp=True)
    page, asked, wrong = _watched(context)
    page.goto(path.as_uri())
    expect(page.locator("#date")).to_have_text("Week up to and including 1 January 2021")
    page.get_by_role("button", name="Play").click()
    expect(page.locator("#date")).not_to_contain_text(" 1 January 2021")
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("slider").press("End")
    expect(page.locator("#date")).to_contain_text("31 December 2021")
    to_triage = f"{weeks.to_triage[-1].sum():,} reports to be judged"
    assert page.locator("#judge").inner_text() == to_triage
    assert page.locator("div.judge").all_inner_texts() == [to_triage]  # at the one unit that judges
    assert f"{weeks.so_far['taken_up'][-1]:,} cases taken up" in page.locator("#so_far").inner_text()
    assert page.locator("#waiting").inner_text() == f"{weeks.backlog[-1].sum():,}"
    assert page.locator(".tile h2").all_inner_texts() == ["Capital", HOSTILE]
    page.get_by_label("Unit").select_option(HOSTILE)
    account = say_week(settings, reader.account("coast", len(reader.weeks) - 1), "en")
    expect(page.locator("#account_title")).to_have_text(f"{account.title} ({account.span})")
    told = [said for section in account.sections for said in section.sentences] + [*account.stories_notes]
    assert page.locator("#account_text li").all_text_contents() == told
    assert page.locator("#account_text article").count() == len(account.stories)
    page.get_by_role("slider").press("Home")
    expect(page.locator("#account_title")).to_contain_text("week 53 of 2020")
    page.get_by_role("slider").press("End")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    found = Axe().run(page)
    assert [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]] == []
    assert asked == [path.as_uri()]
    assert wrong == []
    context.close()


def test_a_replay_of_withdrawn_posts_says_how_many_people_there_are_beside_the_posts(browser, tmp_path):
    withdrawn = {"plan": {"x": {"unit": "coast", "date": "2021-06-01", "posts": -6}}}
    settings = Settings.model_validate(SMALL | {"staffing": SMALL["staffing"] | withdrawn})
    weeks = weeks_of(simulate(settings).ledger)
    path = tmp_path / "replay.html"
    path.write_text(replay_page(settings, weeks, "en"), encoding="utf-8")
    page, _, wrong = _watched(browser)
    page.goto(path.as_uri())
    coast = page.locator(".tile").nth(1)
    expect(coast).to_contain_text(f"of {weeks.posts[0, 1]} not away")
    page.get_by_role("slider").press("End")
    assert weeks.people[-1, 1] > weeks.posts[-1, 1] == 0
    expect(coast).to_contain_text(f"of {weeks.people[-1, 1]} not away, with 0 posts")
    most = page.evaluate("Math.max(...perPost(units[1])[0][1])")
    assert most == pytest.approx(weeks.backlog[:, 1].max() / 6)
    assert wrong == []
    page.close()
