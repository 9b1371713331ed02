"""What happens to a decision afterwards, as short forms over the case: undo, open a round, maintain; objections."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.dialogs.act_dialog import ActDialog, Command, needed_date
from desktop.page import Host
from desktop.saving import ask_open
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.button import Button
from desktop.widgets.fields import ChoiceField, DateField, LineField, SecretField, TextField
from desktop.widgets.layouts import boxed, row
from desktop.widgets.segments import Option
from desktop.widgets.text import Text
from models.casework.dossiers import Dossier
from models.errors import InputError
from models.letter import Letter
from models.rounds import ROUND_NAMES, Ground, RoundKind

Done = Callable[[Any], object]
_MEDIA: Mapping[str, str] = {".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg"}


def tr(text: str) -> str:
    """A text of these dialogs."""
    return QCoreApplication.translate("RoundDialogs", text)


def undo_dialog(host: Host, dossier: Dossier, done: Done) -> ActDialog:
    """撤销签发: named by its number, with the reason; the number stays in the register as void."""
    reason = TextField(tr("撤销原因"), hint=tr("写入案卷和文书登记"), placeholder=tr("例如：等级选错"))
    number = dossier.record.case.number

    def command() -> Command:
        from models.casework.undoing import undo_decision

        words = reason.text()
        return lambda desk: undo_decision(desk, number, words)

    letter = _decision_letter(dossier)
    about = tr("{letter} 作废，文号留在登记里不再使用；案件回到复核。月报不再计入，已发布的月份由本月冲减。")
    return ActDialog(
        host,
        tr("撤销签发"),
        {"reason": reason},
        word=tr("作废并退回复核"),
        command=command,
        done=done,
        subtitle=_subtitle(dossier),
        about=about.format(letter="" if letter is None else letter.number),
        danger=True,
    )


class ScanBox(QWidget):
    """A paper to be kept with the act: `scan()` is its bytes and type, None while none is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._path: Path | None = None
        self.name = Text(tr("没有选扫描件"), Role.SMALL, Tone.TEXT2, elide=True)
        self.button = Button(tr("选扫描件…"), "", self._choose)
        self.setLayout(row((self.name, 1), self.button, gap=8))

    def _choose(self) -> None:
        if (path := ask_open(self, tr("选扫描件"))) is not None:
            self.take(path)

    def take(self, path: Path) -> None:
        """This file."""
        self._path = path
        self.name.setText(path.name)

    def scan(self) -> tuple[bytes | None, str]:
        """Its bytes and media type. Raises InputError when it cannot be read or is of another type."""
        if self._path is None:
            return None, "application/pdf"
        media = _MEDIA.get(self._path.suffix.lower())
        if media is None:
            raise InputError(tr("扫描件只能是 pdf、png 或 jpg，请另选。"))
        try:
            return self._path.read_bytes(), media
        except OSError:
            raise InputError(tr("扫描件读不出来，请检查文件后另选。")) from None


def reopen_dialog(host: Host, dossier: Dossier, done: Done) -> ActDialog:
    """更正·复议: on what ground a decided case is taken up again."""
    kinds = [Option(ROUND_NAMES[kind], str(place)) for place, kind in enumerate(RoundKind, 1)]
    kind = ChoiceField(tr("程序"), kinds, most_segments=len(kinds))
    reason = TextField(tr("事由"), hint=tr("写进新的决定书"), rows=3)
    document = LineField(tr("文书文号"), hint=tr("复议决定书或裁判文书，没有就不填"))
    dated = DateField(tr("文书日期"), hint=tr("今天按 0"), today=lambda: dossier.today)
    due = DateField(tr("办理期限"), hint=tr("文书限定的日期，没有就不填"), today=lambda: dossier.today, ahead=True)
    scan = ScanBox()
    number = dossier.record.case.number

    def command() -> Command:
        from models.casework.rounds import open_round

        ground = Ground(
            kind=_kind(kind.text()),
            reason=reason.text(),
            document=document.text(),
            document_date=dated.date("document_date"),
            due_on=due.date("due_on"),
        )
        content, media = scan.scan()
        return lambda desk: open_round(desk, number, ground, content, media)

    fields = {"kind": kind, "reason": reason, "document": document, "document_date": dated, "due_on": due}
    letter = _decision_letter(dossier)
    about = tr("{letter} 继续有效，直到新的决定签发送达；开始的人不能复核、签发这一轮。")
    return ActDialog(
        host,
        tr("更正·复议"),
        fields,
        word=tr("开始办理"),
        command=command,
        done=done,
        subtitle=_subtitle(dossier),
        about=about.format(letter="" if letter is None else letter.number),
        below=(boxed(row((scan, 1))),),
        columns=2,
        wide=("kind", "reason", "document"),
    )


