"""Where ./run test lets all tests keep what they write."""

from pathlib import Path

import pytest

from desktop.setup import checks

pytestmark = pytest.mark.skipif(not Path("/proc/meminfo").exists(), reason="only Linux tells of memory there")


def test_all_tests_keep_their_files_in_memory_and_nothing_stays_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "ROOM_BYTES", 0)
    with checks.scratch_in_memory({"LANG": "C"}, tmp_path) as places:
        folder = Path(places["TMPDIR"])
        assert folder.parent == tmp_path
        assert places == {"LANG": "C", "TMPDIR": str(folder)}
        assert folder.stat().st_mode & 0o777 == 0o755
        (folder / "left").mkdir()
    assert list(tmp_path.iterdir()) == []


def test_without_room_without_a_memory_folder_or_where_a_place_is_given_they_stay_where_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "ROOM_BYTES", 1 << 60)
    with checks.scratch_in_memory({}, tmp_path) as places:
        assert places == {}
    monkeypatch.setattr(checks, "ROOM_BYTES", 0)
    with checks.scratch_in_memory({}, tmp_path / "nowhere") as places:
        assert places == {}
    with checks.scratch_in_memory({"TMPDIR": "/elsewhere"}, tmp_path) as places:
        assert places == {"TMPDIR": "/elsewhere"}
    assert list(tmp_path.iterdir()) == []
