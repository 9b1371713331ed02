"""An office driven through the command line, as a stranger following the README would drive it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop import cli
from models.store import envelopes

PHRASES = {
    "赵文博": "intake has a long phrase",
    "钱雨桐": "review has a long phrase",
    "孙立群": "sign has a long phrase",
    "李静": "finance has a long phrase",
    "吴磊": "system has a long phrase",
    "郑洁": "audit has a long phrase",
}
OFFICE = {
    "name": "北京市东城区人力资源和社会保障局",
    "district": "110101",
    "streets": ["东华门街道", "景山街道"],
    "letter_codes": {"receipt": "东人社受", "approval": "东人社补", "refusal": "东人社不"},
    "address": "北京市东城区某街1号",
    "phone": "010-55550103",
    "accounts": [
        {"name": "赵文博", "seats": ["intake"]},
        {"name": "钱雨桐", "seats": ["review"]},
        {"name": "孙立群", "seats": ["sign"]},
        {"name": "李静", "seats": ["finance"]},
        {"name": "吴磊", "seats": ["system", "security"]},
        {"name": "郑洁", "seats": ["audit"]},
    ],
}
Run = Callable[..., Any]
# The smallest picture there is: stands for a scan.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c6360000000020001e527de840000000049454e44ae426082"
)


@contextmanager
def cheap_slots() -> Iterator[None]:
    """Slots made meanwhile are as cheap to open as a practice office's; what they really cost is a test of the keys."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(envelopes, "_USUAL", envelopes._FAST)
        yield


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class HeadlessOffice:
    """Runs commands on one data folder; the account is named per command."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.data = folder / "data"
        self._patch = monkeypatch
        self._capture = capsys

    def write(self, name: str, value: Any) -> str:
        """A JSON file beside the office."""
        path = self.folder / name
        path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        return str(path)

    def scan(self) -> str:
        """A scanned document beside the office."""
        path = self.folder / "scan.png"
        path.write_bytes(PNG)
        return str(path)

    def run(self, *words: str, account: str | None = None, data: bool = True) -> Answer:
        """Run a command; whatever it answers."""
        self._environment(account)
        self._capture.readouterr()
        code = cli.main([*words, "--data", str(self.data)] if data else list(words))
        captured = self._capture.readouterr()
        return Answer(code, captured.out, captured.err)

    def do(self, *words: str, account: str | None = None, data: bool = True) -> Any:
        """Run a command that must succeed; its JSON."""
        answer = self.run(*words, account=account, data=data)
        assert answer.code == 0, answer.err
        return answer.json

    def create(self) -> str:
        """Create the office; its recovery key."""
        answer = self.do(
            "office", "create", "--file", self.write("office.json", OFFICE),
            "--passphrases", self.write("phrases.json", PHRASES),
        )  # fmt: skip
        return str(answer["recovery_key"])

    def confirm_values(self, programme: str, on: str) -> None:
        """Enter and confirm, by two people, every shipped value the programme still waits for."""
        for value in self.do("value", "open", "--programme", programme, "--on", on, account="钱雨桐"):
            if value["optional"]:
                continue
            entry = {
                "programme": programme, "name": value["name"], "value": None, "from": value["from"], "to": value["to"],
                "document": "测试文号〔2026〕1号", "article": "一", "text": "测试条文",
            }  # fmt: skip
            file = self.write("entry.json", entry)
            number = self.do("value", "enter", "--file", file, "--scan", self.scan(), account="钱雨桐")["entry"]
            self.do("value", "confirm", str(number), account="孙立群")

    def _environment(self, account: str | None) -> None:
        if account is None:
            self._patch.delenv("SUBSIDY_DESK_ACCOUNT", raising=False)
            self._patch.delenv("SUBSIDY_DESK_PASSPHRASE", raising=False)
        else:
            self._patch.setenv("SUBSIDY_DESK_ACCOUNT", account)
            self._patch.setenv("SUBSIDY_DESK_PASSPHRASE", PHRASES[account])
