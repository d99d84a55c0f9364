"""The report as a browser opens it."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tbkk_sim.report.kit.say import Say

pytestmark = pytest.mark.slow

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
languages = pytest.mark.parametrize("language", ["en", "nl"])


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def opened(request, browser, reports, language):
    """The report in a browser, what it asked for and what went wrong."""
    context = browser.new_context(viewport=request.param, bypass_csp=True)  # axe is a script, and the page allows none
    page, asked, wrong = context.new_page(), [], []
    page.on("request", lambda sent: asked.append(sent.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.goto(reports[language].as_uri())
    yield page, asked, wrong
    context.close()


@languages
def test_it_opens_by_itself(opened, reports, language):
    page, asked, wrong = opened
    assert [url for url in asked if not url.startswith("data:")] == [reports[language].as_uri()]
    assert wrong == []
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("svg").count() == page.locator("figure").count() > 10


@languages
def test_it_fits_the_width_of_the_screen(opened, language):
    page, _, _ = opened
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


CUT_OFF = """() => [...document.querySelectorAll("figure svg")].flatMap(svg => {
  const of = svg.getBoundingClientRect()
  return [...svg.querySelectorAll("text")].filter(text => {
    const is = text.getBoundingClientRect()
    return is.left < of.left - 1 || is.right > of.right + 1
  }).map(text => text.textContent)
})"""
TOO_WIDE = """() => [...document.querySelectorAll(".scroll")].filter(
  each => each.scrollWidth > each.clientWidth + 1).map(each => each.getAttribute("aria-label"))"""


def test_no_dutch_label_of_a_figure_is_cut_off_and_no_table_wider_than_a_desktop(browser, reports):
    """Dutch words are longer; the English page has a name that no figure has room for."""
    page = browser.new_page(viewport=DESKTOP)
    page.goto(reports["nl"].as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert page.locator("figure svg text").count() > 100
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(TOO_WIDE) == []
    page.close()


@languages
def test_axe_finds_nothing_also_with_all_tables_open(opened, language):
    page, _, _ = opened
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    found = Axe().run(page)
    assert [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]] == []


def test_the_dutch_page_is_dutch(browser, reports):
    page = browser.new_page()
    page.goto(reports["nl"].as_uri())
    headings = page.locator("h1, h2, h3, th, caption, summary, dt").all_inner_texts()
    english = {heading for heading in headings if Say("nl")(heading) != heading}
    assert english == set()
    assert "De kloof tussen vraag en capaciteit" in page.inner_text("main")
    page.close()


def test_a_hostile_name_is_text_and_never_runs(browser, reports):
    page = browser.new_page()
    page.goto(reports["en"].as_uri())
    assert page.title().startswith("<script>document.title='run'</script>, ")  # as text; if it ran, it would be "run"
    assert page.locator("script").count() == 0
    assert "<script>document.title='run'</script>" in page.inner_text("main")
    page.close()


@languages
def test_it_prints_on_a4(browser, reports, language):
    page = browser.new_page()
    page.goto(reports[language].as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    assert 5 < printed.count(b"/Type /Page\n") < 30
    assert b"/MediaBox [0 0 594.95996 841.91998]" in printed or b"/MediaBox [0 0 595" in printed
    page.emulate_media(media="print")
    assert page.locator("nav").is_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.close()
