"""A case laid out for signature: the letter as it would be signed now, what was compared, what the reviewer saw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.pages.review_points import Point, points_of
from desktop.pages.sign_checks import Check, check_letter, tr
from desktop.theme.paint import MarkKind
from models.case import Act, CaseAct
from models.casework.deciding import preview
from models.casework.dossiers import Dossier, dossier
from models.casework.permissions import may
from models.casework.pins import has_pin
from models.casework.review_differences import review_differences
from models.errors import Refused
from models.letter import LETTER_NAMES, LetterOrder

if TYPE_CHECKING:
    from models.casework.unit_of_work import Desk
    from reports.document import Document


@dataclass(frozen=True, slots=True)
class SignSheet:
    """`order` is None where no letter can be made, and `refusal` says why; `has_pin` is None without the seat."""

    dossier: Dossier
    points: tuple[Point, ...]
    order: LetterOrder | None
    checks: tuple[Check, ...]
    refusal: str
    has_pin: bool | None

    @property
    def reviewed(self) -> CaseAct | None:
        """The review that counts."""
        acts = [act for act in self.dossier.record.acts if act.act is Act.REVIEWED]
        return acts[-1] if acts else None

    @property
    def title(self) -> str:
        """What kind of letter it is."""
        return "" if self.order is None else LETTER_NAMES[self.order.kind]

    def hindrance(self) -> str:
        """Why it cannot be signed now; "" when it can."""
        found = self.dossier
        if reason := found.refusals.get("case.decide", ""):
            return reason
        if found.record.assessment is None:
            return tr("复核之后事实有改动，请退回复核（F10）")
        if found.changed:
            return tr("现在的结论与复核时不同，请退回复核（F10）")
        if self.refusal:
            return self.refusal
        if any(check.mark is MarkKind.NOT_MET for check in self.checks):
            return tr("文书与案卷不一致，不能签发，请退回复核（F10）")
        return ""


def sign_sheet(desk: Desk, number: str) -> SignSheet:
    """Everything for one case but the drawn letter. Raises InputError when there is no such case."""
    found = dossier(desk, number)
    signing = "case.decide" in found.possible
    order, refusal = _order(desk, number) if signing else (None, "")
    checks: tuple[Check, ...] = ()
    if order is not None:
        try:
            checks = check_letter(order, _composed(order))
        except Refused as refused:
            order, refusal = None, refused.message
    points = tuple(points_of(review_differences(desk, number))) if signing else ()
    owned = has_pin(desk) if may(desk.account, "pin.check") else None
    return SignSheet(found, points, order, checks, refusal, owned)


def draw(order: LetterOrder) -> bytes:
    """The letter as it would print, marked as a preview. Raises MissingGlyph, Refused."""
    from reports.issue import render_preview

    return render_preview(order)


def _order(desk: Desk, number: str) -> tuple[LetterOrder | None, str]:
    try:
        return preview(desk, number), ""
    except Refused as refused:
        return None, refused.message


def _composed(order: LetterOrder) -> Document:
    from reports.issue import compose

    return compose(order, tr("文号签发时取"))
