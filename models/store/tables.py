"""The rows of the store. These classes describe columns; `schema.py` holds the DDL with its constraints.

Nothing outside `models/store` sees them: a `table=True` class does not validate, and no row object leaves the store.
Money is whole fen, a time is UTC ISO text, a date ISO text, a yes/no 0 or 1, JSON canonical text.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Table
from sqlmodel import Field, SQLModel


class OfficeRecord(SQLModel, table=True):
    __tablename__ = "office"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    name: str
    district: str
    streets: str
    letter_codes: str
    address: str
    phone: str
    practice: int = Field(sa_type=BigInteger)
    separate_review_and_sign: int = Field(sa_type=BigInteger)
    rest_day_rule: int = Field(sa_type=BigInteger)
    settings: str | None
    version: int = Field(sa_type=BigInteger)


class AccountRecord(SQLModel, table=True):
    __tablename__ = "account"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    name: str
    active: int = Field(sa_type=BigInteger)
    version: int = Field(sa_type=BigInteger)


class AccountSeatRecord(SQLModel, table=True):
    __tablename__ = "account_seat"
    account_id: int = Field(sa_type=BigInteger, primary_key=True)
    seat: str = Field(primary_key=True)


class PersonRecord(SQLModel, table=True):
    __tablename__ = "person"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    id_number: str
    name: str
    name_as_typed: str
    birth_date: str
    sex: str
    household: str | None
    groups: str
    not_groups: str
    street: str
    phone: str
    address: str
    bank_card: str
    bank_name: str
    version: int = Field(sa_type=BigInteger)


class CounterRecord(SQLModel, table=True):
    __tablename__ = "counter"
    series: str = Field(primary_key=True)
    year: int = Field(sa_type=BigInteger, primary_key=True)
    value: int = Field(sa_type=BigInteger)


class CaseRecord(SQLModel, table=True):
    __tablename__ = "case_file"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    number: str
    person_id: int = Field(sa_type=BigInteger)
    programme: str
    applied_on: str
    state: str
    opened_by: int = Field(sa_type=BigInteger)
    opened_at: str
    accepted_by: int | None = Field(sa_type=BigInteger)
    accepted_on: str | None
    due_on: str | None
    reviewed_by: int | None = Field(sa_type=BigInteger)
    facts_id: int | None = Field(sa_type=BigInteger)
    assessment_id: int | None = Field(sa_type=BigInteger)
    round: int = Field(sa_type=BigInteger)
    version: int = Field(sa_type=BigInteger)


class CaseActRecord(SQLModel, table=True):
    __tablename__ = "case_act"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    case_id: int = Field(sa_type=BigInteger)
    round: int = Field(sa_type=BigInteger)
    act: str
    account_id: int = Field(sa_type=BigInteger)
    at: str
    reason: str


class FactSetRecord(SQLModel, table=True):
    __tablename__ = "fact_set"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    case_id: int = Field(sa_type=BigInteger)
    facts: str
    recorded_by: int = Field(sa_type=BigInteger)
    recorded_at: str


class RegisterCheckRecord(SQLModel, table=True):
    __tablename__ = "register_check"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    case_id: int = Field(sa_type=BigInteger)
    result: str
    awards: str
    checked_by: int = Field(sa_type=BigInteger)
    checked_at: str


class AttachmentRecord(SQLModel, table=True):
    __tablename__ = "attachment"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    media_type: str
    sha256: str
    content: bytes


class PaperRecord(SQLModel, table=True):
    __tablename__ = "paper"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    case_id: int = Field(sa_type=BigInteger)
    name: str
    seen_by: int = Field(sa_type=BigInteger)
    seen_at: str
    attachment_id: int | None = Field(sa_type=BigInteger)


class AssessmentRecord(SQLModel, table=True):
    __tablename__ = "assessment"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    case_id: int = Field(sa_type=BigInteger)
    facts_id: int = Field(sa_type=BigInteger)
    receipt: str
    assessed_by: int = Field(sa_type=BigInteger)
    assessed_at: str


class DecisionRecord(SQLModel, table=True):
    __tablename__ = "decision"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    case_id: int = Field(sa_type=BigInteger)
    round: int = Field(sa_type=BigInteger)
    assessment_id: int = Field(sa_type=BigInteger)
    outcome: str
    amount_fen: int | None = Field(sa_type=BigInteger)
    accepted_by: int = Field(sa_type=BigInteger)
    reviewed_by: int = Field(sa_type=BigInteger)
    signed_by: int = Field(sa_type=BigInteger)
    decided_on: str
    decided_at: str
    separate_review_and_sign: int = Field(sa_type=BigInteger)


class LetterRecord(SQLModel, table=True):
    __tablename__ = "letter"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    case_id: int = Field(sa_type=BigInteger)
    kind: str
    number: str
    year: int = Field(sa_type=BigInteger)
    serial: int = Field(sa_type=BigInteger)
    decision_id: int | None = Field(sa_type=BigInteger)
    sha256: str
    content_sha256: str
    fonts: str
    head: str
    issued_by: int = Field(sa_type=BigInteger)
    issued_on: str
    issued_at: str
    amount_fen: int | None = Field(sa_type=BigInteger)


class LetterContentRecord(SQLModel, table=True):
    __tablename__ = "letter_content"
    letter_id: int = Field(sa_type=BigInteger, primary_key=True)
    content: bytes


class BucketRecord(SQLModel, table=True):
    __tablename__ = "bucket"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    month: str
    case_id: int = Field(sa_type=BigInteger)
    decision_id: int = Field(sa_type=BigInteger)
    letter_id: int = Field(sa_type=BigInteger)
    outcome: str
    amount_fen: int | None = Field(sa_type=BigInteger)


class EditionRecord(SQLModel, table=True):
    __tablename__ = "edition"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    month: str
    edition: int = Field(sa_type=BigInteger)
    totals: str
    head: str
    sha256: str
    published_by: int = Field(sa_type=BigInteger)
    published_at: str


class EditionFileRecord(SQLModel, table=True):
    __tablename__ = "edition_file"
    edition_id: int = Field(sa_type=BigInteger, primary_key=True)
    position: int = Field(sa_type=BigInteger, primary_key=True)
    name: str
    sha256: str
    content: bytes


class BureauEntryRecord(SQLModel, table=True):
    __tablename__ = "bureau_entry"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    kind: str
    programme: str
    name: str
    value: str
    valid_from: str
    valid_to: str | None
    document: str
    article: str
    text: str
    scan_id: int | None = Field(sa_type=BigInteger)
    entered_by: int = Field(sa_type=BigInteger)
    entered_at: str
    confirmed_by: int | None = Field(sa_type=BigInteger)
    confirmed_at: str | None


class JournalRecord(SQLModel, table=True):
    __tablename__ = "journal"
    seq: int = Field(sa_type=BigInteger, primary_key=True)
    at: str
    account_id: int | None = Field(sa_type=BigInteger)
    act: str
    subject: str
    detail: str
    previous: str
    hash: str


class PropertyRecord(SQLModel, table=True):
    __tablename__ = "property"
    name: str = Field(primary_key=True)
    value: str


class MigrationRecord(SQLModel, table=True):
    __tablename__ = "migration"
    version: int = Field(sa_type=BigInteger, primary_key=True)
    name: str
    applied_at: str


class PersonTermRecord(SQLModel, table=True):
    __tablename__ = "person_term"
    kind: str = Field(primary_key=True)
    term: str = Field(primary_key=True)
    person_id: int = Field(sa_type=BigInteger, primary_key=True)


class CaseTermRecord(SQLModel, table=True):
    __tablename__ = "case_term"
    kind: str = Field(primary_key=True)
    term: str = Field(primary_key=True)
    case_id: int = Field(sa_type=BigInteger, primary_key=True)


class DraftRecord(SQLModel, table=True):
    __tablename__ = "draft"
    account_id: int = Field(sa_type=BigInteger, primary_key=True)
    key: str = Field(primary_key=True)
    content: str
    at: str


class SigningPinRecord(SQLModel, table=True):
    __tablename__ = "signing_pin"
    account_id: int = Field(sa_type=BigInteger, primary_key=True)
    hash: str
    failures: int = Field(sa_type=BigInteger)
    locked_until: str | None
    set_at: str


class AccessRecord(SQLModel, table=True):
    __tablename__ = "access_log"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    at: str
    account_id: int = Field(sa_type=BigInteger)
    act: str
    letter_id: int | None = Field(sa_type=BigInteger)
    person_id: int | None = Field(sa_type=BigInteger)
    what: str


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


def _table(name: str) -> Table:
    return SQLModel.metadata.tables[name]


offices = _table("office")
accounts = _table("account")
account_seats = _table("account_seat")
persons = _table("person")
counters = _table("counter")
case_files = _table("case_file")
case_acts = _table("case_act")
fact_sets = _table("fact_set")
register_checks = _table("register_check")
attachments = _table("attachment")
papers = _table("paper")
assessments = _table("assessment")
decisions = _table("decision")
letters = _table("letter")
letter_contents = _table("letter_content")
buckets = _table("bucket")
editions = _table("edition")
edition_files = _table("edition_file")
bureau_entries = _table("bureau_entry")
journal = _table("journal")
properties = _table("property")
migrations = _table("migration")
person_terms = _table("person_term")
case_terms = _table("case_term")
drafts = _table("draft")
signing_pins = _table("signing_pin")
access_log = _table("access_log")
payment_templates = _table("payment_template")
payment_runs = _table("payment_run")
payment_lines = _table("payment_line")
payment_results = _table("payment_result")
payment_files = _table("payment_file")
payment_exports = _table("payment_export")
repayment_orders = _table("repayment_order")
repayment_instalments = _table("repayment_instalment")
repayment_receipts = _table("repayment_receipt")
person_identities = _table("person_identity")
identity_changes = _table("identity_change")
attendants = _table("attendant")
likeness_answers = _table("likeness_answer")
decision_voids = _table("decision_void")
letter_voids = _table("letter_void")
round_openings = _table("round_opening")
decision_changes = _table("decision_change")
month_reversals = _table("month_reversal")
publicity_lists = _table("publicity_list")
publicity_entries = _table("publicity_entry")
publicity_files = _table("publicity_file")
publicity_objections = _table("publicity_objection")
objection_findings = _table("objection_finding")
calendar_years = _table("calendar_year")
due_changes = _table("due_change")
notices = _table("notice")
notice_items = _table("notice_item")
notice_arrivals = _table("notice_arrival")
proposals = _table("proposal")
servings = _table("serving")
class_groups = _table("class_group")
class_members = _table("class_member")
class_cases = _table("class_case")
bulk_acts = _table("bulk_act")
bulk_act_cases = _table("bulk_act_case")
servings_undone = _table("serving_undone")
presences = _table("presence")
case_notes = _table("case_note")
note_settlements = _table("note_settlement")
passings_on = _table("passing_on")
