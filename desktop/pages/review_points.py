"""What a reviewer has to answer: each unusual thing of a case as one row, the gravest first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.pages.case_words import moment
from desktop.theme.paint import ACCENT, BAD, UNKNOWN, WARN, MarkKind, Tint
from models.assessment import Line
from models.casework.dossiers import Dossier, dossier
from models.casework.likenesses import Likeness, LikenessHint
from models.casework.review_differences import Correction, NearLimit, ReviewDifferences, review_differences
from models.likeness_answer import ANSWER_NAMES

if TYPE_CHECKING:
    from models.casework.unit_of_work import Desk

# A check of the award register older than the time a decision may take (10 working days) is worth a second look.
OLD_CHECK_DAYS = 14
_SINCE = re.compile(r"（自[0-9年月日]+起执行）")
_ENDINGS = ("，符合条件。", "，不符合条件。", "，暂不能判断。", "，须由经办人认定。", "。")


class PointKind(StrEnum):
    FAILED = "failed"  # 不符合
    OPEN = "open"  # 未知
    JUDGEMENT = "judgement"  # 须认定
    CORRECTED = "corrected"  # 受理后改
    NEAR = "near"  # 接近界限
    LIKE = "like"  # 与他人同
    PENDING = "pending"  # 本人另案
    REGISTER = "register"  # 登记查询


_CRITERIA = frozenset({PointKind.FAILED, PointKind.OPEN, PointKind.JUDGEMENT})


@dataclass(frozen=True, slots=True)
class Point:
    """One row; `before` and `after` are (label, value), both empty where nothing is compared.

    `criterion` is the id of the criterion it is about, "" for none.
    """

    kind: PointKind
    title: str
    why: str
    before: tuple[str, str] = ("", "")
    after: tuple[str, str] = ("", "")
    criterion: str = ""

    def words(self) -> str:
        """In one sentence: what a return says, and what the signer reads."""
        told = self.title
        if self.why:
            told += f"（{self.why}）" if self.kind in _CRITERIA else f"：{self.why}"
        if self.after[1]:
            told += f"（{self.before[0]} {self.before[1]}，{self.after[0]} {self.after[1]}）"
        return told


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """A case laid out for review."""

    dossier: Dossier
    differences: ReviewDifferences
    points: tuple[Point, ...]


def review_sheet(desk: Desk, number: str) -> ReviewSheet:
    """Everything for one case."""
    found, differences = dossier(desk, number), review_differences(desk, number)
    return ReviewSheet(found, differences, tuple(points_of(differences)))


def tr(text: str) -> str:
    """A text of the review."""
    return QCoreApplication.translate("Review", text)


def tag_of(kind: PointKind) -> tuple[str, Tint, MarkKind]:
    """The word, tint and mark of a kind."""
    tags = {
        PointKind.FAILED: (tr("不符合"), BAD, MarkKind.NOT_MET),
        PointKind.OPEN: (tr("未知"), UNKNOWN, MarkKind.UNKNOWN),
        PointKind.JUDGEMENT: (tr("须认定"), ACCENT, MarkKind.JUDGEMENT),
        PointKind.CORRECTED: (tr("受理后改"), WARN, MarkKind.WARN),
        PointKind.NEAR: (tr("接近界限"), WARN, MarkKind.WARN),
        PointKind.LIKE: (tr("与他人同"), ACCENT, MarkKind.JUDGEMENT),
        PointKind.PENDING: (tr("本人另案"), UNKNOWN, MarkKind.INFO),
        PointKind.REGISTER: (tr("登记查询"), UNKNOWN, MarkKind.INFO),
    }
    return tags[kind]


def points_of(differences: ReviewDifferences) -> Iterator[Point]:
    """All rows in order: what decides, what was changed, what is close, what may be a double."""
    yield from (_line(PointKind.FAILED, line) for line in differences.failed)
    yield from (_line(PointKind.OPEN, line) for line in differences.open_lines)
    yield from (_line(PointKind.JUDGEMENT, line) for line in differences.judgements)
    yield from map(_correction, differences.corrections)
    yield from _near(differences.near_limits)
    yield from map(_likeness, differences.likenesses)
    age = differences.register_age_days
    if age is None:
        yield Point(PointKind.REGISTER, tr("没有查过市级发放登记"), tr("是否领过同类补贴无从核对"))
    elif age > OLD_CHECK_DAYS:
        why = tr("查询结果：{result}").format(result=differences.register_result)
        yield Point(PointKind.REGISTER, tr("发放登记是 {n} 天前查的").format(n=age), why)


def bare(sentence: str) -> str:
    """A criterion's sentence without its verdict and the date since when its limit holds."""
    for ending in _ENDINGS:
        sentence = sentence.removesuffix(ending)
    return _SINCE.sub("", sentence)


def _line(kind: PointKind, line: Line) -> Point:
    clause = f"{line.clause.document} {line.clause.article}".strip()
    return Point(kind, bare(line.sentence), clause, criterion=line.id)


def _correction(found: Correction) -> Point:
    why = tr("{who} {at} 改").format(who=found.by, at=moment(found.at))
    return Point(PointKind.CORRECTED, found.label, why, (tr("受理时"), found.old), (tr("现在"), found.new))


def _near(found: Sequence[NearLimit]) -> Iterator[Point]:
    for one in found:
        if one.days_left is None:
            why = tr("恰好等于界限")
        elif one.days_left:
            why = tr("申请时只余 {n} 天").format(n=one.days_left)
        else:
            why = tr("申请日就是最后一天")
        limit, value = (tr("界限"), one.limit), (tr("本件"), one.value)
        yield Point(PointKind.NEAR, bare(one.sentence), why, limit, value, one.criterion)


def _likeness(found: LikenessHint) -> Point:
    kind = PointKind.PENDING if found.kind is Likeness.PENDING else PointKind.LIKE
    titles = {
        Likeness.NAMESAKE: tr("同名同生日"),
        Likeness.PHONE: tr("联系电话相同"),
        Likeness.CARD: tr("收款卡号相同"),
        Likeness.CERTIFICATE: tr("证书编号相同"),
        Likeness.PENDING: tr("本人另有在办案件"),
        Likeness.TRAINING: tr("培训编号相同"),
        Likeness.COURSE: tr("同期另有培训"),
    }
    why = found.sentence.rstrip("。")
    if found.answer is not None:
        note = f"：{found.answer.note}" if found.answer.note else ""
        why += (
            tr("。窗口答复“{answer}”（{by}）").format(answer=ANSWER_NAMES[found.answer.answer], by=found.answered_by)
            + note
        )
    return Point(kind, titles[found.kind], why)
