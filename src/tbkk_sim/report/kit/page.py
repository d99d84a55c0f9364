"""The frame of every page: one file, no script, no request, in the language of the run.

A page is a Jinja template in `templates/` that extends `frame.html` and fills its block `main`; `macros.html` has the
tables and figures. All text is escaped, but for the SVG that we drew ourselves.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tbkk_sim.report.kit import page_phrases as page_words
from tbkk_sim.report.kit import phrases
from tbkk_sim.report.kit.charts import note_of, panels_svg
from tbkk_sim.report.kit.say import Say
from tbkk_sim.version import __version__

if TYPE_CHECKING:
    import pandas as pd
    from jinja2 import Environment
    from markupsafe import Markup
    from matplotlib.figure import Figure

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class PageTable:
    """Headings and rows of text; the first cell of a row names it."""

    title: str
    headings: list[str]
    rows: list[list[str]]
    left: int = 1
    """Number of columns, the first ones, that are words."""


@dataclass(frozen=True)
class Picture:
    """A figure as a page shows it: its finding in words, its panels, and the table beside it."""

    name: str
    title: str
    finding: str
    note: str
    svg: "Markup"
    table: PageTable


def render(template: str, say: Say, **content: Any) -> str:
    """A page as HTML, byte for byte the same for the same content.

    Args:
        template: Name of a file in `templates/`.
        say: Language.
        content: Values of the names in the template; `title` is needed by all, `asked` may be left out.
    """
    content.setdefault("asked", None)
    return str(_environment().get_template(template).render(say=say, version=__version__, **content)) + "\n"


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    css = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    environment.globals |= {"css": Markup(css), "words": phrases, "page_words": page_words}
    return environment


def table_of(title: str, table: "pd.DataFrame", left: int = 1) -> PageTable:
    """A table of texts; its first columns, so many, are words."""
    rows = [[str(cell) for cell in row] for row in table.itertuples(index=False)]
    return PageTable(title, [str(heading) for heading in table.columns], rows, left)


def picture(name: str, title: str, finding: str, figure: "Figure", table: "pd.DataFrame", left: int = 1) -> Picture:
    """A figure with its words and its table; the texts above its panels are left out."""
    svg = inline_svg(panels_svg(figure), name, f"{title}. {finding}")
    return Picture(name, title, finding, note_of(figure), svg, table_of(title, table, left))


def inline_svg(svg: str, name: str, label: str) -> "Markup":
    """An SVG that can stand in a page beside others: its ids are its own, its style does not leak, it has a name."""
    from markupsafe import Markup, escape

    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*<style[^>]*>.*?</style>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\b(id="|url\(#|href="#)', rf"\1{name}-", svg)
    svg = re.sub(r"<[^>]+>", lambda tag: re.sub(r"(\d\.\d\d)\d+", r"\1", tag.group()), svg)  # of a point: enough
    box = re.search(r'viewBox="[^"]*"', svg)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'{box.group() if box else ""} role="img" aria-label="{escape(label)}" '
        f'style="stroke-linejoin:round;stroke-linecap:butt">'
    )
    return Markup(re.sub(r"<svg[^>]*>", lambda _: opening, svg, count=1))
