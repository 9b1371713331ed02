"""Payment lists as a person sees them: where each stands, and its lines with cards masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.bank_card import mask_card
from models.casework.payment_lines import stale_stops
from models.casework.payments import run_state
from models.casework.unit_of_work import Desk, UnitOfWork
from models.payment import LineState, PaymentExport, PaymentLine, PaymentRun, RunState


@dataclass(frozen=True, slots=True)
class RunLine:
    """One line; `words` are the bank's, `stops` what has come up since it was made."""

    line: PaymentLine
    case_number: str
    masked_card: str
    words: str
    stops: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunView:
    """A list with its lines and exports. `names` are the accounts by id."""

    run: PaymentRun
    state: RunState
    lines: tuple[RunLine, ...]
    exports: tuple[PaymentExport, ...]
    names: Mapping[int, str]

    def count(self, state: LineState) -> int:
        """How many lines stand so."""
        return sum(line.line.state is state for line in self.lines)


def payment_run(desk: Desk, number: str) -> RunView:
    """One list. Raises InputError when there is none."""
    with desk.look("payment.read") as work:
        return _view(work, work.rows.payment_run(number))


def payment_runs(desk: Desk) -> tuple[RunView, ...]:
    """Every list, the newest first."""
    with desk.look("payment.read") as work:
        return tuple(_view(work, run) for run in work.rows.payment_runs())


def _view(work: UnitOfWork, run: PaymentRun) -> RunView:
    lines, exports = work.rows.payment_lines(run.id), work.rows.payment_exports(run.id)
    return RunView(
        run=run,
        state=run_state(run, lines, len(exports)),
        lines=tuple(_line(work, line) for line in lines),
        exports=exports,
        names={account.id: account.name for account in work.rows.accounts()},
    )


def _line(work: UnitOfWork, line: PaymentLine) -> RunLine:
    results = work.rows.payment_results(line.id)
    return RunLine(
        line=line,
        case_number=work.rows.case(line.case_id).number,
        masked_card=mask_card(line.bank_card),
        words=results[-1].words if results else "",
        stops=tuple(stale_stops(work, line)) if line.state is LineState.OPEN else (),
    )
