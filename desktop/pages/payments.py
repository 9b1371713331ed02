"""拨付: waiting cases become a list, a second person confirms it, the bank gets its file and answers; repayments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.dialogs import payment_acts, repayment_acts
from desktop.dialogs.payment_answer import PaymentAnswerDialog
from desktop.page import Host, Page
from desktop.pages.payments_rows import DetailRow, LedgerRow, Pool, Subject, detail_rows, ledger_groups, summary
from desktop.pages.payments_view import PaymentsView
from desktop.saving import ask_answer, ask_folder, write_file
from desktop.widgets.action import Action
from desktop.widgets.layouts import column
from forms.answer_sheet import answer_table
from models.casework.payment_results import StagedAnswer, stage_results
from models.casework.payment_views import RunView, payment_runs
from models.casework.payments import ExportedRun, bank_templates, export_run, payable
from models.casework.permissions import may
from models.casework.repayments import RepaymentView, drop_repayment, repayment_views
from models.errors import InputError
from models.payment import RunState

if TYPE_CHECKING:
    from models.bank_template import BankTemplate
    from models.casework.changes import Changes
    from models.casework.unit_of_work import Desk

CASE_PAGE = "worklist"


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything the page shows, read at one moment."""

    pool: Pool
    runs: tuple[RunView, ...]
    orders: tuple[RepaymentView, ...]
    templates: dict[str, BankTemplate]


def ledger(desk: Desk) -> Ledger:
    """Ask for it."""
    orders = repayment_views(desk) if may(desk.account, "repayment.read") else ()
    return Ledger(Pool(payable(desk)), payment_runs(desk), orders, bank_templates(desk))


