"""The repository: rows to values and back, inside one open transaction.

Everything it returns is a frozen value of `models`; no row object leaves the store. Its parts are the record modules.
"""

from __future__ import annotations

from models.store.case_records import CaseRecords
from models.store.decision_records import Bucket, DecisionRecords, MonthCounts
from models.store.journal_records import JournalRecords
from models.store.office_records import OfficeRecords
from models.store.publication_records import PublicationRecords

__all__ = ["Bucket", "MonthCounts", "Repository"]


class Repository(OfficeRecords, CaseRecords, DecisionRecords, PublicationRecords, JournalRecords):
    """What `Store.writing()` and `Store.reading()` hand out; useless once their block has ended."""
