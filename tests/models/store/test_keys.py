"""The key ring: who can open the store, what a pass phrase must be, and what happens after failures."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from models.errors import Conflict, InputError, NotPermitted, StoreError, SubsidyDeskError, Trouble
from models.store.joined import PASSWORD_NAME, keep_password
from models.store.keys import KeyRing
from models.store.location import KEYS_NAME, STORE_NAME
from models.store.passphrases import ATTEMPTS_NAME, new_recovery_key, recovery_secret

PHRASE = "春眠不觉晓，处处闻啼鸟。"
OTHER = "床前明月光，疑是地上霜。"
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def make(folder: Path) -> tuple[KeyRing, str, bytes]:
    return KeyRing.create(folder, {"甲": PHRASE, "乙": OTHER}, fast=True)


def test_every_account_and_the_recovery_key_open_the_same_data_key(tmp_path: Path) -> None:
    _, recovery, key = make(tmp_path)
    ring = KeyRing.load(tmp_path)
    assert ring.names() == ("乙", "甲")
    assert ring.practice
    assert ring.unlock("甲", PHRASE) == ring.unlock("乙", OTHER) == ring.unlock_with_recovery(recovery) == key
    assert len(key) == 32


def test_the_usual_parameters_are_the_slow_ones(tmp_path: Path) -> None:
    _, _, key = KeyRing.create(tmp_path, {"甲": PHRASE})
    content = json.loads((tmp_path / KEYS_NAME).read_text(encoding="utf-8"))
    kdf = content["accounts"]["甲"]["kdf"]
    assert (kdf["algorithm"], kdf["memory_kib"], kdf["time_cost"]) == ("argon2id", 65_536, 3)
    assert KeyRing.load(tmp_path).unlock("甲", PHRASE) == key
    assert not KeyRing.load(tmp_path).practice


def test_the_key_file_is_private_and_holds_neither_key_nor_pass_phrase(tmp_path: Path) -> None:
    _, recovery, key = make(tmp_path)
    raw = (tmp_path / KEYS_NAME).read_bytes()
    assert stat.S_IMODE((tmp_path / KEYS_NAME).stat().st_mode) == 0o600
    assert key not in raw
    assert key.hex().encode() not in raw
    assert PHRASE.encode() not in raw
    assert recovery.encode() not in raw


def test_a_wrong_account_and_a_wrong_pass_phrase_read_the_same(tmp_path: Path) -> None:
    make(tmp_path)
    ring = KeyRing.load(tmp_path)
    lines = set()
    for account, phrase in (("甲", OTHER), ("没有此人", PHRASE), ("甲", "")):
        with pytest.raises(NotPermitted) as refusal:
            ring.unlock(account, phrase, now=NOW)
        lines.add(refusal.value.message)
    assert lines == {"账号或口令不对，请重新输入；忘记口令可用恢复密钥或请管理员重设。"}


@pytest.mark.parametrize("account", ["甲", "没有此人"])
def test_after_five_failures_the_wait_grows_and_success_ends_it(tmp_path: Path, account: str) -> None:
    _, _, key = make(tmp_path)
    moment = NOW
    for _ in range(5):
        with pytest.raises(NotPermitted, match="不对"):
            KeyRing.load(tmp_path).unlock(account, "错误的口令一二三四五六", now=moment)
    with pytest.raises(NotPermitted, match="等待31秒"):
        KeyRing.load(tmp_path).unlock(account, PHRASE, now=moment)
    moment += timedelta(seconds=31)
    with pytest.raises(NotPermitted, match="不对"):
        KeyRing.load(tmp_path).unlock(account, "错误的口令一二三四五六", now=moment)
    with pytest.raises(NotPermitted, match="等待61秒"):
        KeyRing.load(tmp_path).unlock(account, PHRASE, now=moment)
    assert KeyRing.load(tmp_path).unlock("乙", OTHER, now=moment) == key
    if account == "甲":
        assert KeyRing.load(tmp_path).unlock("甲", PHRASE, now=moment + timedelta(seconds=61)) == key
        assert "甲" not in json.loads((tmp_path / ATTEMPTS_NAME).read_text(encoding="utf-8"))


WEAK = ("短口令", "aaaaaaaaaaaa", "123456789012", "password1234", "qwertyuiop12", "甲" * 12, "Beijing2026!")


@pytest.mark.parametrize("phrase", WEAK)
def test_a_weak_pass_phrase_is_bad_input_and_makes_no_file(tmp_path: Path, phrase: str) -> None:
    with pytest.raises(InputError) as refusal:
        KeyRing.create(tmp_path, {"甲": phrase}, fast=True)
    assert refusal.value.field == "passphrase"
    assert phrase not in refusal.value.message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("phrase", ["correct horse battery", "tr0ub4dor&3xyz", "我家的猫叫作小花今年三岁"])
def test_a_sound_pass_phrase_is_taken(tmp_path: Path, phrase: str) -> None:
    _, _, key = KeyRing.create(tmp_path, {"甲": phrase}, fast=True)
    assert KeyRing.load(tmp_path).unlock("甲", phrase) == key


def test_composed_and_decomposed_letters_are_the_same_pass_phrase(tmp_path: Path) -> None:
    _, _, key = KeyRing.create(tmp_path, {"甲": "caf\u00e9 au lait noir"}, fast=True)
    assert KeyRing.load(tmp_path).unlock("甲", "cafe\u0301 au lait noir") == key


def test_the_recovery_key_is_read_however_it_is_typed(tmp_path: Path) -> None:
    _, recovery, _ = make(tmp_path)
    assert len(recovery.split("-")) == 8
    assert recovery_secret(recovery.lower().replace("-", " ")) == recovery_secret(recovery)


def test_every_single_wrong_character_of_a_recovery_key_is_found_and_its_group_named(tmp_path: Path) -> None:
    _, recovery, _ = make(tmp_path)
    for place, character in enumerate(recovery):
        if character == "-":
            continue
        for wrong in {"2", "Z", "K", "0", "?"} - {character}:
            with pytest.raises(InputError, match=f"第{place // 6 + 1}组有误"):
                recovery_secret(recovery[:place] + wrong + recovery[place + 1 :])


def test_two_groups_exchanged_are_found(tmp_path: Path) -> None:
    _, recovery, _ = make(tmp_path)
    groups = recovery.split("-")
    groups[2], groups[5] = groups[5], groups[2]
    with pytest.raises(InputError, match="第3组有误"):
        recovery_secret("-".join(groups))


def test_a_recovery_key_of_another_office_or_a_short_one_is_told(tmp_path: Path) -> None:
    make(tmp_path / "a")
    _, foreign, _ = make(tmp_path / "b")
    with pytest.raises(NotPermitted, match="不是本单位"):
        KeyRing.load(tmp_path / "a").unlock_with_recovery(foreign)
    with pytest.raises(InputError, match="应有8组"):
        KeyRing.load(tmp_path / "a").unlock_with_recovery(foreign[:-1])


def test_accounts_are_added_changed_and_removed(tmp_path: Path) -> None:
    _, _, key = make(tmp_path)
    ring = KeyRing.load(tmp_path)
    for name, phrase in (("丙", "举头望明月，低头思故乡。"), ("乙", "白日依山尽，黄河入海流。")):
        ring.offer(name, phrase, key)
        ring.settle(name, stands=True)
    ring.remove("甲")
    ring = KeyRing.load(tmp_path)
    assert ring.names() == ("丙", "乙")
    assert ring.unlock("丙", "举头望明月，低头思故乡。") == ring.unlock("乙", "白日依山尽，黄河入海流。") == key
    for account, phrase in (("甲", PHRASE), ("乙", OTHER)):
        with pytest.raises(NotPermitted):
            ring.unlock(account, phrase)


def test_until_it_is_settled_an_offered_slot_opens_beside_the_old_one_and_gets_a_new_key_too(tmp_path: Path) -> None:
    ring, _, key = make(tmp_path)
    ring.offer("乙", "白日依山尽，黄河入海流。", key)
    ring = KeyRing.load(tmp_path)
    assert ring.fits(key)
    assert ring.unlock("乙", OTHER) == key
    (tmp_path / KEYS_NAME).write_bytes(ring.resealed(bytes(32)))
    for phrase, by_offer in ((OTHER, False), ("白日依山尽，黄河入海流。", True)):
        ring = KeyRing.load(tmp_path)
        assert ring.unlock("乙", phrase) == bytes(32)
        assert ring.by_offer is by_offer
    ring.settle("乙", stands=False)
    with pytest.raises(NotPermitted):
        KeyRing.load(tmp_path).unlock("乙", "白日依山尽，黄河入海流。")
    assert ring.offered("乙") == ""


def test_the_last_account_and_an_unknown_one_are_bad_input(tmp_path: Path) -> None:
    ring, _, _ = KeyRing.create(tmp_path, {"甲": PHRASE}, fast=True)
    for act in (lambda: ring.remove("甲"), lambda: ring.remove("乙")):
        with pytest.raises(InputError):
            act()
    assert KeyRing.load(tmp_path).names() == ("甲",)


def test_a_rotation_gives_everybody_the_new_key_without_their_pass_phrases(tmp_path: Path) -> None:
    _, recovery, key = make(tmp_path)
    ring = KeyRing.load(tmp_path)
    ring.unlock("甲", PHRASE)
    fresh = bytes(reversed(key))
    (tmp_path / KEYS_NAME).write_bytes(ring.resealed(fresh))
    ring = KeyRing.load(tmp_path)
    assert ring.unlock("乙", OTHER) == ring.unlock("甲", PHRASE) == ring.unlock_with_recovery(recovery) == fresh


def test_a_slot_that_another_window_laid_in_meanwhile_is_never_written_over(tmp_path: Path) -> None:
    _, _, key = make(tmp_path)
    ring, other = KeyRing.load(tmp_path), KeyRing.load(tmp_path)
    other.offer("丙", "举头望明月，低头思故乡。", key)
    with pytest.raises(Conflict, match="请重试"):
        ring.offer("乙", "白日依山尽，黄河入海流。", key)
    ring = KeyRing.load(tmp_path)
    assert ring.offered("丙")
    assert not ring.offered("乙")


def test_a_password_that_cannot_be_put_in_place_is_left_under_no_other_name(tmp_path: Path) -> None:
    (tmp_path / PASSWORD_NAME / "in the way").mkdir(parents=True)
    with pytest.raises(OSError):  # noqa: PT011 - the system's own, whatever its number
        keep_password(tmp_path, "only for tests")
    assert [path.name for path in tmp_path.iterdir()] == [PASSWORD_NAME]


def test_a_slot_slipped_in_from_outside_never_receives_a_new_key(tmp_path: Path) -> None:
    make(tmp_path / "ours")
    make(tmp_path / "theirs")
    ours = json.loads((tmp_path / "ours" / KEYS_NAME).read_text(encoding="utf-8"))
    theirs = json.loads((tmp_path / "theirs" / KEYS_NAME).read_text(encoding="utf-8"))
    ours["accounts"]["乙"] = theirs["accounts"]["乙"]
    (tmp_path / "ours" / KEYS_NAME).write_text(json.dumps(ours), encoding="utf-8")
    ring = KeyRing.load(tmp_path / "ours")
    ring.unlock("甲", PHRASE)
    with pytest.raises(StoreError, match="被改动过"):
        ring.resealed(bytes(32))


def test_an_existing_key_file_is_never_overwritten(tmp_path: Path) -> None:
    make(tmp_path)
    before = (tmp_path / KEYS_NAME).read_bytes()
    with pytest.raises(StoreError, match="不会覆盖"):
        make(tmp_path)
    assert (tmp_path / KEYS_NAME).read_bytes() == before


def cut(content: dict[str, Any]) -> None:
    del content["accounts"]["甲"]["private"]


def unbase64(content: dict[str, Any]) -> None:
    content["accounts"]["甲"]["private"] = "!!"


def other_algorithm(content: dict[str, Any]) -> None:
    content["accounts"]["甲"]["kdf"]["algorithm"] = "rot13"


def endless(content: dict[str, Any]) -> None:
    content["accounts"]["甲"]["kdf"]["time_cost"] = float("inf")


def exchanged(content: dict[str, Any]) -> None:
    content["accounts"]["甲"]["private"] = content["accounts"]["乙"]["private"]


@pytest.mark.parametrize("damage", [cut, unbase64, other_algorithm, endless, exchanged])
def test_a_damaged_slot_is_one_typed_error(tmp_path: Path, damage: Callable[[dict[str, Any]], None]) -> None:
    _, recovery, key = make(tmp_path)
    path = tmp_path / KEYS_NAME
    content = json.loads(path.read_text(encoding="utf-8"))
    damage(content)
    path.write_text(json.dumps(content), encoding="utf-8")
    ring = KeyRing.load(tmp_path)
    with pytest.raises(SubsidyDeskError):
        ring.unlock("甲", PHRASE)
    assert ring.unlock_with_recovery(recovery) == key


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"format": "subsidy-desk-keys"}', "\u0000", '{"format": "other", "version": 1}']
)
def test_a_file_that_is_no_key_file_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / KEYS_NAME).write_text(content, encoding="utf-8")
    with pytest.raises(StoreError, match=KEYS_NAME):
        KeyRing.load(tmp_path)


def test_a_missing_and_a_newer_key_file_are_told(tmp_path: Path) -> None:
    for folder, words in ((tmp_path / "no such place", "没有数据文件夹"), (tmp_path, "没有本局的数据")):
        with pytest.raises(StoreError, match=words) as told:
            KeyRing.load(folder)
        assert told.value.trouble is Trouble.NOTHING
    (tmp_path / STORE_NAME).touch()
    with pytest.raises(StoreError, match="没有密钥文件") as told:
        KeyRing.load(tmp_path)
    assert told.value.trouble is Trouble.KEY_FILE
    (tmp_path / STORE_NAME).unlink()
    make(tmp_path)
    path = tmp_path / KEYS_NAME
    path.write_text(path.read_text(encoding="utf-8").replace('"version": 1', '"version": 2'), encoding="utf-8")
    with pytest.raises(StoreError, match="请升级本程序"):
        KeyRing.load(tmp_path)


@pytest.mark.parametrize("between", ["", " ", "–", "—", "－", ".", "、", " , ", "\n", "·"])
def test_whatever_stands_between_the_groups_of_a_typed_key_is_no_matter(between: str) -> None:
    key = new_recovery_key()
    assert recovery_secret(key.lower().replace("-", between)) == recovery_secret(key)


@pytest.mark.parametrize("confused", ["0", "O", "o", "1", "I", "l", "Ｏ"])
def test_a_letter_that_no_key_has_is_named_with_its_group(confused: str) -> None:
    groups = new_recovery_key().split("-")
    groups[2] = confused + groups[2][1:]
    with pytest.raises(InputError, match=r"第3组有误：密钥里没有“.”（不用 0、1、I、L、O）"):
        recovery_secret("-".join(groups))


def test_a_key_with_a_character_too_few_says_how_many_there_are() -> None:
    with pytest.raises(InputError, match="共40个，现在是39个"):
        recovery_secret(new_recovery_key()[:-1])
