"""Who may run which command: one table, default deny."""

from __future__ import annotations

from collections.abc import Mapping

from models.errors import NotPermitted
from models.office import SEAT_NAMES, Account, Seat

_CASE_WORK = frozenset({Seat.INTAKE, Seat.REVIEW, Seat.SIGN})
_ANY_CASE_SEAT = _CASE_WORK | {Seat.FINANCE}

PERMISSIONS: Mapping[str, frozenset[Seat]] = {
    "office.read": frozenset(Seat),
    "office.change": frozenset({Seat.SYSTEM}),
    "office.steps": frozenset({Seat.SYSTEM}),
    "account.add": frozenset({Seat.SECURITY}),
    "account.close": frozenset({Seat.SECURITY}),
    "account.passphrase": frozenset(Seat),
    "account.reset": frozenset({Seat.SECURITY}),
    "draft.own": frozenset(Seat),
    "pin.set": frozenset({Seat.SIGN}),
    "pin.check": frozenset({Seat.SIGN}),
    "person.search": _ANY_CASE_SEAT,
    "person.read": _ANY_CASE_SEAT,
    "person.reveal": _ANY_CASE_SEAT,
    "person.register": frozenset({Seat.INTAKE}),
    "person.correct": frozenset({Seat.INTAKE}),
    "person.correct_number": frozenset({Seat.INTAKE}),
    "person.merge": frozenset({Seat.INTAKE}),
    "person.confirm_change": frozenset({Seat.REVIEW, Seat.SIGN}),
    "person.drop_change": _CASE_WORK,
    "person.likeness": frozenset({Seat.INTAKE, Seat.REVIEW}),
    "case.open": frozenset({Seat.INTAKE}),
    "case.attendant": frozenset({Seat.INTAKE}),
    "case.facts": frozenset({Seat.INTAKE}),
    "case.paper": frozenset({Seat.INTAKE}),
    "case.register_check": frozenset({Seat.INTAKE}),
    "case.account": frozenset({Seat.INTAKE}),
    "case.accept": frozenset({Seat.INTAKE}),
    "case.submit": frozenset({Seat.INTAKE}),
    "case.withdraw": frozenset({Seat.INTAKE}),
    "case.serve": frozenset({Seat.INTAKE}),
    "case.notice": frozenset({Seat.INTAKE}),
    "case.arrival": frozenset({Seat.INTAKE}),
    "case.propose": frozenset({Seat.INTAKE}),
    "case.deem": frozenset({Seat.INTAKE}),
    "case.redate": _CASE_WORK,
    "case.extend": frozenset({Seat.REVIEW, Seat.SIGN}),
    "case.not_accept": frozenset({Seat.SIGN}),
    "case.lapse": frozenset({Seat.SIGN}),
    "notice.approve": frozenset({Seat.REVIEW, Seat.SIGN}),
    "proposal.decline": frozenset({Seat.REVIEW, Seat.SIGN}),
    "calendar.read": frozenset(Seat),
    "calendar.enter": frozenset({Seat.REVIEW, Seat.SIGN, Seat.SYSTEM}),
    "calendar.confirm": frozenset({Seat.REVIEW, Seat.SIGN, Seat.SYSTEM}),
    "office.grounds": frozenset({Seat.SYSTEM}),
    "letter.serve": frozenset({Seat.INTAKE}),
    "case.assess": _CASE_WORK,
    "case.review": frozenset({Seat.REVIEW}),
    "case.return": frozenset({Seat.REVIEW, Seat.SIGN}),
    "case.decide": frozenset({Seat.SIGN}),
    "case.undo": frozenset({Seat.SIGN}),
    "case.seal": frozenset({Seat.INTAKE, Seat.SIGN}),
    "case.reopen": _CASE_WORK,
    "case.resubmit": frozenset({Seat.INTAKE, Seat.REVIEW}),
    "case.maintain": frozenset({Seat.SIGN}),
    "publicity.publish": frozenset({Seat.REVIEW, Seat.SIGN}),
    "publicity.end": frozenset({Seat.REVIEW, Seat.SIGN}),
    "publicity.object": _CASE_WORK,
    "publicity.settle": frozenset({Seat.REVIEW}),
    "case.pay": frozenset({Seat.FINANCE}),
    "case.payment_returned": frozenset({Seat.FINANCE}),
    "payment.read": frozenset({Seat.FINANCE, Seat.SIGN, Seat.AUDIT}),
    "payment.make": frozenset({Seat.FINANCE}),
    "payment.confirm": frozenset({Seat.FINANCE, Seat.SIGN}),
    "payment.cancel": frozenset({Seat.FINANCE}),
    "payment.export": frozenset({Seat.FINANCE}),
    "payment.result": frozenset({Seat.FINANCE}),
    "payment.check": frozenset({Seat.FINANCE}),
    "payment.template": frozenset({Seat.FINANCE}),
    "repayment.read": _ANY_CASE_SEAT | {Seat.AUDIT},
    "repayment.propose": frozenset({Seat.REVIEW, Seat.FINANCE}),
    "repayment.drop": frozenset({Seat.REVIEW, Seat.FINANCE}),
    "repayment.sign": frozenset({Seat.SIGN}),
    "repayment.receive": frozenset({Seat.FINANCE}),
    "repayment.offset": frozenset({Seat.FINANCE}),
    "case.note": _ANY_CASE_SEAT,
    "case.settle_note": _ANY_CASE_SEAT,
    "case.take_over": frozenset({Seat.INTAKE}),
    "case.export": _CASE_WORK,
    "presence.say": _ANY_CASE_SEAT,
    "case.read": _ANY_CASE_SEAT,
    "class.read": _ANY_CASE_SEAT,
    "class.add": frozenset({Seat.INTAKE}),
    "class.change": frozenset({Seat.INTAKE}),
    "class.roster": frozenset({Seat.INTAKE}),
    "class.attendance": frozenset({Seat.INTAKE}),
    "class.remove": frozenset({Seat.INTAKE}),
    "class.leave": frozenset({Seat.INTAKE}),
    "class.bulk": frozenset({Seat.INTAKE}),
    "class.undo": frozenset({Seat.INTAKE}),
    "letter.reprint": _CASE_WORK,
    "letter.read": _ANY_CASE_SEAT | {Seat.AUDIT},
    "value.enter": frozenset({Seat.REVIEW, Seat.SIGN}),
    "value.confirm": frozenset({Seat.REVIEW, Seat.SIGN}),
    "rules.read": _ANY_CASE_SEAT | {Seat.AUDIT},
    "rules.recheck": _CASE_WORK,
    "month.read": _ANY_CASE_SEAT | {Seat.AUDIT},
    "month.draft": frozenset({Seat.REVIEW, Seat.SIGN, Seat.FINANCE}),
    "month.publish": frozenset({Seat.SIGN, Seat.FINANCE}),
    "store.backup": frozenset({Seat.SYSTEM}),
    "store.backup.auto": frozenset(Seat),
    "store.rehearse": frozenset(Seat),
    "store.thin": frozenset(Seat),
    "store.rotate": frozenset(Seat),
    "store.restore": frozenset({Seat.SYSTEM}),
    "store.migrate": frozenset({Seat.SYSTEM}),
    "store.move": frozenset({Seat.SYSTEM}),
    "journal.read": frozenset({Seat.AUDIT}),
    "access.read": frozenset({Seat.AUDIT}),
    "access.export": frozenset({Seat.AUDIT}),
    "store.verify": frozenset({Seat.SYSTEM, Seat.SECURITY, Seat.AUDIT}),
}


def may(account: Account, command: str) -> bool:
    """Whether the account's seats allow the command; an unknown command is allowed to nobody."""
    return account.active and bool(account.seats & PERMISSIONS.get(command, frozenset()))


def require(account: Account, command: str) -> None:
    """Raise NotPermitted, naming the seats that may, unless the account may run the command."""
    if may(account, command):
        return
    if not account.active:
        raise NotPermitted(f"账号“{account.name}”已停用，不能办理。请联系安全管理员。")
    seats = "、".join(SEAT_NAMES[seat] for seat in Seat if seat in PERMISSIONS.get(command, frozenset()))
    raise NotPermitted(f"账号“{account.name}”没有这项权限，需要席位：{seats or '无'}。请换有该席位的账号办理。")
