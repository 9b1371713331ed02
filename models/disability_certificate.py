"""残疾人证 (GB/T 26341-2010): the holder's 18-digit ID number, one digit for the kind, one for the grade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.typed_text import without_separators

KINDS: Mapping[str, str] = {
    "1": "视力",
    "2": "听力",
    "3": "言语",
    "4": "肢体",
    "5": "智力",
    "6": "精神",
    "7": "多重",
}
GRADES: Mapping[str, str] = {"1": "一级", "2": "二级", "3": "三级", "4": "四级"}
_LENGTH = 20


@dataclass(frozen=True, slots=True)
class DisabilityReading:
    """Kind and grade in Chinese (None where unreadable), grade 一级 being the heaviest, and what looks odd."""

    number: str
    kind: str | None = None
    grade: str | None = None
    warnings: tuple[str, ...] = ()


def read_disability_certificate(text: str, id_number: str) -> DisabilityReading:
    """Propose kind and grade, and warn where the number is not the applicant's own; never raises."""
    number = without_separators(text).upper()
    if len(number) != _LENGTH:
        return DisabilityReading(number, warnings=(f"残疾人证号通常为20位，现为{len(number)}位，请对照证件核对",))
    odd = []
    if number[:18] != id_number:
        odd.append("残疾人证号的前18位与申请人身份证号码不一致，请核对是否本人证件")
    kind, grade = KINDS.get(number[18]), GRADES.get(number[19])
    if kind is None or grade is None:
        odd.append("残疾人证号末两位应为类别1至7和等级1至4，请对照证件核对")
    return DisabilityReading(number, kind, grade, tuple(odd))
