"""The folder of the document camera: what is whole is offered, what is odd is refused, what is stored is removed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from desktop.camera_file import MOST_BYTES, read_camera_file, remove_stored
from desktop.camera_folder import CameraFolder
from desktop.pages.intake import IntakePage
from desktop.pages.worklist import WorklistPage
from models.casework.queries import case_record
from models.errors import InputError
from tests.builders.desk import Bureau, make_bureau
from tests.builders.headless import PNG
from tests.builders.intake_clerk import Clerk
from tests.builders.page_window import PageWindow

pytestmark = pytest.mark.usefixtures("theme")
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data", confirmed=True)
    yield bureau
    bureau.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "camera"
    place.mkdir()
    return place


def test_a_link_a_huge_a_wrong_and_a_half_written_file_are_refused_politely(folder: Path) -> None:
    (folder / "whole.png").write_bytes(PNG)
    (folder / "link.png").symlink_to(folder / "whole.png")
    (folder / "words.pdf").write_text("not a scan")
    (folder / "half.png").write_bytes(PNG[:40])
    with (folder / "huge.pdf").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    for name, words in (("link", "链接"), ("words", "不是 pdf"), ("half", "还没有写完"), ("huge", "超过 20 MB")):
        path = next(folder.glob(f"{name}.*"))
        with pytest.raises(InputError, match=words) as caught:
            read_camera_file(path)
        assert caught.value.field == "file"
    whole = read_camera_file(folder / "whole.png")
    (folder / "whole.png").write_bytes(PNG + b"more")
    assert not remove_stored(whole)
    (folder / "whole.png").write_bytes(PNG)
    assert remove_stored(whole)


def test_given_a_half_written_scan_when_it_is_whole_then_it_is_offered_stored_on_the_case_and_removed(
    bureau: Bureau, folder: Path, qtbot: Any
) -> None:
    case = bureau.open()
    shown = PageWindow(bureau["intake"], WorklistPage, "intake", "review", "sign", "letters", "rules")
    camera = CameraFolder(shown.window, str(folder))
    shown.window.go_to("worklist", case.number)
    scan = folder / "scan1.png"
    with qtbot.waitSignal(camera._watcher.directoryChanged):
        scan.write_bytes(PNG[:40])
    assert camera.waiting() == []
    with qtbot.waitSignal(camera.arrived):
        scan.write_bytes(PNG)
    assert "按 Alt+P" in shown.said()
    shown.press(Qt.Key.Key_P, ALT)
    dialog = shown.modal()
    assert dialog.fields["file"].text() == "scan1.png"
    shown.control(Qt.Key.Key_Return)
    assert "哪份材料" in dialog.fields["paper"].problem.what
    assert scan.exists()
    dialog.fields["paper"].set_text("居民身份证")
    shown.control(Qt.Key.Key_Return)
    (paper,) = case_record(bureau["intake"], case.number).papers
    assert paper.attachment_id is not None
    assert not scan.exists()
    shown.press(Qt.Key.Key_P, ALT)
    assert "没有扫描件" in shown.said()


def test_given_a_scan_on_an_intake_then_its_file_goes_only_after_the_application_is_kept(
    bureau: Bureau, folder: Path
) -> None:
    scan = folder / "scan1.png"
    scan.write_bytes(PNG)
    clerk = Clerk(PageWindow(bureau["intake"], IntakePage, "worklist"))
    CameraFolder(clerk.window.window, str(folder))
    clerk.press(Qt.Key.Key_P, ALT)
    assert "请先打开" in clerk.window.said()
    clerk.comes(bureau.person(7).id_number)
    clerk.type("1")
    clerk.press(Qt.Key.Key_P, ALT)
    dialog = clerk.window.modal()
    paper = clerk.window.page.work.session.form.papers[0]
    dialog.fields["paper"].set_text(paper.name)
    clerk.commit()
    assert clerk.window.page.work.scan_count(paper.id) == 1
    assert scan.exists()
    clerk.press(Qt.Key.Key_G, CONTROL)
    assert "已暂存" in clerk.window.said()
    assert not scan.exists()
