"""Looking at the page as a reader does."""

import time
from collections.abc import Callable

from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]


def until_done(shown: AppTest) -> AppTest:
    """Look again until all replications are there."""
    deadline = time.monotonic() + 120
    while any(run.done < run.submitted and not run.error for run in shown.session_state.runs):
        assert time.monotonic() < deadline, "the futures do not come"
        time.sleep(0.1)
    return shown.run()


def text_of(shown: AppTest) -> str:
    """All that can be read on the page."""
    texts = [element.proto.body for element in shown.get("html")]
    for kind in ("title", "subheader", "markdown", "caption", "info", "warning", "error", "success", "code"):
        texts += [element.value for element in shown.get(kind)]
    for kind in (
        "slider",
        "select_slider",
        "button",
        "toggle",
        "radio",
        "selectbox",
        "expander",
        "date_input",
        "text_input",
    ):
        texts += [element.label for element in shown.get(kind)]
    return "\n".join(texts)
