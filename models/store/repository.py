"""The repository: rows to values and back, inside one open transaction.

Everything it returns is a frozen value of `models`; no row object leaves the store. Its parts are the record modules.
"""

from __future__ import annotations

from models.store.access_records import AccessRecords
from models.store.calendar_records import CalendarRecords
from models.store.class_records import ClassRecords
from models.store.company_account_records import CompanyAccountRecords
from models.store.decision_records import Bucket, DecisionRecords, MonthCounts
from models.store.desk_records import DeskRecords
from models.store.draft_records import DraftRecords
from models.store.identity_records import IdentityRecords
from models.store.journal_records import JournalRecords
from models.store.narrowed_records import NarrowedRecords
from models.store.notice_records import NoticeRecords
from models.store.overview_records import OverviewRecords
from models.store.payment_records import PaymentRecords
from models.store.pin_records import PinRecords
from models.store.publication_records import PublicationRecords
from models.store.publicity_records import PublicityRecords
from models.store.register_records import RegisterRecords
from models.store.repayment_records import RepaymentRecords
from models.store.rounds_records import RoundsRecords
from models.store.search_records import SearchRecords
from models.store.serving_records import ServingRecords
from models.store.to_date_records import ToDateRecords
from models.store.worklist_records import WorklistRecords

__all__ = ["Bucket", "MonthCounts", "Repository"]


class Repository(  # the search records are the office and case records with their terms
    SearchRecords,
    DecisionRecords,
    PublicationRecords,
    JournalRecords,
    DraftRecords,
    PinRecords,
    AccessRecords,
    WorklistRecords,
    NarrowedRecords,
    OverviewRecords,
    RegisterRecords,
    PaymentRecords,
    RepaymentRecords,
    IdentityRecords,
    RoundsRecords,
    PublicityRecords,
    CalendarRecords,
    NoticeRecords,
    ServingRecords,
    ClassRecords,
    DeskRecords,
    ToDateRecords,
    CompanyAccountRecords,
):
    """What `Store.writing()` and `Store.reading()` hand out; useless once their block has ended."""
