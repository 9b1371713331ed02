"""The README is followed to the letter: its files, its commands, in their order, on a new office."""

import json
import re
import shlex
from pathlib import Path

import pytest
from builders.certificates import Authority
from builders.store import Roles
from builders.wire import tls_front

from models.calendar import beijing_date
from models.moment import now
from tests.builders.headless import PNG, HeadlessOffice

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
PHRASES = {name: f"a long phrase for {number}" for number, name in enumerate("甲乙丙丁")}
TODAY = beijing_date(now()).isoformat()


def example(name: str) -> str:
    """The JSON shown under a file's name."""
    found = re.search(rf"`{re.escape(name)}`.*?```json\n(.*?)```", README, re.DOTALL)
    assert found, name
    return found[1]


def shell_lines() -> list[str]:
    """The commands of the walk through a case, continuation lines joined, comments dropped."""
    block = README.split("## A case on the command line")[1].split("`person.json`:")[0]
    code = "\n".join(re.findall(r"```sh\n(.*?)```", block, re.DOTALL)).replace("\\\n", " ")
    return [line for line in code.splitlines() if line.startswith(("./run", "export"))]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    office = re.search(r"cat > office.json <<'JSON'\n(.*?)\nJSON\n", README, re.DOTALL)
    assert office
    Path("office.json").write_text(office[1], encoding="utf-8")
    Path("phrases.json").write_text(json.dumps(PHRASES), encoding="utf-8")
    Path("notice.pdf").write_bytes(PNG)
    for name in ("person.json", "facts.json", "value.json"):
        Path(name).write_text(example(name), encoding="utf-8")
    return tmp_path


def test_a_stranger_who_types_the_readme_reaches_a_letter_and_a_month(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    office = HeadlessOffice(folder, monkeypatch, capsys)
    monkeypatch.setattr(HeadlessOffice, "_environment", lambda *_: None)
    for line in shell_lines():
        words = shlex.split(line.replace("2026-09-01", TODAY).replace("$(date +%Y-%m)", TODAY[:7]), comments=True)
        words = [word.replace("2026-00001", f"{TODAY[:4]}-00001") for word in words]
        if words[0] == "export":
            account = words[1].partition("=")[2]
            monkeypatch.setenv("SUBSIDY_DESK_ACCOUNT", account)
            monkeypatch.setenv("SUBSIDY_DESK_PASSPHRASE", PHRASES[account])
            continue
        if "sign" in words:
            confirm_the_rest(office, monkeypatch)
        words = ["phrases.json" if word == "-" else word for word in words[1:]]
        answer = office.run(*words, data=False)
        assert answer.code == 0, f"{line}: {answer.err}"
    assert Path("letter.pdf").read_bytes().startswith(b"%PDF")
    assert list(Path("months").glob("*.xlsx"))


@pytest.mark.postgres
def test_a_stranger_who_types_the_readme_shares_an_office_and_brings_it_back(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    roles: Roles,
    owned: str,
) -> None:
    """Over real TLS; only the port, the names of the roles and the pass phrase are the test's own."""
    office = HeadlessOffice(folder, monkeypatch, capsys)
    monkeypatch.setattr(HeadlessOffice, "_environment", lambda *_: None)
    authority = Authority(folder)
    answer = office.run(
        *("office", "create", "--data", "office", "--file", "office.json", "--passphrases", "phrases.json"), data=False
    )
    assert answer.code == 0, answer.err
    block = README.split("## Several windows on a server")[1].split("## The map")[0]
    lines = [line for line in block.splitlines() if line.startswith(("./run", "export"))]
    assert len(lines) == 6
    shown = []
    with tls_front(roles.server, authority.issue("db.example")) as front:
        place = f"db.example:{front.port}/{owned}?hostaddr=127.0.0.1"
        for line in lines:
            own = line.replace("db.example/desk", place)
            own = own.replace("desk_owner", roles.owner).replace("desk_window", roles.window)
            words = shlex.split(own, comments=True)
            if words[0] == "export":
                monkeypatch.setenv("SUBSIDY_DESK_ACCOUNT", "丁")
                monkeypatch.setenv("SUBSIDY_DESK_PASSPHRASE", PHRASES["丁"])
                continue
            answer = office.run(*words[1:], data=False)
            assert answer.code == 0, f"{line}: {answer.err}"
            shown.append(answer.json)
        assert front.encrypted
    assert shown[0]["state"] == "empty"
    assert shown[2]["accounts"] == sorted(PHRASES)
    assert roles.window in shown[3]["server"]
    assert shown[4]["server"] is None


def confirm_the_rest(office: HeadlessOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """The README shows one value; the others are entered and confirmed in the same way."""
    words = ("value", "open", "--data", "office", "--programme", "free_training")
    for value in office.run(*words, data=False).json:
        if value["optional"]:
            continue
        entry = json.loads(example("value.json")) | {key: value[key] for key in ("name", "from", "to")}
        Path("other.json").write_text(json.dumps(entry), encoding="utf-8")
        monkeypatch.setenv("SUBSIDY_DESK_ACCOUNT", "乙")
        monkeypatch.setenv("SUBSIDY_DESK_PASSPHRASE", PHRASES["乙"])
        words = ("value", "enter", "--data", "office", "--file", "other.json", "--scan", "notice.pdf")
        number = office.run(*words, data=False).json["entry"]
        monkeypatch.setenv("SUBSIDY_DESK_ACCOUNT", "丙")
        monkeypatch.setenv("SUBSIDY_DESK_PASSPHRASE", PHRASES["丙"])
        assert office.run("value", "confirm", str(number), "--data", "office", data=False).code == 0


def test_every_folder_of_the_map_and_every_file_of_the_recipes_exists() -> None:
    root = Path(__file__).parents[1]
    for name in re.findall(r"`((?:models|forms|reports|desktop|tests)/[\w./*<>-]*)`", README):
        pattern = re.sub(r"<\w+>", "*", name).rstrip("/")
        assert list(root.glob(pattern)), name


def test_every_command_the_readme_names_is_known() -> None:
    from desktop import cli

    known = {*cli._MODULES, "test", "drill", "bench", "gallery", "guide", "practice", "wheels", "lock"}
    for name in re.findall(r"`?\./run ([a-z][a-z-]+)", README):
        assert name in known, name
