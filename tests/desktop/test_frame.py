"""What stands round the work: the one box, the counts, the backup light, drafts, backups by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout
from pytestqt.qtbot import QtBot

from desktop.backup_keeper import BackupKeeper
from desktop.draft_keeper import DraftKeeper
from desktop.finder import Finder
from desktop.frame_status import FrameStatus, backup_words, frame_facts
from desktop.main_window import MainWindow
from desktop.page import Host, Page
from desktop.page_list import ENTRIES, blocked_pages, first_page, page_makers
from desktop.preferences import BackupPlaces
from desktop.theme.paint import MarkKind
from desktop.workers.inline import InlineRunner
from models.calendar import BEIJING
from models.casework.changes import Changes
from models.casework.drafts import drafts
from models.casework.maintenance import make_backup
from models.casework.overview import BackupStatus
from models.errors import SubsidyDeskError
from models.store.backup import backups
from tests.builders.desk import Bureau, make_bureau
from tests.builders.keys import enter, press, show, type_text
from tests.builders.page_window import other_page
from tests.builders.people import make_person

pytestmark = pytest.mark.usefixtures("theme")
NOON = datetime(2026, 3, 5, 12, 40, tzinfo=BEIJING)


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    yield bureau
    bureau.close()


class NotePage(Page):
    """A page with one text that can be left unfinished."""

    key, word, icon = "note", "便条", "edit"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.line = QLineEdit(self)
        QVBoxLayout(self).addWidget(self.line)

    def draft(self) -> dict[str, str]:
        return {"text": self.line.text()} if self.line.text() else {}

    def restore(self, draft: Any) -> None:
        self.line.setText(draft["text"])


def window_for(bureau: Bureau, name: str, qtbot: QtBot) -> MainWindow:
    desk = bureau[name]
    keys = ("intake", "worklist", "review", "sign", "letters")
    blocked = {key: why for key, why in blocked_pages(desk.account).items() if key in keys}
    window = MainWindow(
        InlineRunner(desk), [NotePage, *map(other_page, keys)], account=desk.account, blocked=blocked, first="note"
    )
    qtbot.addWidget(window)
    window.resize(1366, 768)
    show(window)
    return window


def opened(window: MainWindow, key: str) -> object:
    page: Any = window.pages[key]
    return page.opened


def find(window: MainWindow, text: str) -> None:
    box = window.top_bar.search
    box.setFocus()
    QApplication.processEvents()
    type_text(box, text)
    box.asked.emit(box.text())


# --- the one box ---------------------------------------------------------------------------------------------------


def test_what_is_typed_is_looked_up_and_enter_opens_the_person(bureau: Bureau, qtbot: QtBot) -> None:
    person = bureau.person(1)
    window = window_for(bureau, "intake", qtbot)
    Finder(window, bureau["intake"].account)
    find(window, person.name)
    enter(window.top_bar.search)
    assert opened(window, "intake") == ("person", person.id)
    assert window.top_bar.search.text() == ""


def test_a_card_reader_that_types_faster_than_the_answer_opens_the_person_too(bureau: Bureau, qtbot: QtBot) -> None:
    person = bureau.person(1)
    window = window_for(bureau, "intake", qtbot)
    Finder(window, bureau["intake"].account)
    box = window.top_bar.search
    box.setFocus()
    type_text(box, person.id_number)
    enter(box)
    assert opened(window, "intake") == ("person", person.id)


def test_an_id_number_that_nobody_has_yet_goes_to_the_intake(bureau: Bureau, qtbot: QtBot) -> None:
    window = window_for(bureau, "intake", qtbot)
    Finder(window, bureau["intake"].account)
    number = make_person(7).id_number
    box = window.top_bar.search
    box.setFocus()
    type_text(box, number)
    enter(box)
    assert opened(window, "intake") == ("id_number", number)


def test_a_mistyped_id_number_says_what_is_wrong_with_it(bureau: Bureau, qtbot: QtBot) -> None:
    window = window_for(bureau, "intake", qtbot)
    Finder(window, bureau["intake"].account)
    number = make_person(7).id_number
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    box = window.top_bar.search
    box.setFocus()
    type_text(box, wrong)
    enter(box)
    assert "校验码不符" in window.key_line.saved.text()
    assert box.text() == wrong


def test_nothing_found_is_said_with_other_ways_to_ask(bureau: Bureau, qtbot: QtBot) -> None:
    window = window_for(bureau, "intake", qtbot)
    Finder(window, bureau["intake"].account)
    box = window.top_bar.search
    box.setFocus()
    type_text(box, "谁也不是")
    enter(box)
    assert window.key_line.saved.text().startswith("没有找到“谁也不是”")


@pytest.mark.parametrize(
    ("name", "state", "page"),
    [("review", "review", "review"), ("intake", "review", "worklist"), ("sign", "sign", "sign")],
)
def test_a_case_opens_on_the_page_of_its_state_where_the_seat_can_use_it(
    bureau: Bureau, qtbot: QtBot, name: str, state: str, page: str
) -> None:
    number = bureau.accepted() if state == "review" else bureau.reviewed()
    window = window_for(bureau, name, qtbot)
    Finder(window, bureau[name].account)
    find(window, number)
    enter(window.top_bar.search)
    assert opened(window, page) == number


def test_a_letter_number_opens_the_register(bureau: Bureau, qtbot: QtBot) -> None:
    letter = bureau.decide(bureau.reviewed())
    window = window_for(bureau, "sign", qtbot)
    Finder(window, bureau["sign"].account)
    find(window, letter.number)
    enter(window.top_bar.search)
    assert opened(window, "letters") == letter.id


def test_without_a_case_seat_the_box_is_closed_and_says_why(bureau: Bureau, qtbot: QtBot) -> None:
    window = window_for(bureau, "audit", qtbot)
    Finder(window, bureau["audit"].account)
    assert not window.top_bar.search.isEnabled()
    assert "没有办案席位" in window.top_bar.search.toolTip()


# --- pages and seats -----------------------------------------------------------------------------------------------


def test_every_page_of_the_rail_exists_and_has_the_key_it_is_listed_by() -> None:
    assert [getattr(maker, "key", "") for maker in page_makers()] == [entry.key for entry in ENTRIES]


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("intake", "intake"),
        ("review", "review"),
        ("sign", "sign"),
        ("finance", "payments"),
        ("system", "settings"),
        ("audit", "letters"),
    ],
)
def test_each_seat_begins_where_its_work_is(bureau: Bureau, name: str, first: str) -> None:
    account = bureau[name].account
    assert first_page(account) == first
    assert first not in blocked_pages(account)


def test_a_page_of_another_seat_is_grey_and_says_whose_it_is(bureau: Bureau, qtbot: QtBot) -> None:
    window = window_for(bureau, "intake", qtbot)
    item = window.rail.item("sign")
    assert not item.isEnabled()
    assert "需要：签发" in item.toolTip()
    window.go_to("sign")
    assert window.page() is window.pages["note"]
    assert "需要：签发" in window.key_line.saved.text()


# --- counts and the light ------------------------------------------------------------------------------------------


def test_counts_follow_every_command(bureau: Bureau, qtbot: QtBot) -> None:
    window = window_for(bureau, "review", qtbot)
    FrameStatus(window, bureau.folder, lambda: None, practice=False)
    assert window.rail.item("review").count == 0
    bureau.accepted()
    window.runner.bus.publish(Changes(cases=frozenset({1})))
    assert window.rail.item("review").count == 1
    assert window.top_bar.received.text() == "1"


def test_an_administrator_has_a_light_and_no_counts(bureau: Bureau) -> None:
    facts = frame_facts(bureau["audit"], bureau.folder, None)
    assert (facts.badges, facts.today) == (None, None)
    assert facts.backup.made_at is None


@pytest.mark.parametrize(
    ("age", "kind", "words"),
    [
        (timedelta(0), MarkKind.MET, "备份 12:40"),
        (timedelta(hours=23), MarkKind.MET, "备份 03-04 13:40"),
        (timedelta(hours=25), MarkKind.NOT_MET, "备份 03-04 11:40"),
        (timedelta(days=8), MarkKind.NOT_MET, "备份 02-25 12:40"),
    ],
)
def test_the_light_ages_with_the_newest_backup(age: timedelta, kind: MarkKind, words: str) -> None:
    assert backup_words(BackupStatus("office-1", NOON - age), NOON) == (kind, words)


def test_a_data_key_that_waits_to_be_changed_takes_the_place_of_a_green_light() -> None:
    fresh, old = NOON - timedelta(hours=1), NOON - timedelta(days=2)
    assert backup_words(BackupStatus("office-1", fresh, key_due=True), NOON) == (MarkKind.WARN, "密钥待更换")
    assert backup_words(BackupStatus("office-1", old, key_due=True), NOON)[0] is MarkKind.NOT_MET


def test_without_a_backup_the_light_is_red_but_in_a_practice_office() -> None:
    assert backup_words(BackupStatus(None, None), NOON) == (MarkKind.NOT_MET, "还没有备份")
    gone = BackupStatus(None, None, place_gone=True)
    assert backup_words(gone, NOON) == (MarkKind.NOT_MET, "备份盘没接上")
    assert backup_words(BackupStatus(None, None), NOON, practice=True)[0] is MarkKind.INFO


# --- drafts --------------------------------------------------------------------------------------------------------


def test_a_draft_is_kept_and_shown_to_its_account_again(bureau: Bureau, qtbot: QtBot) -> None:
    first = window_for(bureau, "intake", qtbot)
    page: Any = first.pages["note"]
    page.line.setText("王小明，写到一半")
    DraftKeeper(first).save()
    second = window_for(bureau, "intake", qtbot)
    DraftKeeper(second).restore()
    again: Any = second.pages["note"]
    assert again.line.text() == "王小明，写到一半"
    assert "便条" in second.key_line.saved.text()
    other = window_for(bureau, "review", qtbot)
    DraftKeeper(other).restore()
    foreign: Any = other.pages["note"]
    assert foreign.line.text() == ""


def test_a_draft_that_is_handed_in_is_thrown_away(bureau: Bureau, qtbot: QtBot) -> None:
    window = window_for(bureau, "intake", qtbot)
    page: Any = window.pages["note"]
    keeper = DraftKeeper(window)
    page.line.setText("x")
    keeper.save()
    assert len(drafts(bureau["intake"])) == 1
    page.line.clear()
    keeper.save()
    assert drafts(bureau["intake"]) == ()


# --- backups by themselves -----------------------------------------------------------------------------------------


def test_a_backup_is_made_when_something_changed_and_only_then(bureau: Bureau) -> None:
    keeper = BackupKeeper(InlineRunner(bureau["intake"]), BackupPlaces)
    keeper.look()
    assert backups(bureau.folder) == ()
    keeper.note(Changes(office=True))
    keeper.look()
    keeper.look()
    assert len(backups(bureau.folder)) == 1
    assert not keeper.needed
    keeper.stop()


def test_a_backup_that_cannot_be_written_is_told_and_tried_again(bureau: Bureau, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    keeper = BackupKeeper(InlineRunner(bureau["intake"]), lambda: BackupPlaces(tmp_path / "file" / "backups"))
    told: list[SubsidyDeskError | None] = []
    keeper.make(told.append)
    assert isinstance(told[0], SubsidyDeskError)
    assert keeper.needed
    keeper.stop()


def test_a_clerk_may_not_make_one_by_hand(bureau: Bureau) -> None:
    with pytest.raises(SubsidyDeskError, match="系统管理员"):
        make_backup(bureau["intake"])


def test_keys_of_the_window_are_listed_with_switching_and_locking(bureau: Bureau, qtbot: QtBot) -> None:
    window = window_for(bureau, "intake", qtbot)
    asked: list[str] = []
    window.switch_asked.connect(lambda: asked.append("switch"))
    window.lock_asked.connect(lambda: asked.append("lock"))
    assert {"F11", "Ctrl+L"} <= {action.key for action in window.window_actions}
    for action in window.window_actions:
        if action.key in ("F11", "Ctrl+L"):
            action.trigger()
    assert asked == ["switch", "lock"]
    press(window, Qt.Key.Key_Escape)
