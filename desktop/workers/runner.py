"""The one way from the window to the commands: run an operation, get its answer back on the GUI thread.

A page starts an operation and goes on; it never waits, and never touches the store itself.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QCoreApplication

from desktop import crash_report
from desktop.workers.change_bus import ChangeBus
from desktop.workers.progress import Progress, Report
from models.casework.changes import Changes, Done
from models.errors import SubsidyDeskError

if TYPE_CHECKING:
    from models.casework.unit_of_work import Desk

T = TypeVar("T")
Operation = Callable[["Desk"], T]
Succeeded = Callable[[T], None]
Failed = Callable[[SubsidyDeskError], None]


class InternalError(SubsidyDeskError):
    """A bug: kept as a crash report without personal data, told in one plain sentence."""

    exit_code = 1


class Runner(ABC):
    """What pages are given. `bus` publishes the changes of every command once.

    `run` for queries on the writing desk, `read` for searches and exports beside it, `perform` for commands that change
    something, `work` for long work with progress. Of `done` and `failed` exactly one is called, on the GUI thread; none
    when a newer call with the same `latest` key has made the answer pointless.
    """

    def __init__(self) -> None:
        self.bus = ChangeBus()

    @abstractmethod
    def run(self, operation: Operation[T], done: Succeeded[T], failed: Failed, *, latest: str = "") -> None:
        """Run a query on the thread that owns the store, in the order of the calls."""

    @abstractmethod
    def read(self, operation: Operation[T], done: Succeeded[T], failed: Failed, *, latest: str = "") -> None:
        """Run a query on the reading desk: it never waits for a write, and never delays one."""

    @abstractmethod
    def work(
        self, operation: Callable[[Desk, Progress], T], done: Succeeded[T], failed: Failed, report: Report
    ) -> Progress:
        """Run long work on the reading desk (export, backup, verify); `cancel()` what is returned to stop it."""

    def waited(self) -> float:
        """Seconds for which the command at work has waited for its turn, while other windows write; 0 for none."""
        return 0.0

    @abstractmethod
    def close(self) -> None:
        """Let the running operation finish, drop the rest, close the stores. Safe to call twice."""

    def perform(self, command: Operation[Done[T]], done: Succeeded[T], failed: Failed) -> None:
        """Run a command and publish what it changed, before `done` is called with its answer."""

        def succeeded(outcome: Done[T]) -> None:
            self.bus.publish(outcome.changes)
            done(outcome.value)

        self.run(command, succeeded, failed)


def outcome_of(operation: Callable[[], T]) -> tuple[bool, Any]:
    """Whether it succeeded, and the answer or the error to tell; an unexpected error is kept and told plainly."""
    try:
        return True, operation()
    except SubsidyDeskError as error:
        return False, error
    except Exception as error:
        return False, internal_error(error)


def internal_error(error: BaseException) -> InternalError:
    """The plain sentence for a bug, after keeping its report."""
    words = QCoreApplication.translate(
        "Runner", "程序内部出错，这一步没有完成，已填内容还在。请再试一次；仍不行，请把错误记录交给技术人员：{path}"
    )
    return InternalError(words.format(path=crash_report.keep(error)))


__all__ = ["Changes", "Done", "Failed", "InternalError", "Operation", "Runner", "Succeeded"]
