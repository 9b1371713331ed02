"""Undo, further rounds, objections and the seal, by the keys of the case and of the list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from desktop.dialogs.act_dialog import ActDialog
from desktop.dialogs.publicity import PublicityDialog
from desktop.pages.letters import LettersPage
from desktop.pages.worklist import WorklistPage
from models.case import State
from models.casework import closing, deciding, intake, publishing
from models.casework.arriving import reopened
from models.casework.pins import set_pin
from models.casework.rounds import open_round
from models.casework.steps import set_steps
from models.casework.undoing import undo_decision
from models.rounds import Ground, RoundKind
from reports.publicity import write_list
from tests.builders.desk import Bureau, make_bureau
from tests.builders.page_window import PageWindow, case_of

pytestmark = pytest.mark.usefixtures("theme")
CTRL = Qt.KeyboardModifier.ControlModifier
TODAY = date(2025, 6, 3)
COURSE = {
    "training.kind": "skill",
    "training.occupation": "电工",
    "training.level": 4,
    "training.started_on": "2025-06-10",
    "training.in_catalogue": True,
    "training.provider_listed": True,
}


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    yield bureau
    bureau.close()


def form(shown: PageWindow) -> ActDialog:
    found = shown.window.findChild(ActDialog)
    assert isinstance(found, ActDialog)
    return found


def fill(shown: PageWindow, **texts: str) -> None:
    for name, text in texts.items():
        form(shown).fields[name].set_text(text)
    form(shown).run_action.trigger()


def served(bureau: Bureau) -> str:
    number = bureau.reviewed()
    bureau.decide(number)
    closing.serve(bureau["intake"], number, "直接送达", TODAY)
    return number


def test_ctrl_z_undoes_a_signature_with_its_reason_and_keeps_what_was_typed_on_an_error(bureau: Bureau) -> None:
    number = bureau.reviewed()
    letter = bureau.decide(number)
    shown = case_of(bureau, number, "sign")
    shown.press(Qt.Key.Key_Z, CTRL)
    assert letter.number in " ".join(text.text() for text in form(shown).findChildren(_text()))
    fill(shown, reason=" ")
    assert form(shown).fields["reason"].problem is not None
    fill(shown, reason="等级选错")
    assert bureau.state(number) is State.FOR_REVIEW
    assert shown.page.case.dossier.record.case.round == 2


def _text() -> Any:
    from desktop.widgets.text import Text

    return Text


def test_alt_g_opens_a_round_and_f9_sends_it_to_review(bureau: Bureau) -> None:
    number = served(bureau)
    shown = case_of(bureau, number, "intake")
    shown.press(Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    fill(shown, kind="行政复议", reason="申请人对等级有异议", document="京东政复〔2025〕7号")
    assert form(shown).fields["document_date"].problem is not None
    fill(shown, document_date="0")
    assert bureau.state(number) is State.IN_CORRECTION
    shown.press(Qt.Key.Key_F9)
    assert bureau.state(number) is State.FOR_REVIEW


def test_ctrl_m_maintains_a_decision_with_the_signers_pin(bureau: Bureau) -> None:
    number = served(bureau)
    open_round(bureau["intake"], number, Ground(RoundKind.RECONSIDERATION, "对金额有异议"))
    set_pin(bureau["sign"], "271828")
    shown = case_of(bureau, number, "sign")
    shown.press(Qt.Key.Key_M, CTRL)
    fill(shown, finding="再次核对无误", pin="000001")
    assert (
        "PIN" in form(shown).failure.body_text() if hasattr(form(shown).failure, "body_text") else form(shown).failure
    )
    fill(shown, pin="271828")
    assert bureau.state(number) is State.TO_PAY


def test_ctrl_j_records_an_objection_and_its_finding(bureau: Bureau) -> None:
    set_steps(bureau["system"], ["skill_upgrade"], "7", seal_apart=False)
    number = bureau.reviewed()
    publishing.publish_list(bureau["review"], write_list)
    shown = case_of(bureau, number, "intake")
    shown.press(Qt.Key.Key_J, CTRL)
    fill(shown, text="反映证书不是本人的", received_on="0")
    assert bureau.state(number) is State.FOR_REVIEW
    shown = case_of(bureau, number, "review")
    shown.press(Qt.Key.Key_J, CTRL)
    fill(shown, outcome="不成立", finding="查询为本人证书")
    deciding.review(bureau["both"], number)
    assert bureau.state(number) is State.IN_PUBLICITY


def test_the_list_makes_a_publication_and_ends_what_is_due(bureau: Bureau, tmp_path: Path) -> None:
    set_steps(bureau["system"], ["skill_upgrade"], "7", seal_apart=False)
    number = bureau.reviewed()
    shown = PageWindow(bureau["review"], WorklistPage, "intake", "review", "sign", "letters", "rules")
    shown.page.open_publicity()
    dialog = shown.window.findChild(PublicityDialog)
    assert isinstance(dialog, PublicityDialog)
    dialog.ask_folder = lambda *_: tmp_path
    assert "期满" in dialog.end_action.reason
    dialog.publish_action.trigger()
    assert sorted(path.name for path in tmp_path.glob("publicity-*")) == [
        "publicity-2025-01.pdf",
        "publicity-2025-01.xlsx",
    ]
    again = tmp_path / "again"
    again.mkdir()
    dialog.ask_folder = lambda *_: again
    dialog.again_action.trigger()
    form(shown).run_action.trigger()
    first = {path.name: path.read_bytes() for path in tmp_path.glob("publicity-*")}
    assert {path.name: path.read_bytes() for path in again.iterdir()} == first
    bureau.moment += timedelta(days=8)
    dialog._refresh()
    dialog.end_action.trigger()
    assert bureau.state(number) is State.FOR_SIGNATURE


def test_a_training_the_office_publishes_waits_under_ctrl_j_like_any_other(bureau: Bureau, tmp_path: Path) -> None:
    bureau.confirm_values("free_training")
    set_steps(bureau["system"], ["free_training"], "5", seal_apart=False)
    trained = bureau.reviewed(COURSE, person=bureau.person(2), programme="free_training")
    assert bureau.state(bureau.reviewed()) is State.FOR_SIGNATURE
    shown = PageWindow(bureau["review"], WorklistPage, "intake", "review", "sign", "letters", "rules")
    assert shown.page.publicity in shown.page.page_actions()
    shown.press(Qt.Key.Key_J, CTRL)
    dialog = shown.window.findChild(PublicityDialog)
    assert isinstance(dialog, PublicityDialog)
    assert [dialog.model.row(view).number for view in range(dialog.model.rowCount())] == [trained]
    dialog.ask_folder = lambda *_: tmp_path
    dialog.publish_action.trigger()
    assert "公示到 2025-06-08" in shown.said()


def test_ctrl_u_seals_every_letter_that_waits(bureau: Bureau) -> None:
    set_steps(bureau["system"], (), "", seal_apart=True)
    numbers = [bureau.reviewed(person=bureau.person(n)) for n in (1, 2)]
    for number in numbers:
        bureau.decide(number)
    shown = PageWindow(bureau["intake"], WorklistPage, "intake", "review", "sign", "letters", "rules")
    assert shown.page.seal in shown.page.page_actions()
    shown.press(Qt.Key.Key_U, CTRL)
    assert [bureau.state(number) for number in numbers] == [State.TO_SERVE, State.TO_SERVE]


def test_a_corrected_case_is_loaded_at_the_window_and_handed_on_from_there(bureau: Bureau) -> None:
    number = served(bureau)
    open_round(bureau["intake"], number, Ground(RoundKind.CORRECTION, "等级录错"))
    assert reopened(bureau["intake"], number)
    intake.submit(bureau["intake"], number)
    assert bureau.state(number) is State.FOR_REVIEW


def test_a_void_letter_says_who_made_it_void_and_is_not_printed_again(bureau: Bureau) -> None:
    number = bureau.reviewed()
    letter = bureau.decide(number)
    undo_decision(bureau["sign"], number, "等级选错")
    shown = PageWindow(bureau["intake"], LettersPage, "worklist")
    shown.page.open_target(letter.number)
    assert "作废" in shown.page.print_action.reason
    assert "等级选错" in shown.page.sheet.reason.text()
