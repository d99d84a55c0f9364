"""`python -m tbkk_sim whatif [+scenario=growth] [key=value]`: a page on which one changes a plan by hand."""

import socket
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from tbkk_sim.cli.compose import compose, make_loader, settings_of
from tbkk_sim.cli.words import Parser, whole_number
from tbkk_sim.problem import wrong
from tbkk_sim.stopping import all_as_terminated, check_stopped

ADDRESS = "127.0.0.1"
MOST_PORT = 65_535
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


def main(argv: Sequence[str]) -> None:
    """Open the page and wait until it is stopped.

    Raises:
        SettingsError: something is wrong with the input, Streamlit is not there, or the port is taken.
    """
    parser = Parser("whatif", __doc__)
    parser.add_argument("overrides", nargs="*", help="the plan to begin with, as in +scenario=growth")
    parser.add_argument("--config-dir", type=Path, help="folder of your own, beside conf/; scenarios are saved there")
    parser.add_argument("--save-in", type=Path, help="folder to save scenarios in, if not there; else ./my_scenarios")
    parser.add_argument("--port", default="8501", help="port on this machine")
    chosen = parser.parse_intermixed_args(list(argv))
    port = whole_number("--port", chosen.port, 1, MOST_PORT)
    if find_spec("streamlit") is None:
        says = "is not installed, and the what-if page needs it; in the folder of the program: {install}"
        raise wrong("Streamlit", says, install='python -m pip install ".[ui]"')
    settings_of(*compose(make_loader(config_dir=chosen.config_dir and str(chosen.config_dir)), chosen.overrides))
    if not _is_free(port):
        other = port + 1 if port < MOST_PORT else port - 1
        raise wrong(f"--port {port}", "is in use, or not allowed; try --port {other}", other=other)
    save_in = chosen.save_in or chosen.config_dir or Path("my_scenarios")
    _serve(port, ["--save-in", str(save_in), *_config_dir(chosen.config_dir), "--", *chosen.overrides])


def _config_dir(folder: Path | None) -> list[str]:
    return [] if folder is None else ["--config-dir", str(folder)]


def _serve(port: int, arguments: list[str]) -> None:
    from click import Abort
    from streamlit.web.cli import main as streamlit

    options = OPTIONS | {"server.port": str(port), "browser.serverPort": str(port)}
    flags = [f"--{name}={value}" for name, value in options.items()]
    print(f"What-if page: http://{ADDRESS}:{port} (Ctrl-C stops it)", flush=True)
    words = ["run", *flags, str(Path(__file__).with_name("whatif_page.py")), "--", *arguments]
    with all_as_terminated():  # which Streamlit heeds, as it does Ctrl-C
        try:
            streamlit(words, standalone_mode=False)
        except Abort:
            check_stopped()
            raise KeyboardInterrupt from None


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except (OSError, OverflowError):
            return False
    return True
