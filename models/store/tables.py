"""The rows of the store. These classes describe columns; `schema.py` holds the DDL with its constraints.

Nothing outside `models/store` sees them: a `table=True` class does not validate, and no row object leaves the store.
Money is whole fen, a time is UTC ISO text, a date ISO text, a yes/no 0 or 1, JSON canonical text.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Table
from sqlmodel import Field, SQLModel

from models.store import fourth_tables, life_tables  # noqa: F401  (they register their rows)


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


class StandingRecord(SQLModel, table=True):
    __tablename__ = "standing"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    state: str
    move: str
    at: str


class KeyRingRecord(SQLModel, table=True):
    __tablename__ = "key_ring"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    content: str
    seal: str
    version: int = Field(sa_type=BigInteger)


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


class CaseTallyRecord(SQLModel, table=True):
    __tablename__ = "case_tally"
    state: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    place: str = Field(primary_key=True)
    cases: int = Field(sa_type=BigInteger)


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
case_tallies = _table("case_tally")
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
class_leavings = _table("class_leaving")
company_accounts = _table("company_account")
class_cases = _table("class_case")
bulk_acts = _table("bulk_act")
bulk_act_cases = _table("bulk_act_case")
servings_undone = _table("serving_undone")
presences = _table("presence")
case_notes = _table("case_note")
note_settlements = _table("note_settlement")
passings_on = _table("passing_on")
