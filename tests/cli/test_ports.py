"""A port for the what-if page: the next one that is free, or a message; also as sockets are on Windows."""

import errno
import socket
from collections.abc import Iterator

import pytest

from tbkk_sim.cli import ports
from tbkk_sim.cli.main import main
from tbkk_sim.problem import SettingsError


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind((ports.ADDRESS, 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.mark.slow
@pytest.mark.parametrize("text", ["65536", "99999999999999999999", "-1", "1.5", "abc", "", "\u0663", " 80"])
def test_what_is_no_port_is_refused(text: str, capsys):
    assert main(["whatif", "+scenario=textbook", f"--port={text}"]) == 2
    assert "must be a whole number of 0 to 65,535, in the digits 0-9" in capsys.readouterr().err


def test_a_port_that_is_taken_is_refused_with_one_that_is_free(taken: int):
    with pytest.raises(SettingsError, match=r"is in use by another program; free is [0-9]+") as raised:
        ports.checked(str(taken))
    assert raised.value.problems[0].key == f"--port {taken}"


def test_a_port_of_the_system_is_refused(monkeypatch):
    monkeypatch.setattr(socket, "socket", _fake_socket({80: PermissionError(errno.EACCES, "no")}))
    with pytest.raises(SettingsError, match="the system keeps it for itself; free is 8501"):
        ports.checked("80")


def test_without_a_port_the_next_free_one_is_taken_and_any_other_if_all_are_taken(monkeypatch):
    in_use = OSError(errno.EADDRINUSE, "in use")
    monkeypatch.setattr(socket, "socket", _fake_socket({8501: in_use, 8502: PermissionError(errno.EACCES, "no")}))
    assert ports.first_free() == 8503
    monkeypatch.setattr(socket, "socket", _fake_socket(dict.fromkeys(range(8000, 9000), in_use)))
    assert ports.first_free() == 50000
    assert ports.checked("0") == 50000


def test_on_windows_a_port_is_not_shared_with_a_program_that_listens_to_it(monkeypatch):
    monkeypatch.setattr(socket, "SO_EXCLUSIVEADDRUSE", -5, raising=False)
    options: list[int] = []
    monkeypatch.setattr(socket, "socket", _fake_socket({}, options))
    assert ports.checked("8600") == 8600
    assert options == [-5]


def _fake_socket(fails: dict[int, OSError], options: list[int] | None = None) -> type:
    class Fake:
        def __enter__(self) -> "Fake":
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def setsockopt(self, level: int, option: int, value: int) -> None:
            if options is not None:
                options.append(option)

        def bind(self, address: tuple[str, int]) -> None:
            self.port = address[1] or 50000
            if self.port in fails:
                raise fails[self.port]

        def getsockname(self) -> tuple[str, int]:
            return ports.ADDRESS, self.port

    return Fake
