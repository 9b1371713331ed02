"""The rows that schema version 3 adds: the life of a case beside its decision, described as in `tables.py`."""

from __future__ import annotations

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel


class PaymentTemplateRecord(SQLModel, table=True):
    __tablename__ = "payment_template"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    name: str
    definition: str
    entered_by: int = Field(sa_type=BigInteger)
    entered_at: str


class PaymentRunRecord(SQLModel, table=True):
    __tablename__ = "payment_run"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    number: str
    year: int = Field(sa_type=BigInteger)
    serial: int = Field(sa_type=BigInteger)
    template: str
    lines: int = Field(sa_type=BigInteger)
    total_fen: int = Field(sa_type=BigInteger)
    made_by: int = Field(sa_type=BigInteger)
    made_at: str
    confirmed_by: int | None = Field(sa_type=BigInteger)
    confirmed_at: str | None
    cancelled_by: int | None = Field(sa_type=BigInteger)
    cancelled_at: str | None
    cancel_reason: str


class PaymentLineRecord(SQLModel, table=True):
    __tablename__ = "payment_line"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    run_id: int | None = Field(sa_type=BigInteger)
    place: int = Field(sa_type=BigInteger)
    serial: str | None
    case_id: int = Field(sa_type=BigInteger)
    decision_id: int = Field(sa_type=BigInteger)
    payee: str
    bank_name: str
    bank_card: str
    amount_fen: int = Field(sa_type=BigInteger)
    state: str


class PaymentResultRecord(SQLModel, table=True):
    __tablename__ = "payment_result"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    line_id: int = Field(sa_type=BigInteger)
    kind: str
    day: str
    words: str
    recorded_by: int = Field(sa_type=BigInteger)
    recorded_at: str


class PaymentFileRecord(SQLModel, table=True):
    __tablename__ = "payment_file"
    run_id: int = Field(sa_type=BigInteger, primary_key=True)
    place: int = Field(sa_type=BigInteger, primary_key=True)
    name: str
    sha256: str
    content: bytes


class DecisionVoidRecord(SQLModel, table=True):
    __tablename__ = "decision_void"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    decision_id: int = Field(sa_type=BigInteger)
    case_id: int = Field(sa_type=BigInteger)
    reason: str
    counted: int = Field(sa_type=BigInteger)
    voided_by: int = Field(sa_type=BigInteger)
    voided_at: str


class LetterVoidRecord(SQLModel, table=True):
    __tablename__ = "letter_void"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    letter_id: int = Field(sa_type=BigInteger)
    reason: str
    voided_by: int = Field(sa_type=BigInteger)
    voided_at: str


class RoundOpeningRecord(SQLModel, table=True):
    __tablename__ = "round_opening"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    case_id: int = Field(sa_type=BigInteger)
    round: int = Field(sa_type=BigInteger)
    decision_id: int | None = Field(sa_type=BigInteger)
    kind: str
    reason: str
    document: str
    document_date: str | None
    due_on: str | None
    scan_id: int | None = Field(sa_type=BigInteger)
    state_before: str
    due_before: str | None
    opened_by: int = Field(sa_type=BigInteger)
    opened_at: str


class DecisionChangeRecord(SQLModel, table=True):
    __tablename__ = "decision_change"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    case_id: int = Field(sa_type=BigInteger)
    decision_id: int = Field(sa_type=BigInteger)
    changed_id: int = Field(sa_type=BigInteger)
    opening_id: int = Field(sa_type=BigInteger)


class MonthReversalRecord(SQLModel, table=True):
    __tablename__ = "month_reversal"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    month: str
    case_id: int = Field(sa_type=BigInteger)
    decision_id: int = Field(sa_type=BigInteger)
    by_decision_id: int = Field(sa_type=BigInteger)
    cause: str
    sign: int = Field(sa_type=BigInteger)
    outcome: str
    amount_fen: int | None = Field(sa_type=BigInteger)
    at: str


class PublicityListRecord(SQLModel, table=True):
    __tablename__ = "publicity_list"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    year: int = Field(sa_type=BigInteger)
    serial: int = Field(sa_type=BigInteger)
    days: int = Field(sa_type=BigInteger)
    first_day: str
    last_day: str
    made_by: int = Field(sa_type=BigInteger)
    made_at: str


class PublicityEntryRecord(SQLModel, table=True):
    __tablename__ = "publicity_entry"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    list_id: int = Field(sa_type=BigInteger)
    case_id: int = Field(sa_type=BigInteger)
    round: int = Field(sa_type=BigInteger)
    assessment_id: int = Field(sa_type=BigInteger)
    amount_fen: int | None = Field(sa_type=BigInteger)


class PublicityFileRecord(SQLModel, table=True):
    __tablename__ = "publicity_file"
    list_id: int = Field(sa_type=BigInteger, primary_key=True)
    position: int = Field(sa_type=BigInteger, primary_key=True)
    name: str
    sha256: str
    content: bytes


