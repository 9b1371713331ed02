"""Notices with their items and arrivals, and proposals that wait for a second account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from models.errors import Conflict, InputError
from models.notice import Arrival, ItemKind, Notice, NoticeItem, Proposal, ProposalKind, Settled, Wanted
from models.store import tables as t
from models.store.records import Records
from models.store.rows import json_text, json_value, optional_time, time_value
from models.store.statements import Statement

_ARRIVED = ("settled", "arrived_on", "account_id", "at", "note")
_COLUMNS = ("case_id", "position", "letter_id", "accepted_before", "issued_by", "issued_on", "issued_at", "reason")
_NOTICES = Statement(
    lambda: select(*t.notices.c).where(t.notices.c.case_id == bindparam("case_id")).order_by(t.notices.c.position)
)
_ITEMS = Statement(
    lambda: (
        select(*t.notice_items.c, *(t.notice_arrivals.c[name] for name in _ARRIVED))
        .select_from(t.notice_items.outerjoin(t.notice_arrivals, t.notice_arrivals.c.item_id == t.notice_items.c.id))
        .where(t.notice_items.c.notice_id == bindparam("notice_id"))
        .order_by(t.notice_items.c.position)
    )
)
_PROPOSALS = Statement(
    lambda: select(*t.proposals.c).where(t.proposals.c.case_id == bindparam("case_id")).order_by(t.proposals.c.id)
)
_OPEN = Statement(lambda: select(*t.proposals.c).where(t.proposals.c.settled_by.is_(None)).order_by(t.proposals.c.id))


class NoticeRecords(Records):
    """一次性补正告知 and what is proposed about a case."""

    def add_notice(self, notice: Notice, wanted: Iterable[Wanted]) -> Notice:
        """Keep an issued notice with its items (`notice.id` and `notice.items` are ignored)."""
        values = {name: getattr(notice, name) for name in _COLUMNS}
        notice_id = self._insert(t.notices, **values, approved_by=notice.approved_by)
        items = tuple(self._add_item(notice_id, place, one) for place, one in enumerate(wanted, 1))
        return replace(notice, id=notice_id, items=items)

    def _add_item(self, notice_id: int, position: int, wanted: Wanted) -> NoticeItem:
        values = {name: getattr(wanted, name) for name in Wanted.__slots__}
        item_id = self._insert(t.notice_items, notice_id=notice_id, position=position, **values)
        return NoticeItem(item_id, position, wanted)

    def notices(self, case_id: int) -> tuple[Notice, ...]:
        """The notices of a case, the first one first, with what became of each item."""
        return tuple(self._notice(row) for row in _NOTICES.run(self._connection, case_id=case_id))

    def _notice(self, row: Row[Any]) -> Notice:
        return Notice(
            id=row.id,
            case_id=row.case_id,
            position=row.position,
            letter_id=row.letter_id,
            accepted_before=bool(row.accepted_before),
            issued_by=row.issued_by,
            issued_on=date.fromisoformat(row.issued_on),
            issued_at=time_value(row.issued_at),
            reason=row.reason,
            approved_by=row.approved_by,
            items=tuple(_item(item) for item in _ITEMS.run(self._connection, notice_id=row.id)),
        )

    def settle_item(self, item_id: int, arrival: Arrival) -> None:
        """Record once how an item was settled; Conflict when somebody else was first."""
        self._add(
            t.notice_arrivals,
            item_id=item_id,
            settled=arrival.settled,
            arrived_on=arrival.on,
            account_id=arrival.by,
            at=arrival.at,
            note=arrival.note,
        )

    def add_proposal(
        self, case_id: int, kind: ProposalKind, content: Mapping[str, object], proposed_by: int, at: datetime
    ) -> Proposal:
        """Keep what the window proposes; another account settles it."""
        text = json_text(dict(content))
        proposal_id = self._insert(
            t.proposals,
            case_id=case_id,
            kind=kind,
            content=text,
            proposed_by=proposed_by,
            proposed_at=at,
            settled_by=None,
            settled_at=None,
            confirmed=None,
            reason="",
        )
        return Proposal(proposal_id, case_id, kind, json_value(text), proposed_by, at)

    def settle_proposal(
        self, proposal: Proposal, settled_by: int, at: datetime, *, confirmed: bool, reason: str = ""
    ) -> Proposal:
        """Confirm or decline an open proposal; Conflict when somebody else was first."""
        changes = {"settled_by": settled_by, "settled_at": at, "confirmed": confirmed, "reason": reason}
        if self.proposal(proposal.id).settled_by is not None or not self._swap(
            t.proposals, {"id": proposal.id}, changes
        ):
            raise Conflict("这项提请已由他人办理，请刷新查看。")
        return self.proposal(proposal.id)

    def proposal(self, proposal_id: int) -> Proposal:
        """One proposal; InputError when there is none with this id."""
        statement = select(*t.proposals.c).where(t.proposals.c.id == proposal_id)
        row = self._connection.execute(statement).first()
        if row is None:
            raise InputError("没有这项提请，请核对。", "proposal")
        return _proposal(row)

    def proposals(self, case_id: int) -> tuple[Proposal, ...]:
        """Everything proposed about a case, oldest first."""
        return tuple(_proposal(row) for row in _PROPOSALS.run(self._connection, case_id=case_id))

    def open_proposals(self) -> tuple[Proposal, ...]:
        """What waits for a second account, in every case."""
        return tuple(_proposal(row) for row in _OPEN.run(self._connection))


def _item(row: Row[Any]) -> NoticeItem:
    wanted = Wanted(ItemKind(row.kind), row.name, row.wrong, row.correct, row.basis)
    if row.settled is None:
        return NoticeItem(row.id, row.position, wanted)
    on, at = date.fromisoformat(row.arrived_on), time_value(row.at)
    return NoticeItem(row.id, row.position, wanted, Arrival(Settled(row.settled), on, row.account_id, at, row.note))


def _proposal(row: Row[Any]) -> Proposal:
    return Proposal(
        id=row.id,
        case_id=row.case_id,
        kind=ProposalKind(row.kind),
        content=json_value(row.content),
        proposed_by=row.proposed_by,
        proposed_at=time_value(row.proposed_at),
        settled_by=row.settled_by,
        settled_at=optional_time(row.settled_at),
        confirmed=None if row.confirmed is None else bool(row.confirmed),
        reason=row.reason,
    )
