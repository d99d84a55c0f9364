"""A port of this machine for a page, on Windows as well: there, two programs may share one without noticing."""

import socket

from tbkk_sim.cli.arguments import whole_number
from tbkk_sim.problem import wrong

ADDRESS = "127.0.0.1"
FIRST, TRIED = 8501, 50
LAST = 65535


def first_free() -> int:
    """Find a port: 8501 or one of the next, or any other if those are all taken."""
    for port in range(FIRST, FIRST + TRIED):
        try:
            return _taken_and_left(port)
        except OSError:
            continue
    return _taken_and_left(0)


def checked(text: str) -> int:
    """Read a port and see that it can be used; 0 stands for any that is free.

    Raises:
        SettingsError: it is no port, is taken, or may not be used.
    """
    port = whole_number("--port", text, 0, LAST)
    key = f"--port {port}"
    try:
        return _taken_and_left(port)
    except PermissionError:
        raise wrong(
            key, "may not be used here, as the system keeps it for itself; free is {port}", port=first_free()
        ) from None
    except OSError:
        raise wrong(key, "is in use by another program; free is {port}", port=first_free()) from None


def _taken_and_left(port: int) -> int:
    """Take a port for a moment, so that it is known to be free.

    On Windows, SO_REUSEADDR would take a port that another program listens to; SO_EXCLUSIVEADDRUSE never does.
    Elsewhere SO_REUSEADDR only takes one whose last connections are still being closed.

    Raises:
        OSError: it is taken, or may not be used.
    """
    with socket.socket() as probe:
        exclusive = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR if exclusive is None else exclusive, 1)
        probe.bind((ADDRESS, port))
        return int(probe.getsockname()[1])
