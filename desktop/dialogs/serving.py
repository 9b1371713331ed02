"""送达: how a letter was handed over, what happened, who took it and as what, with its proof."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.dialogs.act_dialog import ActDialog, Command, needed_date
from desktop.page import Host
from desktop.saving import ask_open
from desktop.widgets.action import Action
from desktop.widgets.button import Button
from desktop.widgets.field import Field
from desktop.widgets.fields import ChoiceField, DateField, LineField
from desktop.widgets.layouts import STRETCH, boxed, row
from desktop.widgets.segments import Option
from desktop.widgets.text import Text
from models.errors import InputError
from models.serving import EVENT_NAMES, EVENTS, Way

_MOST_PROOF_BYTES = 20 << 20


def _tr(text: str) -> str:
    return QCoreApplication.translate("ServingDialog", text)


@dataclass(frozen=True, slots=True)
class Served:
    """Which letter it is. `case` only for a decision that waits for its service, with who may collect it."""

    number: str
    issued_on: date
    case: str = ""
    collectors: tuple[str, ...] = ()


class ServingDialog(ActDialog):
    """`ServingDialog(host, Served(number, issued_on), today, done)` for any letter by its 文号."""

    def __init__(self, host: Host, served: Served, today: date, done: Callable[[Any], object]) -> None:
        self._served, self._today = served, today
        self.proof: Path | None = None
        ways = [Option(way.value, str(place), way.value[:2]) for place, way in enumerate(Way, 1)]
        self.how = ChoiceField(_tr("送达方式"), ways, most_segments=len(ways))
        self.outcome = ChoiceField(_tr("结果"), _events(Way.DIRECT), most_segments=3)
        self.on = DateField(_tr("日期"), hint=_tr("今天按 0"), today=lambda: today)
        self.taker = LineField(_tr("谁领取"), hint=_tr("姓名"))
        self.taker_as = LineField(_tr("身份"), placeholder=_tr("本人、代办人、同住家属…"))
        self.note = LineField(_tr("备注"), placeholder=_tr("挂号单号、见证人等"))
        people = [Option(name, str(place), name) for place, name in enumerate(served.collectors, 1)]
        self.collector = ChoiceField(_tr("领取人"), people, hint=_tr("直接送达时选")) if len(people) > 1 else None
        self.proof_action = Action("Alt+F", _tr("附送达回证"), self.ask_proof, icon="attach")
        self.attached = Text(_tr("没有附件"), elide=True)
        attach = boxed(row(Button(action=self.proof_action), self.attached, STRETCH, gap=8))
        fields: dict[str, Field] = {"how": self.how, "on": self.on, "event": self.outcome}
        fields |= {"taker": self.taker} if self.collector is None else {"collector": self.collector}
        super().__init__(
            host,
            _tr("登记送达"),
            {**fields, "taker_as": self.taker_as, "note": self.note},
            word=_tr("记为送达"),
            command=self._record,
            done=done,
            subtitle=served.number,
            about=_tr("{day} 作出。日期从这天起到今天；救济期限从这里起算。").format(day=served.issued_on.isoformat()),
            below=[attach],
        )
        self.how.edited.connect(self._offer)

    def actions_shown(self) -> list[Action]:
        return [self.proof_action, *super().actions_shown()]

    def _offer(self, way: str) -> None:
        if way:
            self.outcome.set_options(_events(Way(way)))
            self.outcome.set_text(EVENT_NAMES[EVENTS[Way(way)][0]])

    def ask_proof(self) -> None:
        """Alt+F: choose the scan of the signed return."""
        if (path := ask_open(self, _tr("送达回证"))) is not None:
            self.attach(path)

    def attach(self, path: Path) -> None:
        """Hang a file on the record; it is read when the record is kept."""
        self.proof = path
        self.attached.setText(path.name)

    def _record(self) -> Command:
        from models.casework.closing import serve, serve_letter
        from models.casework.serving import HandOver, event_of

        if not self.how.text():
            raise InputError(_tr("请选择怎样送达的。"), "how")
        way = Way(self.how.text())
        event = event_of(way, self.outcome.text())
        day = needed_date(self.on.text(), self._today, "on", _tr("请填写日期，今天按 0。"))
        taker = self._taker(way)
        proof, kind = _read(self.proof)
        given = HandOver(way, event, day, taker, self.taker_as.text(), self.note.text(), proof, kind)
        served = self._served
        if served.case:
            collector = taker if self.collector is not None else ""
            return lambda desk: serve(desk, served.case, way.value, day, collector, given)
        return partial(serve_letter, letter_number=served.number, hand_over=given)

    def _taker(self, way: Way) -> str:
        if self.collector is None:
            return self.taker.text()
        chosen = self.collector.text() if way is Way.DIRECT else ""
        if way is Way.DIRECT and not chosen:
            raise InputError(_tr("请选决定书交给了谁。"), "collector")
        return chosen


def _events(way: Way) -> list[Option]:
    return [Option(EVENT_NAMES[event], str(place)) for place, event in enumerate(EVENTS[way], 1)]


def _read(path: Path | None) -> tuple[bytes | None, str]:
    if path is None:
        return None, "application/pdf"
    kind = mimetypes.guess_type(path.name)[0] or ""
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(_tr("送达回证读不出来：{reason}。").format(reason=reason), "note") from None
    if kind not in ("application/pdf", "image/png", "image/jpeg") or not content:
        raise InputError(_tr("送达回证应为 pdf、png 或 jpg 文件。"), "note")
    if len(content) > _MOST_PROOF_BYTES:
        raise InputError(_tr("送达回证超过 20 MB，请降低扫描分辨率。"), "note")
    return content, kind
