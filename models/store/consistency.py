"""Findings about the business itself: states, decisions, letters, buckets and numbers must agree.

Each is a query that returns the case or letter concerned; an empty answer is a healthy store.
"""

# ruff: noqa: S608  (constants of this module)

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from models.store import payment_schema, rounds_schema, tally_schema

if TYPE_CHECKING:
    from sqlalchemy import Connection

_DECIDED = "('to_seal', 'to_serve', 'to_pay', 'paid', 'closed')"
# Before version 3 a decision was never undone and a decided case never taken up again.
_STANDING_ONCE: tuple[tuple[str, str], ...] = (
    (
        "申请 {} 已到决定之后的状态，却没有决定。",
        f"SELECT c.number FROM case_file c WHERE c.state IN {_DECIDED} AND NOT EXISTS "
        "(SELECT 1 FROM decision d WHERE d.case_id = c.id AND d.round = c.round)",
    ),
    (
        "申请 {} 已有决定，状态却在决定之前。",
        f"SELECT c.number FROM case_file c JOIN decision d ON d.case_id = c.id AND d.round = c.round "
        f"WHERE c.state NOT IN {_DECIDED}",
    ),
)
_STANDING = "NOT EXISTS (SELECT 1 FROM decision_void v WHERE v.decision_id = d.id)"
_KEPT = "EXISTS (SELECT 1 FROM case_act m WHERE m.case_id = c.id AND m.act = 'maintained' AND m.round = c.round)"
_ROUNDS: tuple[tuple[str, str], ...] = (
    (
        "申请 {} 已到决定之后的状态，却没有有效的决定。",
        f"SELECT c.number FROM case_file c WHERE c.state IN {_DECIDED} AND NOT EXISTS "
        f"(SELECT 1 FROM decision d WHERE d.case_id = c.id AND {_STANDING} AND (d.round = c.round OR {_KEPT}))",
    ),
    (
        "申请 {} 已有有效的决定，状态却在决定之前。",
        f"SELECT c.number FROM case_file c JOIN decision d ON d.case_id = c.id AND d.round = c.round "
        f"WHERE {_STANDING} AND c.state NOT IN {_DECIDED}",
    ),
    (
        "申请 {} 作出过两次决定，后一次没有写明改变了哪一个决定。",
        f"SELECT c.number FROM decision d JOIN case_file c ON c.id = d.case_id WHERE {_STANDING} AND EXISTS "
        "(SELECT 1 FROM decision o WHERE o.case_id = d.case_id AND o.round < d.round AND NOT EXISTS "
        "(SELECT 1 FROM decision_void v WHERE v.decision_id = o.id)) AND NOT EXISTS "
        "(SELECT 1 FROM decision_change g WHERE g.decision_id = d.id)",
    ),
    (
        "申请 {} 的决定已作废，文号却没有标明作废。",
        "SELECT c.number FROM decision_void v JOIN case_file c ON c.id = v.case_id WHERE NOT EXISTS "
        "(SELECT 1 FROM letter l JOIN letter_void w ON w.letter_id = l.id WHERE l.decision_id = v.decision_id)",
    ),
    (
        "申请 {} 的决定已被改变或作废，月报却没有相应的更正。",
        "SELECT c.number FROM case_file c JOIN decision d ON d.case_id = c.id WHERE "
        "(EXISTS (SELECT 1 FROM decision_void v WHERE v.decision_id = d.id AND v.counted = 1) AND NOT EXISTS "
        "(SELECT 1 FROM month_reversal r WHERE r.decision_id = d.id AND r.cause = 'void')) "
        "OR EXISTS (SELECT 1 FROM decision_change g WHERE g.changed_id = d.id AND NOT EXISTS "
        "(SELECT 1 FROM month_reversal r WHERE r.decision_id = d.id AND r.by_decision_id = g.decision_id "
        "AND r.cause = 'change'))",
    ),
)
_QUERIES: tuple[tuple[str, str], ...] = (
    (
        "申请 {} 的决定没有决定书，或不止一份。",
        "SELECT c.number FROM decision d JOIN case_file c ON c.id = d.case_id WHERE "
        "(SELECT COUNT(*) FROM letter l WHERE l.decision_id = d.id AND l.case_id = d.case_id) <> 1",
    ),
    (
        "申请 {} 的决定书种类或金额与决定不一致。",
        "SELECT c.number FROM decision d JOIN case_file c ON c.id = d.case_id JOIN letter l ON l.decision_id = d.id "
        "WHERE NOT ((d.outcome = 'granted' AND l.kind IN ('approval', 'correction')) "
        "OR (d.outcome = 'refused' AND l.kind IN ('refusal', 'revocation'))) "
        "OR COALESCE(l.amount_fen, 0) <> COALESCE(d.amount_fen, 0)",
    ),
    (
        "申请 {} 的决定没有计入月报，或计入的内容不一致。",
        "SELECT c.number FROM decision d JOIN case_file c ON c.id = d.case_id WHERE "
        "(SELECT COUNT(*) FROM bucket b WHERE b.decision_id = d.id) <> 1 OR NOT EXISTS "
        "(SELECT 1 FROM bucket b JOIN letter l ON l.id = b.letter_id WHERE b.decision_id = d.id "
        "AND b.case_id = d.case_id AND l.decision_id = d.id AND b.outcome = d.outcome "
        "AND b.month = substr(d.decided_on, 1, 7) AND NOT (b.amount_fen IS DISTINCT FROM d.amount_fen))",
    ),
    (
        "申请 {} 的决定违反两人以上办理的规定，或缺少受理、复核、签发记录。",
        "SELECT c.number FROM decision d JOIN case_file c ON c.id = d.case_id WHERE d.accepted_by = d.reviewed_by "
        "OR d.accepted_by = d.signed_by OR (d.separate_review_and_sign = 1 AND d.reviewed_by = d.signed_by) "
        "OR NOT EXISTS (SELECT 1 FROM case_act a WHERE a.case_id = d.case_id "
        "AND a.act IN ('accepted', 'deemed_accepted') "
        "AND a.account_id = d.accepted_by) "
        "OR NOT EXISTS (SELECT 1 FROM case_act a WHERE a.case_id = d.case_id AND a.act = 'reviewed' "
        "AND a.account_id = d.reviewed_by AND a.round = d.round) "
        "OR NOT EXISTS (SELECT 1 FROM case_act a WHERE a.case_id = d.case_id AND a.act = 'signed' "
        "AND a.account_id = d.signed_by AND a.round = d.round)",
    ),
    (
        "{} 类文书的序号有缺号。",
        "SELECT kind || ' ' || year FROM letter GROUP BY kind, year HAVING MAX(serial) <> COUNT(*) OR MIN(serial) <> 1",
    ),
    (
        "编号 {} 的计数与已发出的编号不一致。",
        "SELECT 'letter.' || l.kind || ' ' || l.year FROM (SELECT kind, year, MAX(serial) AS newest FROM letter "
        "GROUP BY kind, year) l WHERE NOT EXISTS (SELECT 1 FROM counter n WHERE n.series = 'letter.' || l.kind "
        "AND n.year = l.year AND n.value = l.newest)",
    ),
    (
        "{} 年的申请编号有缺号。",
        "SELECT substr(number, 1, 4) FROM case_file GROUP BY substr(number, 1, 4) "
        "HAVING MAX(CAST(substr(number, 6) AS INTEGER)) <> COUNT(*) OR MIN(CAST(substr(number, 6) AS INTEGER)) <> 1",
    ),
    (
        "{} 月报的版次有缺号。",
        "SELECT month FROM edition GROUP BY month HAVING MAX(edition) <> COUNT(*) OR MIN(edition) <> 1",
    ),
    (
        "账号 {} 兼任管理员和办案岗位。",
        "SELECT a.name FROM account a WHERE EXISTS (SELECT 1 FROM account_seat s WHERE s.account_id = a.id "
        "AND s.seat IN ('system', 'security', 'audit')) AND EXISTS (SELECT 1 FROM account_seat s "
        "WHERE s.account_id = a.id AND s.seat IN ('intake', 'review', 'sign', 'finance'))",
    ),
    (
        "第 {} 号政策数值由录入人自己确认。",
        "SELECT CAST(id AS TEXT) FROM bureau_entry WHERE confirmed_by = entered_by",
    ),
)

