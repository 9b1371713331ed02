"""What tests/conftest.py promises for every test."""

import os
import socket
import threading
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]


def test_a_test_cannot_reach_another_machine() -> None:
    with socket.socket() as caller, pytest.raises(PermissionError, match="another machine"):
        caller.connect(("0.0.0.0", 9))


def test_a_test_draws_on_no_display_and_knows_no_account() -> None:
    assert os.environ["QT_QPA_PLATFORM"]
    assert "SUBSIDY_DESK_ACCOUNT" not in os.environ


def test_a_thread_left_behind_fails_its_test(pytester: pytest.Pytester) -> None:
    pytester.makeconftest((Path(__file__).parent / "conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile(
        """
        import conftest, threading
        conftest.PATIENCE_SECONDS = 0.1
        released = threading.Event()
        def test_leaves_a_thread(request):
            request.config.add_cleanup(released.set)
            threading.Thread(target=released.wait).start()
        """
    )
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, errors=1)
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(5.0)


def test_the_figures_of_a_drill_are_listed_on_request(pytester: pytest.Pytester) -> None:
    pytester.makeconftest((Path(__file__).parent / "conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile("def test_kills(record_property): record_property('kills', 2000)")
    pytester.runpytest_inprocess("--report").stdout.fnmatch_lines(["passed*test_kills*kills 2000"])


def test_the_proofs_are_printed_as_a_table_with_what_was_done_of_what_is_asked(pytester: pytest.Pytester) -> None:
    pytester.makeconftest((Path(__file__).parent / "conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile(
        """
        def test_flips(drill):
            drill.row("P9", "flips", drill.size(hour=600, goal=20_000), 20_000, "all found", "plain: 23 % missed")
        def test_kills(drill):
            drill.row("P1", "kills", drill.size(hour=9_000, goal=2_000), 2_000, "0 lost", "half done at kill 3")
        """
    )
    table = [
        "| P1 | kills | 2,000 | 0 lost | half done at kill 3 | 0 |",
        "| P9 | flips | 200 of 20,000 | all found | plain: 23 % missed | 0 |",
    ]
    pytester.runpytest_inprocess("--report", "--size", "20").stdout.fnmatch_lines(table)
