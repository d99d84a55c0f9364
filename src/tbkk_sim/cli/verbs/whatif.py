"""`python -m tbkk_sim whatif [+scenario=growth] [key=value]`: a page on which one changes a plan by hand."""

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from tbkk_sim.cli.arguments import Parser, said
from tbkk_sim.cli.ports import ADDRESS, checked, first_free
from tbkk_sim.config.compose import load_settings
from tbkk_sim.problem import CannotGoOnError, Phrase, wrong
from tbkk_sim.system.output_places import check_place
from tbkk_sim.system.stopping import INTERRUPTED, TERMINATED, all_as_terminated, check_stopped

if TYPE_CHECKING:
    from streamlit.web.server import Server

NOT_STARTED = "the what-if page could not be opened at port {port}; try another one with --port"
OPTIONS = {
    "server.address": ADDRESS,  # without it, Streamlit listens to all, and asks the internet who it is
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "server.showEmailPrompt": "false",
    "browser.serverAddress": ADDRESS,
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "theme.base": "light",
    "theme.primaryColor": "#0072B2",
    "theme.textColor": "#1f1f1f",
}
"""For this machine alone, without statistics, without a request to anywhere."""


def main(argv: Sequence[str]) -> int:
    """Open the page and wait until it is stopped.

    Returns:
        The exit code of a program that was stopped: 130 after Ctrl-C, 143 after any other signal.

    Raises:
        SettingsError: something is wrong with the input, Streamlit is not there, or the port cannot be used.
        CannotGoOnError: the page cannot be opened at that port.
    """
    parser = Parser("whatif", Phrase("change a plan by hand on a page, and see what it does"))
    parser.add_argument("overrides", nargs="*", help=Phrase("the plan to begin with, as in +scenario=growth"))
    parser.add_argument(
        "--config-dir", type=Path, help=Phrase("folder of your own, beside conf/; scenarios are saved there")
    )
    parser.add_argument(
        "--save-in", type=Path, help=Phrase("folder to save scenarios in, if not there; else ./my_scenarios")
    )
    parser.add_argument("--port", help=Phrase("port on this machine; if not given, 8501 or the next that is free"))
    chosen = parser.read(argv, intermixed=True)
    if find_spec("streamlit") is None:
        says = "is not installed, and the what-if page needs it; in the folder of the program: {install}"
        raise wrong("Streamlit", says, install='python -m pip install ".[ui]"')
    load_settings(chosen.overrides, chosen.config_dir and str(chosen.config_dir))
    port = first_free() if chosen.port is None else checked(chosen.port)
    save_in = chosen.save_in or chosen.config_dir or Path("my_scenarios")
    check_place("--save-in", save_in)
    return _serve(port, ["--save-in", str(save_in), *_config_dir(chosen.config_dir), "--", *chosen.overrides])


def _config_dir(folder: Path | None) -> list[str]:
    return [] if folder is None else ["--config-dir", str(folder)]


def _serve(port: int, arguments: list[str]) -> int:
    from click import Abort
    from streamlit.web.cli import main as streamlit

    from tbkk_sim.whatif.background_runner import kill_all

    options = OPTIONS | {"server.port": str(port), "browser.serverPort": str(port)}
    flags = [f"--{name}={value}" for name, value in options.items()]
    address = f"http://{ADDRESS}:{port}"
    print(said(Phrase("What-if page: {address} (Ctrl-C stops it)", address=address)), flush=True)
    script = str(Path(__file__).with_name("whatif_page.py"))
    with all_as_terminated(), _noting_signals() as came:
        try:
            streamlit(["run", *flags, script, "--", *arguments], standalone_mode=False)
        except Abort:  # a stop before the page was there
            check_stopped()
            raise KeyboardInterrupt from None
        except SystemExit as stop:  # another program took the port, and Streamlit has said so
            if stop.code:
                raise CannotGoOnError(Phrase(NOT_STARTED, port=port)) from None
        finally:
            kill_all()
    return INTERRUPTED if not came or came[0] == signal.SIGINT else TERMINATED


@contextmanager
def _noting_signals() -> Iterator[list[int]]:
    """Note which signals stop the server, as Streamlit handles them and then ends as if nothing had happened."""
    from streamlit.web import bootstrap

    came: list[int] = []
    set_up = bootstrap._set_up_signal_handler

    def set_up_and_note(server: "Server") -> None:
        set_up(server)
        stop = signal.getsignal(signal.SIGTERM)

        def note(number: int, frame: FrameType | None) -> None:
            came.append(number)
            if callable(stop):
                stop(number, frame)

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, note)

    bootstrap._set_up_signal_handler = set_up_and_note
    try:
        yield came
    finally:
        bootstrap._set_up_signal_handler = set_up