class PaymentExportRecord(SQLModel, table=True):
    __tablename__ = "payment_export"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    run_id: int = Field(sa_type=BigInteger)
    sha256: str
    exported_by: int = Field(sa_type=BigInteger)
    exported_at: str


class RepaymentOrderRecord(SQLModel, table=True):
    __tablename__ = "repayment_order"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    case_id: int = Field(sa_type=BigInteger)
    decision_id: int = Field(sa_type=BigInteger)
    amount_fen: int = Field(sa_type=BigInteger)
    reason: str
    made_by: int = Field(sa_type=BigInteger)
    made_at: str
    signed_by: int | None = Field(sa_type=BigInteger)
    signed_at: str | None
    letter_id: int | None = Field(sa_type=BigInteger)
    dropped_by: int | None = Field(sa_type=BigInteger)
    dropped_at: str | None


class RepaymentInstalmentRecord(SQLModel, table=True):
    __tablename__ = "repayment_instalment"
    order_id: int = Field(sa_type=BigInteger, primary_key=True)
    place: int = Field(sa_type=BigInteger, primary_key=True)
    due_on: str
    amount_fen: int = Field(sa_type=BigInteger)


class RepaymentReceiptRecord(SQLModel, table=True):
    __tablename__ = "repayment_receipt"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    order_id: int = Field(sa_type=BigInteger)
    kind: str
    amount_fen: int = Field(sa_type=BigInteger)
    day: str
    case_id: int | None = Field(sa_type=BigInteger)
    note: str
    recorded_by: int = Field(sa_type=BigInteger)
    recorded_at: str


class PublicityObjectionRecord(SQLModel, table=True):
    __tablename__ = "publicity_objection"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    entry_id: int = Field(sa_type=BigInteger)
    case_id: int = Field(sa_type=BigInteger)
    text: str
    received_on: str
    recorded_by: int = Field(sa_type=BigInteger)
    recorded_at: str


class PersonIdentityRecord(SQLModel, table=True):
    __tablename__ = "person_identity"
    person_id: int = Field(sa_type=BigInteger, primary_key=True)
    kind: str
    expires_on: str | None
    former_names: str


class IdentityChangeRecord(SQLModel, table=True):
    __tablename__ = "identity_change"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    kind: str
    person_id: int = Field(sa_type=BigInteger)
    into_id: int | None = Field(sa_type=BigInteger)
    old_number: str
    new_number: str
    document: str
    birth_date: str
    sex: str
    reason: str
    asked_by: int = Field(sa_type=BigInteger)
    asked_at: str
    outcome: str | None
    closed_by: int | None = Field(sa_type=BigInteger)
    closed_at: str | None


class AttendantRecord(SQLModel, table=True):
    __tablename__ = "attendant"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    case_id: int = Field(sa_type=BigInteger)
    role: str
    name: str
    id_kind: str
    id_number: str
    phone: str
    relation: str
    paper: str
    authorised_on: str | None
    scope: str
    signs: int = Field(sa_type=BigInteger)
    collects: int = Field(sa_type=BigInteger)
    recorded_by: int = Field(sa_type=BigInteger)
    recorded_at: str


class LikenessAnswerRecord(SQLModel, table=True):
    __tablename__ = "likeness_answer"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    low_id: int = Field(sa_type=BigInteger)
    high_id: int = Field(sa_type=BigInteger)
    kind: str
    other_case: str
    answer: str
    note: str
    account_id: int = Field(sa_type=BigInteger)
    at: str


class ObjectionFindingRecord(SQLModel, table=True):
    __tablename__ = "objection_finding"
    objection_id: int = Field(sa_type=BigInteger, primary_key=True)
    upheld: int = Field(sa_type=BigInteger)
    finding: str
    found_by: int = Field(sa_type=BigInteger)
    found_at: str


class CalendarYearRecord(SQLModel, table=True):
    __tablename__ = "calendar_year"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    year: int = Field(sa_type=BigInteger)
    content: str
    document: str
    entered_by: int = Field(sa_type=BigInteger)
    entered_at: str
    confirmed_by: int | None = Field(sa_type=BigInteger)
    confirmed_at: str | None


class DueChangeRecord(SQLModel, table=True):
    __tablename__ = "due_change"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    case_id: int = Field(sa_type=BigInteger)
    due_before: str | None
    due_on: str | None
    promised: str | None
    why: str
    extended_by: int = Field(sa_type=BigInteger)
    account_id: int = Field(sa_type=BigInteger)
    at: str


class NoticeRecord(SQLModel, table=True):
    __tablename__ = "notice"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    case_id: int = Field(sa_type=BigInteger)
    position: int = Field(sa_type=BigInteger)
    letter_id: int = Field(sa_type=BigInteger)
    accepted_before: int = Field(sa_type=BigInteger)
    issued_by: int = Field(sa_type=BigInteger)
    issued_on: str
    issued_at: str
    reason: str
    approved_by: int | None = Field(sa_type=BigInteger)