_HAD, _IN_FORCE = payment_schema.HAD_BY_CASE, rounds_schema.IN_FORCE
# Since schema version 3: granted = letters = payments, in fen.
_PAYMENTS: tuple[tuple[str, str], ...] = (
    (
        "申请 {} 已拨付，拨付的金额与决定不一致。",
        f"SELECT c.number FROM case_file c JOIN decision d ON d.case_id = c.id AND {_IN_FORCE} "
        f"WHERE c.state = 'paid' AND (COALESCE(d.amount_fen, 0) > {_HAD} "
        f"OR (c.round = 1 AND COALESCE(d.amount_fen, 0) < {_HAD}))",
    ),
    (
        "申请 {} 待拨付，却没有应付的款项。",
        f"SELECT c.number FROM case_file c JOIN decision d ON d.case_id = c.id AND {_IN_FORCE} "
        f"WHERE c.state = 'to_pay' AND COALESCE(d.amount_fen, 0) <= {_HAD}",
    ),
    (
        "申请 {} 已办结，却还有应付的款项。",
        f"SELECT c.number FROM case_file c JOIN decision d ON d.case_id = c.id AND {_IN_FORCE} "
        f"WHERE c.state = 'closed' AND d.outcome = 'granted' AND d.amount_fen > {_HAD}",
    ),
    # What came back on its orders may be paid out again.
    (
        "申请 {} 的付款多于所依据的决定。",
        "SELECT c.number FROM payment_line l JOIN case_file c ON c.id = l.case_id JOIN decision d ON d.id = "
        "l.decision_id WHERE l.state = 'paid' AND (d.outcome <> 'granted' OR d.amount_fen + COALESCE((SELECT "
        "SUM(r.amount_fen) FROM repayment_receipt r JOIN repayment_order o ON o.id = r.order_id "
        "WHERE o.case_id = l.case_id), 0) < l.amount_fen)",
    ),
    (
        "付款清单 {} 的笔数或合计与明细不一致。",
        "SELECT r.number FROM payment_run r WHERE NOT EXISTS (SELECT 1 FROM (SELECT COUNT(*) AS n, "
        "SUM(l.amount_fen) AS s FROM payment_line l WHERE l.run_id = r.id) t WHERE t.n = r.lines "
        "AND t.s = r.total_fen)",
    ),
    (
        "付款清单 {} 没有经第二人确认就有了银行文件或结果。",
        "SELECT r.number FROM payment_run r WHERE (r.confirmed_by IS NULL OR r.confirmed_by = r.made_by) AND "
        "(EXISTS (SELECT 1 FROM payment_export e WHERE e.run_id = r.id) OR EXISTS (SELECT 1 FROM payment_line l "
        "WHERE l.run_id = r.id AND l.state IN ('paid', 'rejected', 'returned')))",
    ),
    (
        "{} 年的付款清单号有缺号。",
        "SELECT CAST(year AS TEXT) FROM payment_run GROUP BY year HAVING MAX(serial) <> COUNT(*) OR MIN(serial) <> 1",
    ),
    (
        "第 {} 号责令退回的各期合计或退回款与应退金额不一致。",
        "SELECT CAST(o.id AS TEXT) FROM repayment_order o WHERE o.amount_fen <> COALESCE((SELECT SUM(i.amount_fen) "
        "FROM repayment_instalment i WHERE i.order_id = o.id), 0) OR o.amount_fen < COALESCE((SELECT "
        "SUM(r.amount_fen) FROM repayment_receipt r WHERE r.order_id = o.id), 0)",
    ),
    (
        "第 {} 号责令退回的通知书金额与应退金额不一致。",
        "SELECT CAST(o.id AS TEXT) FROM repayment_order o JOIN letter l ON l.id = o.letter_id "
        "WHERE l.kind <> 'repayment_order' OR l.amount_fen IS DISTINCT FROM o.amount_fen",
    ),
)

