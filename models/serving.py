"""送达: how a letter came to its addressee, the event the law counts from, and who took it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Way(StrEnum):
    DIRECT = "直接送达"
    POST = "邮寄送达"
    ELECTRONIC = "电子送达"
    LEFT = "留置送达"
    PUBLIC = "公告送达"


class Event(StrEnum):
    SIGNED = "signed"  # 签收
    REFUSED = "refused"  # 拒收
    POSTED = "posted"  # 交寄
    ARRIVED = "arrived"  # 到达
    ANNOUNCED = "announced"  # 公告期满


EVENT_NAMES: Mapping[Event, str] = {
    Event.SIGNED: "签收",
    Event.REFUSED: "拒绝签收",
    Event.POSTED: "已交寄，未签收",
    Event.ARRIVED: "到达特定系统",
    Event.ANNOUNCED: "公告期满",
}
# 行政复议法实施条例 第23条第1款: the day of signing or refusing, of the mail's signing, of arrival, of expiry.
EVENTS: Mapping[Way, tuple[Event, ...]] = {
    Way.DIRECT: (Event.SIGNED, Event.REFUSED),
    Way.POST: (Event.SIGNED, Event.POSTED, Event.REFUSED),
    Way.ELECTRONIC: (Event.ARRIVED,),
    Way.LEFT: (Event.REFUSED,),
    Way.PUBLIC: (Event.ANNOUNCED,),
}
_DEAD_LETTER = {(Way.POST, Event.POSTED), (Way.POST, Event.REFUSED)}  # mail refused at the door came back


@dataclass(frozen=True, slots=True)
class Serving:
    """One hand-over of a letter. `taker` is who took it, `taker_as` in what part (本人, 代办人, 同住家属 …)."""

    id: int
    letter_id: int
    way: Way
    event: Event
    event_on: date
    taker: str
    taker_as: str
    note: str
    proof_id: int | None
    recorded_by: int
    recorded_at: datetime

    @property
    def effective(self) -> bool:
        """Whether the letter counts as served by it; mail that was only handed in or came back does not."""
        return (self.way, self.event) not in _DEAD_LETTER


def served_on(servings: tuple[Serving, ...]) -> date | None:
    """The day a letter counts as served: its first effective hand-over."""
    return min((serving.event_on for serving in servings if serving.effective), default=None)
