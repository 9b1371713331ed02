"""What a screen reader says: how a control is worked, in one wording for all of them, and what has just happened."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def tr(text: str) -> str:
    """A text of this module."""
    return QCoreApplication.translate("spoken", text)


def announce(widget: QWidget, words: str, *, urgent: bool = False) -> None:
    """Have a screen reader say what was just written where the focus is not; `urgent` interrupts it."""
    politeness = QAccessible.AnnouncementPoliteness
    event = QAccessibleAnnouncementEvent(widget, words)
    event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    QAccessible.updateAccessibility(event)


def pressed(key: str = "") -> str:
    """A button, with its shortcut if it has one."""
    shortcut = tr("，快捷键 {key}").format(key=key) if key else ""
    return tr("按 Enter 或空格") + shortcut


def ticked() -> str:
    """A chip that is on or off."""
    return tr("按空格选上或取消，左右键换一个")


def boxed_word() -> str:
    """One of several boxes with a word."""
    return tr("按空格选上或取消，上下键换一个")


def turned(number: str) -> str:
    """One tab of several."""
    return tr("第 {n} 页，按数字 {n} 打开，左右键换页").format(n=number)


def typed(*, read_only: bool = False) -> str:
    """One line of text."""
    return tr("只能看，不能改") if read_only else tr("输入后按 Enter 到下一项，Esc 退回上一项")


def written() -> str:
    """Several lines of text."""
    return tr("可写多行，按 Tab 到下一项")


def sought() -> str:
    """A choice among many."""
    return tr("输入文字或拼音首字母，按 ↓ 展开，Enter 选定")


def picked(options: Sequence[tuple[str, str]]) -> str:
    """A choice among a few: each word with its key, "" where it has none."""
    words = [tr("{word}按 {key}").format(word=word, key=key) if key else word for word, key in options]
    return tr("可选：{options}；左右键也可选").format(options="、".join(words))


def listed() -> str:
    """A list of rows."""
    return tr("上下键选一行，Enter 打开，左右键折起或展开一组")


def marked() -> str:
    """A list whose rows are taken out or in."""
    return tr("上下键选一行，空格选上或取消，Enter 打开")


def corrected() -> str:
    """A list whose cells can be corrected."""
    return tr("方向键选一格，Enter 或直接输入来改")


def grounds() -> str:
    """The list of criteria."""
    return tr("上下键逐条看，Enter 展开依据，或到要填的那一项")


def paper() -> str:
    """A row of the checklist of papers."""
    return tr("空格登记收到或撤回，Insert 附扫描件，上下键换一份")


def leafed() -> str:
    """A view of pages."""
    return tr("PageUp、PageDown 翻页，Home、End 到头尾")


def pictured() -> str:
    """A picture to look at."""
    return tr("只供对照着看")


def folded() -> str:
    """A row that unfolds."""
    return tr("按 Enter 或空格展开、折起，上下键换一行")


def walked() -> str:
    """A sheet of days."""
    return tr("方向键换一天")