# Since schema version 2; every person has exactly one term of this kind.
_SEARCH = (
    "查找索引与登记的人数相差 {} 人，有人可能查不到。",
    "SELECT CAST(COUNT(*) - (SELECT COUNT(*) FROM person_term WHERE kind = 'i') AS TEXT) FROM person "
    "HAVING COUNT(*) <> (SELECT COUNT(*) FROM person_term WHERE kind = 'i')",
)


def _tally(connection: Connection) -> tuple[tuple[str, str], ...]:
    """Since schema version 4: the counts of the worklist are those of the cases."""
    dialect = connection.dialect.name
    counted = tally_schema.counted(dialect)
    kept = "SELECT state, kind, place, cases FROM case_tally WHERE cases > 0"
    off = f"(SELECT * FROM ({counted}) a EXCEPT {kept}) UNION ALL (SELECT * FROM ({kept}) b EXCEPT {counted})"
    if dialect == "sqlite":
        off = (
            f"SELECT * FROM (SELECT * FROM ({counted}) EXCEPT {kept}) UNION ALL SELECT * FROM ({kept} EXCEPT {counted})"
        )
    line = "待办清单的计数与案件不一致（{}），清单可能少列案件。"
    return ((line, f"SELECT DISTINCT state FROM ({off}) AS off"),)


def findings(connection: Connection) -> Iterator[str]:
    """Every disagreement, as one Chinese line naming the case, letter or month."""
    version = connection.exec_driver_sql("SELECT MAX(version) FROM migration").scalar_one()
    rounds = _ROUNDS if version is not None and version >= 3 else _STANDING_ONCE
    later = (_SEARCH,) if version is not None and version >= 2 else ()
    latest = _PAYMENTS if version is not None and version >= 3 else ()
    newest = _tally(connection) if version is not None and version >= 4 else ()
    for line, statement in (*rounds, *_QUERIES, *later, *latest, *newest):
        for (name,) in connection.exec_driver_sql(statement):
            yield line.format(name)
