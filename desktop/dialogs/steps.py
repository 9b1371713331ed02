"""公示和用印: which further steps the office puts between review and hand-over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.dialogs.act_dialog import ActDialog, Command
from desktop.page import Host
from desktop.widgets.fields import ChoiceField, NumberField
from desktop.widgets.segments import Option
from desktop.widgets.ticks import TicksField
from models.casework.steps import set_steps, steps_of
from models.office import Office
from models.vocabulary import PROGRAMME_NAMES

_WIDTH = 760


def _tr(text: str) -> str:
    return QCoreApplication.translate("Steps", text)


def steps_dialog(host: Host, office: Office, done: Callable[[Any], object]) -> ActDialog:
    """What the office has set, to be changed by the system seat."""
    steps = steps_of(office)
    yes, no = _tr("是"), _tr("否")
    publishes = TicksField(_tr("签发前公示的项目"), list(PROGRAMME_NAMES.values()), columns=2, hint=_tr("不勾即不公示"))
    days = NumberField(_tr("公示天数"), unit=_tr("日"), hint=_tr("日历日，公示当日不计"))
    seal = ChoiceField(_tr("用印单独登记"), [Option(yes, "1"), Option(no, "0")], hint=_tr("否：签发即待送达"))
    publishes.set_text("、".join(PROGRAMME_NAMES[name] for name in steps.programmes))
    days.set_text(str(steps.days))
    seal.set_text(yes if steps.seal_apart else no)

    def command() -> Command:
        ticked, typed, apart = set(publishes.chosen()), days.text(), seal.text() == yes
        listed = [name for name, word in PROGRAMME_NAMES.items() if word in ticked]
        return lambda desk: set_steps(desk, listed, typed, seal_apart=apart)

    about = _tr(
        "出厂都不设：技能提升补贴的名单由市人社局统一公示一周，区级在签发前另行公示没有明文，公示是否计入10个工作日也没有明文。"
        "本局有规定的，勾上那几个项目；从下一件复核通过的起生效，公示期照样计在办理期限内。"
    )
    return ActDialog(
        host,
        _tr("公示和用印"),
        {"programmes": publishes, "days": days, "seal": seal},
        word=_tr("保存"),
        command=command,
        done=done,
        subtitle=office.name,
        about=about,
        columns=2,
        wide={"programmes"},
        width=_WIDTH,
    )
