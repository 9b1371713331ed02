"""提请: refusing acceptance with its facts and reason, and what the second account answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.dialogs.act_dialog import ActDialog, Command
from desktop.page import Host
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.fields import LineField, TextField
from desktop.widgets.layouts import boxed, column
from desktop.widgets.surface import Card
from desktop.widgets.text import Strong, Text
from models.notice import PROPOSAL_NAMES, NonAcceptance, Proposal, ProposalKind

if TYPE_CHECKING:
    from models.casework.dossiers import Dossier

Done = Callable[[Any], object]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Proposals", text)


def non_acceptance_dialog(host: Host, dossier: Dossier, done: Done) -> ActDialog:
    """提请不予受理: facts, reason, article, the organ that is competent."""
    facts = TextField(_tr("查明的事实"), rows=2)
    reason = TextField(_tr("不予受理的理由"), rows=2)
    article = LineField(_tr("所依据的条文"))
    organ = LineField(_tr("有权办理的机关"), hint=_tr("没有则不填"))
    number = dossier.record.case.number

    def command() -> Command:
        from models.casework.turning_away import propose_non_acceptance

        told = NonAcceptance(facts.text(), reason.text(), article.text(), organ.text())
        return partial(propose_non_acceptance, number=number, told=told)

    return ActDialog(
        host,
        _tr("提请不予受理"),
        {"facts": facts, "reason": reason, "article": article, "organ": organ},
        word=_tr("提请"),
        command=command,
        done=done,
        subtitle=f"{number} · {dossier.record.person.name}",
        about=_tr("由签发席位的另一人确认后出具不予受理决定书，并告知复议、诉讼权利。"),
        danger=True,
    )


def settle_dialog(host: Host, dossier: Dossier, confirmed: Done, declined: Done) -> ActDialog | None:
    """办理提请: what is proposed, whole; Ctrl+Enter issues the letter, Alt+N sends it back with the reason."""
    proposal = dossier.turns.proposal
    if proposal is None:
        return None
    number = dossier.record.case.number
    reason = LineField(_tr("不同意的原因"), hint=_tr("同意时不填"))
    who = dossier.name(proposal.proposed_by)

    def command() -> Command:
        from models.casework.proposals import decline_proposal
        from models.casework.turning_away import confirm_proposal
        from reports.issue import render

        if reason.text().strip():
            return partial(decline_proposal, number=number, reason=reason.text())
        return partial(confirm_proposal, number=number, render=render)

    def done(value: Any) -> object:
        return (declined if reason.text().strip() else confirmed)(value)

    dialog = ActDialog(
        host,
        _tr("办理提请：{what}").format(what=PROPOSAL_NAMES[proposal.kind]),
        {"reason": reason},
        word=_tr("同意，出具文书"),
        command=command,
        done=done,
        subtitle=f"{number} · {dossier.record.person.name}",
        about=_tr("{who}提请。同意即出具文书并占号；填了原因则退回窗口。").format(who=who),
        above=[proposed(proposal)],
    )
    _word_follows(dialog.run_action, reason)
    return dialog


def _word_follows(action: Action, reason: LineField) -> None:
    """The button says which of the two it does."""
    from desktop.widgets.button import Button

    def follow(text: str) -> None:
        action.word = _tr("不同意，退回窗口") if text.strip() else _tr("同意，出具文书")
        for button in reason.window().findChildren(Button):
            if button.bound is action:
                button.setText(action.word)

    reason.edited.connect(follow)


def proposed(proposal: Proposal) -> QWidget:
    """What a proposal says, in words."""
    lines = [
        boxed(column(Text(label, Role.CAPTION, Tone.TEXT3), Text(words, Role.BODY, wrap=True), gap=1))
        for label, words in told(proposal)
    ]
    title = Strong(_tr("提请内容"), Role.SMALL)
    return Card(column(title, *lines, gap=8, margins=(16, 10, 16, 12)))


def told(proposal: Proposal) -> list[tuple[str, str]]:
    """The parts of a proposal with their labels."""
    content = proposal.content
    if proposal.kind is ProposalKind.NON_ACCEPTANCE:
        labels = {"facts": _tr("查明的事实"), "reason": _tr("理由"), "article": _tr("依据"), "organ": _tr("有权机关")}
        return [(label, str(content[name])) for name, label in labels.items() if content.get(name)]
    if proposal.kind is ProposalKind.LAPSE:
        return [(_tr("补正期限"), _tr("{day} 届满，没有补齐").format(day=content["last_day"]))]
    from models.casework.notices import further_notice_of

    items, why = further_notice_of(proposal)
    listed = [(f"{place}. {item.name}", f"{item.wrong}；{item.correct}") for place, item in enumerate(items, 1)]
    return [*listed, (_tr("没有一次告知的原因"), why)]


def extension_dialog(host: Host, dossier: Dossier, done: Done) -> ActDialog:
    """延期: the reason; the days are those of the bureau's ground."""
    reason = TextField(_tr("延期的理由"), hint=_tr("告知书上会写明"), rows=3)
    number = dossier.record.case.number

    def command() -> Command:
        from models.casework.extending import extend
        from reports.issue import render

        return partial(extend, number=number, reason=reason.text(), render=render)

    return ActDialog(
        host,
        _tr("延期"),
        {"reason": reason},
        word=_tr("延期并出具告知书"),
        command=command,
        done=done,
        subtitle=f"{number} · {dossier.record.person.name}",
        about=_tr("按本局录入的依据延期一次，并书面告知申请人。"),
    )
