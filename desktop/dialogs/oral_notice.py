"""F6: everything that is missing or wrong, told once and whole; printed as an oral notice without a number."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QMarginsF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument

from desktop.dialogs.receipt import PaperDialog
from desktop.page import Host
from desktop.theme.paint import BAD, UNKNOWN, MarkKind
from desktop.theme.tokens import Tone
from desktop.theme.type import SERIF, Role
from desktop.widgets.action import Action
from desktop.widgets.boxes import Notice
from desktop.widgets.layouts import boxed, column, row
from desktop.widgets.marks import Pill
from desktop.widgets.modal import Modal
from desktop.widgets.surface import Card, Hairline
from desktop.widgets.text import Strong, Text
from models.notice import ItemKind, Wanted

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from models.assessment import Clause
    from models.office import Office

_MARGIN_MM = 25
_JOB = "口头告知清单"


@dataclass(frozen=True, slots=True)
class NoticeItem:
    """One thing to bring or put right: what, how, the clause it rests on, and the short word for it (缺, 不对, 未知).

    `paper` marks a paper. `told` is False for what the window looks up itself: it is shown, never asked for.
    """

    what: str
    how: str
    basis: Clause | None
    word: str
    told: bool = True
    paper: bool = False


@dataclass(frozen=True, slots=True)
class NoticePaper:
    """What the printed list says beside its items."""

    office: Office
    clerk: str
    person: str
    programme: str
    day: date
    items: tuple[NoticeItem, ...]


class OralNotice(Modal):
    """`OralNotice(host, paper, written)`: Ctrl+Enter shows the page as it prints.

    Ctrl+I goes on to the numbered notice with what is told here; `written` is None where none can be issued.
    """

    def __init__(self, host: Host, paper: NoticePaper, written: Callable[[], object] | None = None) -> None:
        self._host, self._paper, self._written = host, paper, written
        self.written_action = Action("Ctrl+I", _tr("出具补正告知书"), self.write, icon="letters")
        self.preview_action = Action("Ctrl+Enter", _tr("预览并打印"), self.preview, icon="print")
        lines: list[QWidget] = []
        for place, item in enumerate(paper.items):
            lines += [Hairline(tone=Tone.ROW_LINE)] if place else []
            lines.append(_line(item))
        listed = Card(column(*lines, gap=0, margins=(1, 1, 1, 1)))
        note = Notice(
            MarkKind.INFO,
            _tr("这是口头告知，不编号，不是文书"),
            _tr("当场能补齐的，说清即可。须另行补交的，按 Ctrl+I 出具带文号的补正告知书：期限停止计算，到件逐项登记。"),
        )
        told = sum(item.told for item in paper.items)
        super().__init__(
            _tr("一次性告知"),
            column(listed, note, gap=16),
            accept=self.preview_action,
            extra=[self.written_action],
            subtitle=f"{paper.person} · {paper.programme}",
            remark=_tr("一次说全，此后不得再加项"),
            foot_note=_tr("告知 {n} 项").format(n=told),
        )
        if not told:
            self.preview_action.block(_tr("没有需要申请人补的，不必告知"))
        if not told or written is None:
            self.written_action.block(_tr("没有需要申请人补的，不必告知") if not told else _tr("这里不能出具"))

    def write(self) -> None:
        """Ctrl+I: the numbered notice instead."""
        if self._written is not None:
            self.close()
            self._written()

    def preview(self) -> None:
        """The page as it prints."""
        self.close()
        name = f"{self._paper.person} · {self._paper.programme}"
        dialog = PaperDialog(
            self._host,
            _tr("口头告知清单"),
            name,
            notice_pdf(self._paper),
            _JOB,
            word=_tr("回到申请"),
            then=lambda: None,
            remark=_tr("不编号"),
        )
        self._host.open_modal(dialog)


def _line(item: NoticeItem) -> QWidget:
    pill = Pill(item.word, BAD if item.told else UNKNOWN, MarkKind.NOT_MET if item.told else MarkKind.UNKNOWN)
    name = Strong(item.what) if item.told else Text(item.what, Role.BODY, Tone.TEXT2)
    basis = Text(_short(item.basis), Role.CAPTION, Tone.TEXT3, elide=True, align=Qt.AlignmentFlag.AlignRight)
    head = row(name, pill, (basis, 1), gap=8)
    return boxed(column(head, Text(item.how, Role.SMALL, Tone.TEXT2, wrap=True), gap=3, margins=(16, 10, 16, 10)))


def notice_pdf(paper: NoticePaper) -> bytes:
    """The list on A4: no number, no seal, plainly marked as oral."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter
        )
    )
    writer.setTitle(_JOB)
    writer.setCreator("")
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)
    document.setDocumentMargin(0)
    document.setHtml(notice_html(paper))
    document.setPageSize(writer.pageLayout().paintRectPixels(writer.resolution()).size())
    document.print_(writer)
    buffer.close()
    return bytes(data.data())


def notice_html(paper: NoticePaper) -> str:
    """The page as text with its structure; everything typed is escaped."""
    told = [item for item in paper.items if item.told]
    items = "".join(
        f"<p style='margin-top:9pt'><b>{place}. {_safe(item.what)}</b><br>{_safe(item.how)}<br>"
        f"<span style='font-size:10.5pt'>{_safe(_whole(item.basis))}</span></p>"
        for place, item in enumerate(told, 1)
    )
    head = _tr("口头告知清单（不编号，不是文书）")
    intro = _tr("{person}：您申请的{programme}，请补齐或更正下列 {n} 项：").format(
        person=paper.person, programme=paper.programme, n=len(told)
    )
    where = _tr("交到：{office}（{address}），电话 {phone}。").format(
        office=paper.office.name, address=paper.office.address, phone=paper.office.phone
    )
    who = _tr("经办：{clerk}　　{day}").format(clerk=paper.clerk, day=paper.day.isoformat())
    practice = f"<p align='center'>{_safe(_tr('练习'))}</p>" if paper.office.practice else ""
    return (
        f"<body style='font-family:\"{SERIF}\"; font-size:14pt'>{practice}"
        f"<p align='center' style='font-size:20pt'>{_safe(head)}</p><p>{_safe(intro)}</p>{items}"
        f"<p style='margin-top:18pt'>{_safe(where)}</p><p align='right'>{_safe(who)}</p></body>"
    )


def oral_notice(host: Host, paper: NoticePaper, written: Callable[[], object] | None = None) -> OralNotice | None:
    """The dialog, or None when nothing is missing or wrong."""
    return OralNotice(host, paper, written) if paper.items else None


def wanted_of(items: Sequence[NoticeItem], programme: str) -> tuple[Wanted, ...]:
    """What is told as items of a numbered notice; where no clause is known, the form itself is what is asked for."""
    form = _tr("{programme}申请表的填写要求").format(programme=programme)
    return tuple(
        Wanted(
            ItemKind.PAPER if item.paper else ItemKind.FACT,
            item.what,
            _tr("没有提交") if item.paper else item.how,
            _tr("提交原件到窗口核对") if item.paper else _tr("核对后重新填报"),
            _short(item.basis) or form,
        )
        for item in items
        if item.told
    )


def _short(clause: Clause | None) -> str:
    return "" if clause is None else " ".join(part for part in (clause.document, clause.article) if part)


def _whole(clause: Clause | None) -> str:
    if clause is None:
        return ""
    return _tr("依据：{clause}").format(clause=" ".join(part for part in (_short(clause), clause.text) if part))


def _safe(text: str) -> str:
    return html.escape(text)


def _tr(text: str) -> str:
    return QCoreApplication.translate("OralNotice", text)
