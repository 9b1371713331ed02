"""The account of an enterprise as it was corrected after the decision."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select

from models.enterprise import CompanyAccount
from models.store import tables as t
from models.store.records import Records
from models.store.statements import Statement

_NEWEST = Statement(
    lambda: (
        select(*t.company_accounts.c)
        .where(t.company_accounts.c.case_id == bindparam("case_id"))
        .where(t.company_accounts.c.facts_id == bindparam("facts_id"))
        .order_by(t.company_accounts.c.id.desc())
        .limit(1)
    )
)


class CompanyAccountRecords(Records):
    """Corrections of an enterprise's account; nothing is overwritten."""

    def add_company_account(  # noqa: PLR0917
        self, case_id: int, facts_id: int, account: CompanyAccount, reason: str, recorded_by: int, at: datetime
    ) -> int:
        """Keep a correction for the facts that name another account; its id."""
        return self._insert(
            t.company_accounts,
            case_id=case_id,
            facts_id=facts_id,
            bank_account=account.number,
            bank_name=account.bank_name,
            reason=reason,
            recorded_by=recorded_by,
            recorded_at=at,
        )

    def company_account(self, case_id: int, facts_id: int) -> CompanyAccount | None:
        """The account as last corrected for these facts; None where it never was."""
        row = _NEWEST.first(self._connection, case_id=case_id, facts_id=facts_id)
        return None if row is None else CompanyAccount(row.bank_account, row.bank_name)