class NoticeItemRecord(SQLModel, table=True):
    __tablename__ = "notice_item"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    notice_id: int = Field(sa_type=BigInteger)
    position: int = Field(sa_type=BigInteger)
    kind: str
    name: str
    wrong: str
    correct: str
    basis: str


class NoticeArrivalRecord(SQLModel, table=True):
    __tablename__ = "notice_arrival"
    item_id: int = Field(sa_type=BigInteger, primary_key=True)
    settled: str
    arrived_on: str
    account_id: int = Field(sa_type=BigInteger)
    at: str
    note: str


class ProposalRecord(SQLModel, table=True):
    __tablename__ = "proposal"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    case_id: int = Field(sa_type=BigInteger)
    kind: str
    content: str
    proposed_by: int = Field(sa_type=BigInteger)
    proposed_at: str
    settled_by: int | None = Field(sa_type=BigInteger)
    settled_at: str | None
    confirmed: int | None = Field(sa_type=BigInteger)
    reason: str


class ServingRecord(SQLModel, table=True):
    __tablename__ = "serving"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    letter_id: int = Field(sa_type=BigInteger)
    way: str
    event: str
    event_on: str
    taker: str
    taker_as: str
    note: str
    proof_id: int | None = Field(sa_type=BigInteger)
    recorded_by: int = Field(sa_type=BigInteger)
    recorded_at: str


class ClassGroupRecord(SQLModel, table=True):
    __tablename__ = "class_group"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    number: str
    school: str
    kind: str
    occupation: str | None
    level: int | None = Field(sa_type=BigInteger)
    started_on: str
    ended_on: str | None
    provider_listed: int | None = Field(sa_type=BigInteger)
    in_catalogue: int | None = Field(sa_type=BigInteger)
    days_planned: int | None = Field(sa_type=BigInteger)
    created_by: int = Field(sa_type=BigInteger)
    created_at: str
    version: int = Field(sa_type=BigInteger)


class ClassMemberRecord(SQLModel, table=True):
    __tablename__ = "class_member"
    class_id: int = Field(sa_type=BigInteger, primary_key=True)
    person_id: int = Field(sa_type=BigInteger, primary_key=True)
    days_attended: int | None = Field(sa_type=BigInteger)
    days_planned: int | None = Field(sa_type=BigInteger)
    completed: int | None = Field(sa_type=BigInteger)
    added_by: int = Field(sa_type=BigInteger)
    added_at: str
    version: int = Field(sa_type=BigInteger)


class ClassCaseRecord(SQLModel, table=True):
    __tablename__ = "class_case"
    case_id: int = Field(sa_type=BigInteger, primary_key=True)
    class_id: int = Field(sa_type=BigInteger)


class BulkActRecord(SQLModel, table=True):
    __tablename__ = "bulk_act"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    class_id: int = Field(sa_type=BigInteger)
    kind: str
    programme: str
    done_by: int = Field(sa_type=BigInteger)
    done_at: str
    undone_by: int | None = Field(sa_type=BigInteger)
    undone_at: str | None
    undo_reason: str


class BulkActCaseRecord(SQLModel, table=True):
    __tablename__ = "bulk_act_case"
    bulk_id: int = Field(sa_type=BigInteger, primary_key=True)
    case_id: int = Field(sa_type=BigInteger, primary_key=True)
    case_version: int = Field(sa_type=BigInteger)
    act_id: int = Field(sa_type=BigInteger)


class ServingUndoneRecord(SQLModel, table=True):
    __tablename__ = "serving_undone"
    serving_id: int = Field(sa_type=BigInteger, primary_key=True)
    bulk_id: int = Field(sa_type=BigInteger)


class PresenceRecord(SQLModel, table=True):
    __tablename__ = "presence"
    account_id: int = Field(sa_type=BigInteger, primary_key=True)
    process: str = Field(primary_key=True)
    case_id: int = Field(sa_type=BigInteger)
    seen_at: str


class CaseNoteRecord(SQLModel, table=True):
    __tablename__ = "case_note"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    case_id: int = Field(sa_type=BigInteger)
    pin: str
    pinned_to: str
    body: str
    open: int = Field(sa_type=BigInteger)
    written_by: int = Field(sa_type=BigInteger)
    written_at: str


class NoteSettlementRecord(SQLModel, table=True):
    __tablename__ = "note_settlement"
    note_id: int = Field(sa_type=BigInteger, primary_key=True)
    answer: str
    settled_by: int = Field(sa_type=BigInteger)
    settled_at: str


class PassingOnRecord(SQLModel, table=True):
    __tablename__ = "passing_on"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    case_id: int = Field(sa_type=BigInteger)
    part: str
    from_id: int = Field(sa_type=BigInteger)
    to_id: int = Field(sa_type=BigInteger)
    reason: str
    done_by: int = Field(sa_type=BigInteger)
    done_at: str
