"""Signals that tell the program to end."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress

import pytest

from tbkk_sim.runs.workers import one_by_one
from tbkk_sim.system.stopping import Stopped, all_as_terminated, beginning_a_process, do_beside, heeding_signals
from tests.rows import every_row

CODES = [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 143)]


@every_row(("number", "code"), CODES)
def test_a_signal_that_tells_to_end_is_a_stop_with_its_exit_code(number, code):
    before = signal.getsignal(number)
    with heeding_signals(), pytest.raises(Stopped) as stop:
        signal.raise_signal(number)
    assert stop.value.exit_code == code
    assert isinstance(stop.value, KeyboardInterrupt)
    assert signal.getsignal(number) is before


def test_what_was_ignored_or_is_handled_by_another_stays_so(monkeypatch):
    heard = []
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN), signal.signal(signal.SIGTERM, lambda *_: heard.append(1))
    try:
        with heeding_signals():
            signal.raise_signal(signal.SIGHUP)
            signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGHUP, before[0])
        signal.signal(signal.SIGTERM, before[1])
    assert heard == [1]


def test_a_stop_that_was_lost_comes_before_the_next_task():
    done = []
    with heeding_signals():
        with suppress(Stopped):
            signal.raise_signal(signal.SIGTERM)
        with pytest.raises(Stopped):
            one_by_one(done.append, range(3), lambda *_: None)
    assert done == []
    one_by_one(done.append, range(3), lambda *_: None)
    assert done == [0, 1, 2]


def test_the_same_stop_passed_on_twice_is_one_and_a_later_one_ends_at_once():
    code = """
import signal, time
from tbkk_sim.system.stopping import SAME_STOP_SECONDS, Stopped, heeding_signals
with heeding_signals():
    try:
        signal.raise_signal(signal.SIGTERM)
    except Stopped:
        signal.raise_signal(signal.SIGINT)
        print("still here", flush=True)
        time.sleep(SAME_STOP_SECONDS + 0.1)
        signal.raise_signal(signal.SIGINT)
        print("not here")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (143, "still here\n", "")


def test_a_stop_takes_effect_while_a_library_looks_for_no_signal():
    let_go = threading.Event()
    begin = time.monotonic()
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGTERM)).start()
    with heeding_signals(), pytest.raises(Stopped):
        do_beside(let_go.wait)
    assert time.monotonic() - begin < 10
    let_go.set()


def test_what_is_done_beside_is_done_when_it_returns_and_its_error_comes_out():
    done = []
    with heeding_signals():
        do_beside(lambda: done.append(threading.current_thread()))
        with pytest.raises(ZeroDivisionError):
            do_beside(lambda: 1 / 0)
    assert done != [threading.main_thread()]
    do_beside(lambda: done.append(threading.current_thread()))
    assert done[1] is threading.main_thread()


def test_a_process_that_is_begun_lets_signals_wait_until_it_ignores_them():
    code = (
        "import os, signal; from tbkk_sim.system.stopping import ENDING, leave_signals_to_parent as leave\n"
        "[os.kill(os.getpid(), number) for number in set(ENDING) - {signal.SIGTERM}]; leave(); print('still here')"
    )
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    with beginning_a_process():
        begun = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == before
    assert begun.communicate() == ("still here\n", None)


def test_a_library_that_heeds_one_signal_gets_all_as_that_one():
    heard = []
    with heeding_signals():
        ours = signal.getsignal(signal.SIGTERM)
        with all_as_terminated():
            signal.signal(signal.SIGTERM, lambda *_: heard.append("ended"))
            signal.raise_signal(signal.SIGHUP)
        signal.signal(signal.SIGTERM, ours)
        with pytest.raises(Stopped):
            signal.raise_signal(signal.SIGHUP)
    assert heard == ["ended"]


def test_a_stop_while_the_program_is_being_loaded_is_told_without_a_traceback():
    code = """
import os, signal, sys
class Finder:
    @staticmethod
    def find_spec(name, *_):
        if name == "tbkk_sim.cli.errors":
            os.kill(os.getpid(), signal.SIGTERM)
sys.meta_path.insert(0, Finder)
from tbkk_sim.__main__ import main
sys.exit(main())
"""
    done = subprocess.run([sys.executable, "-c", code, "--version"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (143, "", "tbkk_sim: stopped.\n")