class PaymentsPage(Page):
    """`go_to("payments", "付2026-0003")` opens a list."""

    key, word, icon, own = "payments", "拨付", "payments", True

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.ask_folder: Callable[[Page, str], Path | None] = ask_folder
        self.ask_answer: Callable[[Page, str], Path | None] = ask_answer
        self.view = PaymentsView()
        self.setLayout(column(self.view, gap=0))
        self._ledger: Ledger | None = None
        self._wanted, self._left_out = "pool", frozenset[str]()
        self._make_actions()
        self.view.left.current_changed.connect(self._show_subject)
        self.view.lines.current_changed.connect(self._moved)
        self.view.lines.opened.connect(self._open_case)
        self.view.lines.picked.connect(self._pick)
        self.view.left.opened.connect(lambda _row: self.view.lines.setFocus())

    def _make_actions(self) -> None:
        def action(key: str, word: str, handler: Callable[[], object]) -> Action:
            return Action(key, word, handler, parent=self)

        self.make = action("F9", self.tr("编制清单"), self._make)
        self.confirm = action("F9", self.tr("确认清单"), self._confirm)
        self.export = action("F9", self.tr("导出给银行"), self._export)
        self.answer = action("F9", self.tr("导入银行回单"), self._read_answer)
        self.sign = action("F9", self.tr("签发通知书"), partial(self._order_dialog, repayment_acts.sign_dialog))
        self.receive = action("F9", self.tr("退回款到账"), partial(self._order_dialog, repayment_acts.receive_dialog))
        self.again = action("Ctrl+E", self.tr("再次导出"), self._export)
        self.late = action("Ctrl+I", self.tr("导入退票"), self._read_answer)
        self.cancel = action("Ctrl+Delete", self.tr("撤销清单"), self._cancel)
        self.checked = action("Ctrl+K", self.tr("账户核对无误"), self._check)
        self.template = action("Ctrl+T", self.tr("银行模板"), self._edit_template)
        self.offset = action("Ctrl+K", self.tr("抵扣"), partial(self._order_dialog, repayment_acts.offset_dialog))
        self.drop = action("Ctrl+Delete", self.tr("撤下"), self._drop)
        self.refresh_action = action("F5", self.tr("刷新"), self.refresh)

    # --- the window's questions -------------------------------------------------------------------------------------

    def page_actions(self) -> list[Action]:
        """The keys of this screen: what the chosen thing admits first."""
        forward, aside = self._steps()
        moves = [Action("↑ ↓", self.tr("选清单")), Action("Enter", self.tr("到明细 / 打开案件"))]
        picks = [Action("Space", self.tr("选中或去掉"))] if isinstance(self._subject(), Pool) else []
        return [*moves, *picks, *([] if forward is None else [forward]), *aside, self.refresh_action]

    def wants(self, changes: Changes) -> bool:
        """Payments, cases (their state is what pays), people (their accounts)."""
        return bool(changes.payments or changes.cases or changes.people or changes.office)

    def activated(self) -> None:
        """Work begins at the left."""
        self.view.left.setFocus()

    def open_target(self, target: object) -> None:
        """A list by its number."""
        if isinstance(target, str):
            self._wanted = target
            self.refresh()

    def refresh(self) -> None:
        """Ask again."""
        self.host.runner.read(ledger, self._show, self.fail, latest="payments")

    def _show(self, found: Ledger) -> None:
        self._ledger = found
        self._left_out &= {line.case.number for line in found.pool.lines}
        runs = [view.state for view in found.runs]
        waits = runs.count(RunState.MADE) + runs.count(RunState.CONFIRMED) + sum(view.overdue for view in found.orders)
        self.host.set_count(self.key, waits)
        self.view.show_ledger(ledger_groups(found.pool, found.runs, found.orders), self._wanted)
        self._show_subject(self.view.left.current())

    # --- what is chosen ---------------------------------------------------------------------------------------------

    def _subject(self) -> Subject | None:
        chosen = self.view.left.current()
        return chosen.subject if isinstance(chosen, LedgerRow) else None

    def _show_subject(self, chosen: LedgerRow | None) -> None:
        if chosen is None:
            return
        self._wanted = chosen.key
        lines = self._chosen_lines()
        head = summary(chosen.subject, len(lines), sum(line.amount_fen for line in lines))
        none = self.tr("没有待拨付的案件。送达准予决定书以后，案件会列在这里。")
        self.view.show_lines(detail_rows(chosen.subject, self._left_out), head, none)
        self._allow()
        self.actions_changed.emit()

    def _chosen_lines(self) -> list[Any]:
        pool = None if self._ledger is None else self._ledger.pool
        return [] if pool is None else [line for line in pool.ready if line.case.number not in self._left_out]

    def _moved(self, line: DetailRow | None) -> None:
        self.view.tell(line)
        self._allow()

    def _pick(self, line: DetailRow) -> None:
        if line.picked is not None:
            self._left_out ^= {line.case_number}
            self._show_subject(self.view.left.current())

    def _open_case(self, line: DetailRow) -> None:
        self.host.go_to(CASE_PAGE, line.case_number)

    def _steps(self) -> tuple[Action | None, list[Action]]:
        subject = self._subject()
        if isinstance(subject, Pool):
            return self.make, [self.checked, self.template]
        if isinstance(subject, RunView):
            return {
                RunState.MADE: (self.confirm, [self.cancel]),
                RunState.CONFIRMED: (self.export, [self.cancel]),
                RunState.EXPORTED: (self.answer, [self.again]),
                RunState.SETTLED: (None, [self.late, self.again]),
                RunState.CANCELLED: (None, []),
            }[subject.state]
        if isinstance(subject, RepaymentView):
            if subject.state == "proposed":
                return self.sign, [self.drop]
            if subject.order.signed_by is None or subject.came_fen == subject.order.amount_fen:
                return None, []
            return self.receive, [self.offset] if subject.left_fen else []
        return None, []

    def _allow(self) -> None:
        needs = {
            self.make: "payment.make", self.confirm: "payment.confirm", self.export: "payment.export",
            self.answer: "payment.result", self.again: "payment.export", self.late: "payment.result",
            self.cancel: "payment.cancel", self.checked: "payment.check", self.template: "payment.template",
            self.sign: "repayment.sign", self.receive: "repayment.receive", self.offset: "repayment.offset",
            self.drop: "repayment.drop",
        }  # fmt: skip
        account = self.host.account
        for action, command in needs.items():
            reason = "" if account is None or may(account, command) else self._seats(command)
            reason = reason or self._hindrance(action)
            action.block(reason) if reason else action.allow()
        forward, aside = self._steps()
        self.view.foot.show_actions(forward, aside)

    def _seats(self, command: str) -> str:
        from models.casework.permissions import PERMISSIONS
        from models.office import SEAT_NAMES, Seat

        seats = "、".join(SEAT_NAMES[seat] for seat in Seat if seat in PERMISSIONS[command])
        return self.tr("这一步需要席位：{seats}。").format(seats=seats)

    def _hindrance(self, action: Action) -> str:
        subject, account = self._subject(), self.host.account
        me = None if account is None else account.id
        if action is self.make and not self._chosen_lines():
            return self.tr("没有选中可以列入的案件。")
        if action is self.checked and not self._rejected_words():
            return self.tr("选中的案件没有待处理的银行退票。")
        if action is self.confirm and isinstance(subject, RunView):
            if any(line.stops for line in subject.lines):
                return self.tr("清单编制以后有变动，请撤销后重新编制。")
            if subject.run.made_by == me:
                return self.tr("清单是您编制的，须由另一人确认（F11 换账号）。")
        if action is self.sign and isinstance(subject, RepaymentView) and subject.order.made_by == me:
            return self.tr("这份责令退回是您提出的，须由另一人签发（F11 换账号）。")
        return ""

    def _rejected_words(self) -> str:
        line, pool = self.view.lines.current(), None if self._ledger is None else self._ledger.pool
        if not isinstance(line, DetailRow) or pool is None or not isinstance(self._subject(), Pool):
            return ""
        return next((one.rejected for one in pool.lines if one.case.number == line.case_number), "")

    # --- the steps --------------------------------------------------------------------------------------------------

    def _make(self) -> None:
        lines = self._chosen_lines()
        numbers, total = [line.case.number for line in lines], sum(line.amount_fen for line in lines)
        names = [] if self._ledger is None else list(self._ledger.templates)
        self.host.open_modal(payment_acts.make_dialog(self.host, numbers, total, names, self._made))

    def _made(self, run: Any) -> None:
        self._wanted = run.number
        self.refresh()
        self.host.say(self.tr("{number} 已编制，请另一人确认").format(number=run.number))

    def _confirm(self) -> None:
        if isinstance(subject := self._subject(), RunView):
            words = self.tr("{number} 已确认，可以导出").format(number=subject.run.number)
            self.host.open_modal(payment_acts.confirm_dialog(self.host, subject, lambda _run: self.host.say(words)))

    def _cancel(self) -> None:
        if isinstance(subject := self._subject(), RunView):
            words = self.tr("{number} 已撤销").format(number=subject.run.number)
            self.host.open_modal(payment_acts.cancel_dialog(self.host, subject, lambda _run: self.host.say(words)))

    def _export(self) -> None:
        subject = self._subject()
        folder = self.ask_folder(self, self.tr("银行文件存到哪里")) if isinstance(subject, RunView) else None
        if folder is not None and isinstance(subject, RunView):
            number = subject.run.number
            self.host.runner.perform(partial(export_run, number=number), partial(self._write, folder), self.fail)

    def _write(self, folder: Path, exported: ExportedRun) -> None:
        def write(_desk: Desk) -> None:
            for file in exported.files:
                write_file(folder / file.name, file.content)

        words = self.tr("{number} 第 {n} 次导出：{names}")
        names = "、".join(file.name for file in exported.files)
        told = words.format(number=exported.run.number, n=exported.times, names=names)
        self.host.runner.read(write, lambda _none: self.host.say(told), self.fail)

    def _read_answer(self) -> None:
        subject = self._subject()
        path = self.ask_answer(self, self.tr("银行回单")) if isinstance(subject, RunView) else None
        if path is not None and isinstance(subject, RunView):
            ask = partial(_staged, number=subject.run.number, path=path)
            self.host.runner.read(ask, self._stage, self.fail)

    def _stage(self, staged: StagedAnswer) -> None:
        words = self.tr("{number} 的银行结果已登记").format(number=staged.run)
        self.host.open_modal(PaymentAnswerDialog(self.host, staged, lambda _staged: self.host.say(words)))

    def _check(self) -> None:
        if isinstance(line := self.view.lines.current(), DetailRow):
            number = line.case_number
            words = self.tr("{number} 已记为账户核对无误").format(number=number)
            told = self._rejected_words()
            self.host.open_modal(
                payment_acts.account_dialog(self.host, number, told, lambda _line: self.host.say(words))
            )

    def _edit_template(self) -> None:
        templates: Sequence[BankTemplate] = [] if self._ledger is None else list(self._ledger.templates.values())
        if templates:
            words = self.tr("银行模板已保存，用于以后编制的清单")
            newest = templates[-1]
            self.host.open_modal(payment_acts.template_dialog(self.host, newest, lambda _made: self.host.say(words)))

    def _order_dialog(self, dialog: Callable[..., Any]) -> None:
        if isinstance(subject := self._subject(), RepaymentView):
            words = self.tr("{case} 的责令退回已登记").format(case=subject.case_number)
            self.host.open_modal(dialog(self.host, subject, lambda _done: self.host.say(words)))

    def _drop(self) -> None:
        if isinstance(subject := self._subject(), RepaymentView):
            words = self.tr("{case} 的责令退回已撤下").format(case=subject.case_number)
            command = partial(drop_repayment, order_id=subject.order.id)
            self.host.runner.perform(command, lambda _order: self.host.say(words), self.fail)


def _staged(desk: Desk, number: str, path: Path) -> StagedAnswer:
    try:
        content = path.read_bytes()
    except OSError:
        raise InputError("回单文件读不出来，请核对路径。", "file") from None
    return stage_results(desk, number, answer_table(content, path.name))
