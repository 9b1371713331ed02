"""What stands above an application: why it came back, who may be the same person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.theme.paint import WARN, MarkKind
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.boxes import Notice
from desktop.widgets.button import Button
from desktop.widgets.layouts import boxed, column, row
from desktop.widgets.marks import Mark
from desktop.widgets.surface import TintBox
from desktop.widgets.text import Strong, Text

if TYPE_CHECKING:
    from desktop.pages.intake_applicant import ApplicantActs
    from desktop.pages.intake_work import Work


def notices_of(work: Work, acts: ApplicantActs) -> QWidget | None:
    """The boxes, or None when there is nothing to say."""
    parts: list[QWidget] = []
    if work.returned is not None:
        by, at, reason = work.returned
        title = _tr("{by} 于 {at} 退回，请照此补正").format(by=by, at=at)
        parts.append(Notice(MarkKind.WARN, title, reason))
    parts += [Notice(MarkKind.WARN, _tr("证件"), told) for told in work.arrival.told]
    if work.arrival.change is not None:
        words = _tr("第 {n} 号更正等另一人核对，在此人的案件页按 Alt+Y 办理。").format(n=work.arrival.change.id)
        parts.append(Notice(MarkKind.WARN, _tr("证件号码更正待核对"), words))
    if acts.hints:
        parts.append(_likenesses(acts))
    return boxed(column(*parts, gap=8)) if parts else None


def _likenesses(acts: ApplicantActs) -> QWidget:
    first, more = acts.hints[0], len(acts.hints) - 1
    title = Strong(_tr("可能是同一人或重复申请"), Role.SMALL, Tone.WARN)
    words = first.sentence + (_tr("另有 {n} 条。").format(n=more) if more else "")
    text = Text(words, Role.SMALL, elide=True)
    body = row(Mark(MarkKind.WARN), title, (text, 1), Button(action=acts.likeness_action), gap=8, margins=(12, 4, 6, 4))
    box = TintBox(body, WARN)
    box.setAccessibleName(f"{title.text()}：{words}")
    return box


def _tr(text: str) -> str:
    return QCoreApplication.translate("IntakeNotices", text)
