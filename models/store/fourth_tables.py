"""The rows of what version 4 adds, like those of `tables.py` and seen by nobody outside this folder either."""

from __future__ import annotations

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel


class ClassLeavingRecord(SQLModel, table=True):
    __tablename__ = "class_leaving"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    class_id: int = Field(sa_type=BigInteger)
    person_id: int = Field(sa_type=BigInteger)
    kind: str
    left_on: str
    reason: str
    recorded_by: int = Field(sa_type=BigInteger)
    recorded_at: str


class CompanyAccountRecord(SQLModel, table=True):
    __tablename__ = "company_account"
    id: int = Field(sa_type=BigInteger, primary_key=True)
    case_id: int = Field(sa_type=BigInteger)
    facts_id: int = Field(sa_type=BigInteger)
    bank_account: str
    bank_name: str
    reason: str
    recorded_by: int = Field(sa_type=BigInteger)
    recorded_at: str