def maintain_dialog(host: Host, dossier: Dossier, done: Done) -> ActDialog:
    """维持原决定: why, and the signer's PIN; the notice is issued and the case goes back to where it stood."""
    finding = TextField(tr("维持的理由"), hint=tr("写进告知书"), rows=4)
    pin = SecretField(tr("签发 PIN"), hint=tr("6 位"))
    number = dossier.record.case.number

    def command() -> Command:
        from models.casework.pins import maintain_with_pin
        from reports.issue import render

        words, digits = finding.text(), pin.text()
        return lambda desk: maintain_with_pin(desk, number, words, digits, render)

    letter = _decision_letter(dossier)
    about = tr("{letter} 继续有效，出具维持原决定告知书，案件回到原来的状态。")
    return ActDialog(
        host,
        tr("维持原决定"),
        {"finding": finding, "pin": pin},
        word=tr("签发告知书"),
        command=command,
        done=done,
        subtitle=_subtitle(dossier),
        about=about.format(letter="" if letter is None else letter.number),
    )


def objection_dialog(host: Host, dossier: Dossier, done: Done) -> ActDialog:
    """公示异议: who says what, and when it came; the case goes back to review."""
    text = TextField(tr("异议内容和提出人"), hint=tr("写入案卷"), rows=4)
    on = DateField(tr("收到日期"), hint=tr("今天按 0"), today=lambda: dossier.today)
    number = dossier.record.case.number

    def command() -> Command:
        from models.casework.publishing import record_objection

        words = text.text()
        day = needed_date(on.text(), dossier.today, "received_on", tr("请填写收到日期，今天按 0。"))
        return lambda desk: record_objection(desk, number, words, day)

    return ActDialog(
        host,
        tr("登记公示异议"),
        {"text": text, "received_on": on},
        word=tr("登记，退回复核"),
        command=command,
        done=done,
        subtitle=_subtitle(dossier),
        about=tr("登记后案件回到复核；核查处理以前不能送签发。"),
    )


def settle_dialog(host: Host, dossier: Dossier, done: Done) -> ActDialog:
    """核查处理: whether the objection holds, and what was found."""
    upheld, untrue = tr("成立"), tr("不成立")
    outcome = ChoiceField(tr("异议"), [Option(upheld, "1"), Option(untrue, "2")])
    finding = TextField(tr("核查情况"), hint=tr("写入案卷"), rows=4)
    number = dossier.record.case.number

    def command() -> Command:
        from models.casework.publishing import settle_objection

        if not outcome.text():
            raise InputError(tr("请选择异议是否成立。"), "outcome")
        words, holds = finding.text(), outcome.text() == upheld
        return lambda desk: settle_objection(desk, number, words, upheld=holds)

    return ActDialog(
        host,
        tr("处理公示异议"),
        {"outcome": outcome, "finding": finding},
        word=tr("记为已处理"),
        command=command,
        done=done,
        subtitle=_subtitle(dossier),
        about="" if dossier.objection is None else tr("异议：{text}").format(text=dossier.objection.text),
    )


def _kind(text: str) -> RoundKind:
    for kind, name in ROUND_NAMES.items():
        if name == text:
            return kind
    raise InputError(tr("请选择走哪一种程序。"), "kind")


def _decision_letter(dossier: Dossier) -> Letter | None:
    """The letter of the decision that stands."""
    decision = dossier.record.decision
    found = [one for one in dossier.record.letters if decision is not None and one.decision_id == decision.id]
    return found[-1] if found else None


def _subtitle(dossier: Dossier) -> str:
    case, person = dossier.record.case, dossier.record.person
    return f"{case.number} · {person.name} · {dossier.programme_name}"
