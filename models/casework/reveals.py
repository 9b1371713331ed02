"""Showing a masked value or a paper in full: it is logged before it is handed out, in the access log outside the chain.

An entry names the field that was shown, or the case and the paper; never what stood there.
"""

from __future__ import annotations

from models.casework.unit_of_work import Desk
from models.errors import InputError
from models.store.access_records import Access, AccessEntry
from models.typed_text import has_hidden

REVEALABLE = {"id_number": "证件号码", "phone": "电话", "address": "住址", "bank_card": "银行卡号"}
SCAN, LOG_GIVEN = "扫描件 ", "查阅记录："
_LONGEST_PURPOSE = 200
_WAYS = {"print": "打印", "file": "另存", "pdf": "另存"}


def scan_seen(number: str) -> str:
    """How the entry of a scanned paper of this case begins; the paper's name follows."""
    return f"{SCAN}{number}："


def bundle_given(number: str) -> str:
    """How the entry of this case's bundle begins; the purpose follows."""
    return f"卷宗 {number}："


def is_scan(what: str) -> bool:
    """Whether a paper was looked at, and no value."""
    return what.startswith(SCAN)


def stated_purpose(typed: str, question: str) -> str:
    """What something is taken out for, on one line. Raises InputError at `purpose`; `question` asks for it."""
    said = " ".join(typed.split())
    if not said:
        raise InputError(question, "purpose")
    if len(said) > _LONGEST_PURPOSE:
        raise InputError(f"用途超过{_LONGEST_PURPOSE}字，请写得简短些。", "purpose")
    if has_hidden(said):
        raise InputError("用途里有看不见的字符，多半是粘贴来的。请删去，手工录入。", "purpose")
    return said


def act_words(entry: AccessEntry) -> str:
    """What was done, in words."""
    if entry.act is Access.EXPORT:
        return "导出查阅记录" if entry.what.startswith(LOG_GIVEN) else "导出卷宗"
    if entry.act is Access.REPRINT:
        return "重印"
    return "查看扫描件" if is_scan(entry.what) else "查看遮盖内容"


def detail_words(entry: AccessEntry, letter: str = "") -> str:
    """The kind of value, the paper, the purpose, or the `letter` and how it left the program."""
    if entry.act is Access.REPRINT:
        return f"{letter} {_WAYS.get(entry.what, '')}".strip()
    if entry.act is Access.EXPORT or is_scan(entry.what):
        return entry.what.partition("：")[2]
    # Older entries of the intake say "person.id_number".
    return REVEALABLE.get(entry.what.removeprefix("person."), entry.what)


def log_reveal(desk: Desk, person_id: int, what: str) -> str:
    """The full value of one of `REVEALABLE`, once the look is in the log for good. Raises InputError."""
    if what not in REVEALABLE:
        raise InputError("这一项没有遮盖，不必登记查看。", what)
    with desk.note("person.reveal") as work:
        person = work.rows.person(person_id)
        work.rows.log_access(Access.REVEAL, work.actor.id, work.now, None, person_id, what)
        value: str = getattr(person, what)
        return value
