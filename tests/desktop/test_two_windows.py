"""Two whole programs on one office: what one does the other shows, and neither loses what is typed in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders.store import Roles
from builders.wire import Wire, wire_to
from pytestqt.qtbot import QtBot
from sqlalchemy.engine import make_url

from desktop import office_clock
from desktop.arguments import Arguments
from desktop.theme.apply import Theme
from desktop.widgets.fields import DateField
from models.calendar import beijing_date
from models.case import State
from models.casework import deciding, intake, moving
from models.casework.case_notes import add_note
from models.casework.drafts import load_draft
from models.casework.offices import sign_in
from models.casework.turning_away import NonAcceptance, propose_non_acceptance
from models.casework.unit_of_work import Desk
from models.desk_day import Pin
from models.moment import now
from models.store.joined import PASSWORD_NAME, keep_address
from models.store.server import Address
from reports.issue import render
from tests.builders.desk import PHRASE, make_bureau
from tests.builders.keys import type_text
from tests.builders.program import RunningProgram

WAITING, OPEN = "2025-00002", "2025-00001"
Start = Callable[[Path], RunningProgram]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with a case for the reviewer, and one that can be accepted."""
    folder = tmp_path_factory.mktemp("two") / "office"
    bureau = make_bureau(folder, confirmed=True)
    bureau.accepted()
    case = bureau.open(person=bureau.person(2))
    intake.see_paper(bureau["intake"], case.number, "居民身份证")
    intake.record_register_check(bureau["intake"], case.number, "查无已享受记录", ())
    bureau.close()
    return folder


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "first"))


