"""A file that cannot be written, and paper that cannot be printed on, are told in plain Chinese."""

import stat
from pathlib import Path

import pytest

from desktop.dialogs.print_dialog import PrintDialog, PrintQuestion
from desktop.printing import PrintSetup
from desktop.saving import SaveError, write_file


def test_the_reason_of_the_system_is_said_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match="文件或文件夹不存在"):
        write_file(tmp_path / "gone" / "letter.pdf", b"%PDF")


def test_what_is_saved_is_for_its_owner_only_whatever_stood_there(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"older")
    write_file(path, b"%PDF")
    assert path.read_bytes() == b"%PDF"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.usefixtures("theme")
def test_without_a_printer_the_way_out_stands_whole_at_the_field() -> None:
    question = PrintQuestion("打印", "某文号", (), PrintSetup(), "打印一份交申请人。")
    dialog = PrintDialog(question, lambda _setup: None)
    assert dialog.accept_action is not None
    assert not dialog.accept_action.enabled
    assert dialog.printer.problem is not None
    assert "另存为 PDF" in dialog.printer.problem.what
