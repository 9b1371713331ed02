"""The second look at the journal: a small read-only program that shares no code with the store.

It opens the file by itself, computes every hash by itself, and holds the chain against heads that were printed on
letters and month summaries, outside anybody's reach. Only a printed head shows a cut tail or a chain written anew.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FIRST = "0" * 64
_HEAD = re.compile(r"(?<![0-9a-f])[0-9a-f]{16,64}(?![0-9a-f])")
_NAMED = "流水校验"
_ROWS = "SELECT seq, at, account_id, act, subject, detail, previous, hash FROM journal ORDER BY seq"


@dataclass(frozen=True, slots=True)
class Printed:
    """A head as printed, and the line of the list it stands on."""

    line: int
    head: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many entries were read, the newest hash, and what is wrong, one Chinese line each."""

    entries: int
    head: str
    findings: tuple[str, ...]


def read_heads(text: str) -> tuple[tuple[Printed, ...], tuple[str, ...]]:
    """The heads of a list, one a line with any words around it, and a finding for each line without exactly one.

    A line may be what a letter prints, with the digest of its content before the head: the head is named there.

    Empty lines and those that begin with # are passed over; spaces inside a head, as it is printed in groups of four,
    do not matter.
    """
    found, findings = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        joined = re.sub(r"(?<=[0-9a-f]{4}) (?=[0-9a-f]{4})", "", line.rpartition(_NAMED)[2].lower())
        heads = _HEAD.findall(joined)
        if len(heads) == 1:
            found.append(Printed(number, heads[0]))
        else:
            findings.append(f"清单第 {number} 行应有且只有一个流水校验（16 位以上的 0-9、a-f），请核对。")
    return tuple(found), tuple(findings)


def verify_journal(database: Path, key: bytes, printed: Sequence[Printed] = ()) -> Verdict:
    """Read the journal of a store and hold it against the printed heads. Never raises for a damaged file."""
    from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

    connection = dbapi2.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA query_only = ON")
        return _judge(connection.execute(_ROWS), printed)
    except dbapi2.Error:
        return Verdict(0, _FIRST, ("读不出流水：密钥不对，或文件已损坏；请停止办理，从备份恢复。",))
    finally:
        connection.close()


def _judge(rows: Any, printed: Sequence[Printed]) -> Verdict:
    previous, count, findings = _FIRST, 0, []
    missing = {one for one in printed if not _FIRST.startswith(one.head)}
    for count, row in enumerate(rows, 1):
        if row[0] != count or row[6] != previous or _hash(row) != row[7]:
            findings.append(f"第 {count} 条起流水不衔接或内容与校验不符，有人改动、删除或调换过。")
            break
        previous = row[7]
        missing -= {one for one in missing if previous.startswith(one.head)}
    for one in sorted(missing, key=lambda each: each.line):
        findings.append(f"清单第 {one.line} 行的 {one.head} 不在流水中：流水被截断，或整条被重写过。")
    return Verdict(count, previous, tuple(findings))


def _hash(row: Sequence[Any]) -> str:
    """SHA-256 over the hash before and the entry as sorted JSON without spaces."""
    seq, at, account, act, subject, detail, previous, _ = row
    try:
        entry = {"seq": seq, "at": at, "account": account, "act": act, "subject": subject, "detail": json.loads(detail)}
    except ValueError:
        return ""
    spelled = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{spelled}".encode()).hexdigest()
