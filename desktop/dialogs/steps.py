"""公示和用印: which further steps the office puts between review and hand-over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.dialogs.act_dialog import ActDialog, Command
from desktop.page import Host
from desktop.widgets.fields import ChoiceField, NumberField
from desktop.widgets.segments import Option
from models.casework.steps import Steps, set_steps, steps_of
from models.office import Office

_UPGRADE = "skill_upgrade"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Steps", text)


def steps_dialog(host: Host, office: Office, done: Callable[[Any], object]) -> ActDialog:
    """What the office has set, to be changed by the system seat."""
    steps = steps_of(office)
    yes, no = _tr("是"), _tr("否")
    either = [Option(yes, "1"), Option(no, "0")]
    publishes = ChoiceField(_tr("技能提升补贴签发前公示"), either, hint=_tr("公示算在10个工作日内"))
    days = NumberField(_tr("公示天数"), unit=_tr("日"), hint=_tr("日历日，公示当日不计"))
    seal = ChoiceField(_tr("用印单独登记"), either, hint=_tr("否：签发即待送达"))
    publishes.set_text(yes if _UPGRADE in steps.programmes else no)
    days.set_text(str(steps.days))
    seal.set_text(yes if steps.seal_apart else no)

    def command() -> Command:
        listed = _programmes(steps, publishes.text() == yes)
        typed, apart = days.text(), seal.text() == yes
        return lambda desk: set_steps(desk, listed, typed, seal_apart=apart)

    about = _tr(
        "名单由市人社局统一公示一周，区级在签发前另行公示没有明文，公示是否计入10个工作日也没有明文，所以出厂不设；"
        "本局有规定的再打开。"
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
    )


def _programmes(steps: Steps, publishes: bool) -> list[str]:
    others = [name for name in steps.programmes if name != _UPGRADE]
    return [*([_UPGRADE] if publishes else []), *others]