@pytest.fixture(params=["embedded", pytest.param("server", marks=pytest.mark.postgres)])
def folders(request: pytest.FixtureRequest, office: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The data folders of two windows on one office."""
    if request.param == "embedded":
        return office, office
    roles, name = request.getfixturevalue("roles"), request.getfixturevalue("prepared")
    return office, joined(office, tmp_path / "second", roles, name)


def joined(office: Path, second: Path, roles: Roles, name: str) -> Path:
    """Move the office to a server and let a second folder join it."""
    desk = sign_in(office, "system", PHRASE, now)
    moving.move_to_server(desk, office, moving.Destination(Address(roles.owner_url(name)), roles.window))
    moving.join_server(second, Address(roles.window_url(name)))
    return second


@pytest.fixture
def start(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Start]:
    running: list[RunningProgram] = []

    def begin(folder: Path) -> RunningProgram:
        place = tmp_path / f"preferences {len(running)}"
        place.mkdir()
        running.append(RunningProgram(qtbot, theme, place, Arguments(folder=folder)))
        return running[-1]

    yield begin
    for program in running:
        program.close()


def page(program: RunningProgram, key: str) -> Any:
    return program.session.window.pages[key]


def perform(program: RunningProgram, command: Callable[[Desk], Any]) -> None:
    """Run a command in a window and wait for its answer."""
    answers: list[Any] = []
    program.session.window.runner.perform(command, answers.append, answers.append)
    program.until(lambda: answers)
    assert not isinstance(answers[0], Exception), answers[0]


def accept(desk: Desk) -> Any:
    return intake.accept(desk, WAITING, render)


def test_what_one_window_accepts_the_other_shows_and_keeps_what_is_typed_in_it(
    folders: tuple[Path, Path], start: Start
) -> None:
    first, second = start(folders[0]), start(folders[1])
    first.sign_in("intake")
    second.sign_in("review")
    window = second.session.window
    window.go_to("review")
    queue = page(second, "review").queue
    second.until(lambda: queue.count == 1)
    window._focus_search()
    type_text(window.top_bar.search, "typed and not sent")
    perform(first, accept)
    second.until(lambda: queue.count == 2)
    assert window.top_bar.search.text() == "typed and not sent"


def test_a_case_that_is_open_follows_and_the_note_that_is_typed_in_it_stays(
    folders: tuple[Path, Path], start: Start
) -> None:
    first, second = start(folders[0]), start(folders[1])
    first.sign_in("intake")
    second.sign_in("review")
    second.session.window.go_to("review", OPEN)
    case = page(second, "review").case
    second.until(lambda: case.sheet is not None and case.day is not None)
    case.note.setFocus()
    type_text(case.note, "not handed in")
    shown = case.sheet
    perform(first, accept)
    perform(first, lambda desk: add_note(desk, OPEN, "电话里说明天来", Pin.CASE, ""))
    second.until(lambda: case.day is not None and any(note.body == "电话里说明天来" for note in case.day.notes))
    assert case.note.text() == "not handed in"
    assert case.sheet.points == shown.points


def test_who_fills_in_a_case_that_another_window_accepts_is_told_and_keeps_what_is_typed(
    office: Path, start: Start
) -> None:
    first, second = start(office), start(office)
    first.sign_in("intake")
    second.sign_in("both")
    window, intake_page = second.session.window, page(second, "intake")
    window.go_to("intake", ("case", WAITING))
    second.until(lambda: intake_page.form is not None)
    form = intake_page.form
    field = form.field("certificate.number")
    field.set_text("S0000110500001000002")
    perform(first, lambda desk: add_note(desk, OPEN, "别的案件", Pin.CASE, ""))
    perform(first, accept)
    said = window.key_line.saved
    second.until(lambda: WAITING in said.text())
    assert "刚在别的窗口有变动" in said.text()
    assert "待复核" in said.text()
    assert intake_page.form is form
    assert field.text() == "S0000110500001000002"


def test_who_opens_a_case_is_seen_by_who_has_it_open_within_two_looks(office: Path, start: Start) -> None:
    first, second = start(office), start(office)
    first.sign_in("intake")
    second.sign_in("review")
    first.session.window.go_to("intake", ("case", WAITING))
    others = first.session.window.key_line.others
    first.until(lambda: "没有其他人" in others.text())
    second.session.window.go_to("worklist", WAITING)
    name = second.session.signed.account.name
    first.until(lambda: name in others.text())


def test_a_matter_for_a_second_account_appears_above_the_worklist_of_another_window(
    folders: tuple[Path, Path], start: Start
) -> None:
    first, second = start(folders[0]), start(folders[1])
    first.sign_in("intake")
    second.sign_in("sign")
    second.session.window.go_to("worklist")
    worklist = page(second, "worklist")
    second.until(lambda: worklist.list.feed.answer is not None)
    assert not worklist.looks.isVisible()
    told = NonAcceptance("户籍不在本市", "不在受理范围", "京人社就发〔2017〕169号 一", "户籍地人力资源社会保障局")
    perform(first, lambda desk: propose_non_acceptance(desk, WAITING, told))
    second.until(worklist.looks.isVisible)


def test_what_a_window_did_itself_is_no_news_to_it(office: Path, start: Start) -> None:
    program = start(office)
    program.sign_in("intake")
    published: list[Any] = []
    program.session.around.runner.bus.listen(published.append)
    perform(program, accept)
    looked: list[Any] = []
    program.session.news.look()
    program.session.window.runner.run(lambda _desk: None, looked.append, looked.append)
    program.until(lambda: looked)
    assert [changes.elsewhere for changes in published] == [False]


@pytest.mark.postgres
def test_an_act_that_waits_for_a_colleagues_says_so_and_is_done_when_its_turn_comes(
    office: Path, tmp_path: Path, roles: Roles, prepared: str, start: Start
) -> None:
    second = joined(office, tmp_path / "second", roles, prepared)
    program = start(office)
    program.sign_in("review")
    window = program.session.window
    said = window.key_line.saved
    colleague = sign_in(second, "intake", PHRASE, now)
    answers: list[Any] = []
    with colleague.store.writing():
        window.runner.perform(lambda desk: deciding.review(desk, OPEN), answers.append, answers.append)
        program.until(lambda: "这一步排队等了" in said.text())
        assert "不用重办" in said.text()
        assert not answers
    program.until(lambda: answers)
    assert answers[0].state is State.FOR_SIGNATURE
    assert window.runner.waited() == 0
    colleague.store.close()


@pytest.fixture
def wire(server: str) -> Iterator[Wire]:
    if "/" not in str(make_url(server).query.get("host", "")):
        pytest.skip("the server of the tests has no socket on this machine")
    with wire_to(server) as made:
        yield made


def over_the_wire(folder: Path, url: str, wire: Wire) -> None:
    there = make_url(url).update_query_dict({"host": str(wire.folder)}).render_as_string(hide_password=False)
    keep_address(folder, Address(there, passfile=folder / PASSWORD_NAME))


def review_over_the_wire(
    place: Path, office: Path, roles: Roles, prepared: str, wire: Wire, start: Start
) -> RunningProgram:
    """The reviewer's window with the case in front, on a line that can be cut; another window lies in `place`."""
    joined(office, place, roles, prepared)
    over_the_wire(office, roles.window_url(prepared), wire)
    program = start(office)
    program.sign_in("review")
    program.session.window.go_to("review", OPEN)
    program.until(lambda: page(program, "review").case.sheet is not None)
    return program


def cut(program: RunningProgram, wire: Wire) -> None:
    """The server is gone, and the window says so."""
    wire.down = True
    wire.drop()
    program.until(lambda: "连接断了" in program.session.window.key_line.saved.text())


@pytest.mark.postgres
def test_a_lost_server_is_told_nothing_typed_is_lost_and_a_lost_answer_is_found_out(
    office: Path, tmp_path: Path, roles: Roles, prepared: str, wire: Wire, start: Start
) -> None:
    wire.about = b"case.review"
    program = review_over_the_wire(tmp_path / "second", office, roles, prepared, wire, start)
    window, case = program.session.window, page(program, "review").case
    case.note.setFocus()
    type_text(case.note, "not handed in")
    said = window.key_line.saved
    cut(program, wire)
    assert case.note.text() == "not handed in"
    wire.down = False
    program.until(lambda: "已重新连上" in said.text())
    wire.cut, wire.down = "after", True
    answers: list[Any] = []
    window.runner.perform(lambda desk: deciding.review(desk, OPEN), answers.append, answers.append)
    program.until(lambda: answers)
    assert "还不能确定" in answers[0].message
    wire.down = False
    program.until(lambda: "已经保存，请不要重办" in said.text())
    assert case.note.text() == "not handed in"
    desk = sign_in(tmp_path / "second", "intake", PHRASE, now)
    with desk.store.reading() as rows:
        assert rows.case_numbered(OPEN).state is State.FOR_SIGNATURE
        assert len([act for act in rows.acts(rows.case_numbered(OPEN).id) if act.act == "reviewed"]) == 1
    desk.store.close()


@pytest.mark.postgres
def test_what_could_not_be_read_while_the_server_was_away_is_read_by_itself_when_it_is_back(
    office: Path, tmp_path: Path, roles: Roles, prepared: str, wire: Wire, start: Start
) -> None:
    program = review_over_the_wire(tmp_path / "second", office, roles, prepared, wire, start)
    window, case = program.session.window, page(program, "review").case
    said = window.key_line.saved
    case.note.setFocus()
    cut(program, wire)
    type_text(case.note, "not handed in")
    kept: list[Any] = []
    program.session.drafts.save(lambda: kept.append(None))
    program.until(lambda: kept)
    assert "连接断了" in said.text()  # no step of the clerk's failed
    window.go_to("worklist")
    program.until(lambda: "读不到" in said.text())
    feed = page(program, "worklist").list.feed
    assert feed.answer is None
    wire.down = False
    program.until(lambda: feed.answer is not None)
    assert case.note.text() == "not handed in"
    reader = sign_in(tmp_path / "second", "review", PHRASE, now)
    program.until(lambda: load_draft(reader, "page:review") is not None)
    reader.store.close()


@pytest.mark.postgres
def test_a_window_does_not_close_over_what_cannot_be_kept_unless_it_is_asked_again(
    office: Path, tmp_path: Path, roles: Roles, prepared: str, wire: Wire, start: Start
) -> None:
    program = review_over_the_wire(tmp_path / "second", office, roles, prepared, wire, start)
    shell, case = program.program.shell, page(program, "review").case
    said = program.session.window.key_line.saved
    cut(program, wire)
    type_text(case.note, "not handed in")
    shell.close()
    program.until(lambda: "存不下来" in said.text())
    assert shell.isVisible()
    assert case.note.text() == "not handed in"
    wire.down = False
    program.until(lambda: "已重新连上" in said.text())  # it still watches
    cut(program, wire)
    type_text(case.note, "!")
    shell.close()
    program.until(lambda: not shell.isVisible())


@pytest.mark.postgres
@pytest.mark.parametrize("off", [timedelta(hours=-26), timedelta(hours=26)])
def test_a_computer_whose_clock_is_a_day_wrong_signs_in_and_offers_the_servers_day(
    office: Path,
    tmp_path: Path,
    roles: Roles,
    prepared: str,
    start: Start,
    monkeypatch: pytest.MonkeyPatch,
    off: timedelta,
) -> None:
    class Wrong(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime.now(tz) + off

    folder = joined(office, tmp_path / "second", roles, prepared)
    monkeypatch.setattr(office_clock, "_ahead", timedelta())
    monkeypatch.setattr("models.moment.datetime", Wrong)
    program = start(folder)
    program.sign_in("intake")
    program.until(lambda: office_clock._ahead)
    field = DateField("开班日期")
    field.set_text("今天")
    assert field.date() == office_clock.office_today() == beijing_date(datetime.now(UTC))


def test_the_day_ends_at_the_offices_midnight_and_not_at_this_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    own = datetime(2026, 3, 4, 15, 58, tzinfo=UTC)  # 23:58 in Beijing
    monkeypatch.setattr(office_clock, "now", lambda: own)
    monkeypatch.setattr(office_clock, "_ahead", timedelta())
    days = []
    for ahead in (timedelta(), timedelta(minutes=1), timedelta(minutes=3)):
        office_clock.put_ahead(ahead)
        days.append(office_clock.office_today().isoformat())
    assert days == ["2026-03-04", "2026-03-04", "2026-03-05"]
