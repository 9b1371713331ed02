"""What is asked of the office every other second, and what must not be lost of the answer."""

from __future__ import annotations

from typing import Any

import pytest

from desktop import news_watch
from models.errors import Disconnected


class Office:
    """A desk on a server: how a step ended whose answer was lost, told once."""

    def __init__(self, saved: bool | None) -> None:
        self.store = self
        self._saved = saved

    def settle(self) -> bool | None:
        saved, self._saved = self._saved, None
        return saved


def test_how_a_lost_step_ended_is_told_also_when_the_server_is_lost_again_in_the_next_breath(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def lost(_desk: Any, _place: Any) -> Any:
        raise Disconnected("连不上共享服务器。")

    monkeypatch.setattr(news_watch, "news_since", lost)
    office: Any = Office(True)
    assert news_watch._ask(office, None) == (True, None)
    with pytest.raises(Disconnected):
        news_watch._ask(office, None)
