"""Every key of the program that can be moved, declared once with what it does; and the keys as they are now.

An action names its key as declared here. What is pressed, and what stands on a control or in a sentence, is the key as
moved: one key moves on all screens at once, and two never meet on one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

KEYS: Mapping[str, str] = MappingProxyType(
    {
        "F1": "本屏按键",
        "F2": "查人查件",
        "F3": "选扫描件",
        "F4": "本项历史",
        "F5": "刷新",
        "F6": "一次性告知、补正告知；规则里看扫描件",
        "F7": "收起、展开右栏",
        "F8": "下一件；下一条条件；核对相似的人",
        "F9": "办这一步：通过、送达、拨付；受理里登记查询",
        "F10": "退回",
        "F11": "换账号",
        "F12": "本项规则",
        "Ctrl+Enter": "受理、保存、确认",
        "Ctrl+B": "班；现在备份",
        "Ctrl+Backspace": "弃草稿；登记退票",
        "Ctrl+D": "同上一位的课程",
        "Ctrl+Delete": "撤回申请；撤下；停用账号；删去常用筛选",
        "Ctrl+E": "修改；导出",
        "Ctrl+F": "筛选",
        "Ctrl+G": "暂存收件；时限依据",
        "Ctrl+I": "导入；出具补正告知书",
        "Ctrl+J": "公示；异议",
        "Ctrl+K": "核对；抵扣；检查备份",
        "Ctrl+L": "锁定",
        "Ctrl+M": "维持原决定",
        "Ctrl+N": "下一位；新建",
        "Ctrl+O": "从文件导入",
        "Ctrl+P": "打印",
        "Ctrl+R": "责令退回；登记送达；检查规则；恢复原来的键",
        "Ctrl+S": "存草稿；另存",
        "Ctrl+T": "期限；试算；银行模板",
        "Ctrl+U": "全部用印",
        "Ctrl+Y": "恢复撤销的一步；更正企业账户；演练恢复",
        "Ctrl+Z": "撤销",
        "Alt+A": "加一项",
        "Alt+B": "备注",
        "Alt+D": "代办、监护；删条件",
        "Alt+E": "导出卷宗",
        "Alt+F": "附送达回证",
        "Alt+G": "更正·复议",
        "Alt+H": "常用筛选",
        "Alt+J": "金额",
        "Alt+K": "证件、曾用名",
        "Alt+L": "逾期处理；列的对应",
        "Alt+N": "更正证件号；录入",
        "Alt+O": "接办",
        "Alt+P": "附高拍仪扫描件",
        "Alt+Q": "延期",
        "Alt+R": "申请人；接着核对名册；练习日重新开始",
        "Alt+S": "登记文书送达",
        "Alt+T": "电话答复",
        "Alt+U": "不予受理",
        "Alt+V": "整版录入",
        "Alt+W": "撤回",
        "Alt+X": "另存不能导入的行",
        "Alt+Y": "核对号码更正",
        "Alt+Z": "去掉最后一项",
        "Shift+F1": "五分钟导览",
    }
)
# Keys with a place of their own: the n-th page, tile or remedy, the arrows. They stay where they are.
PLACED = re.compile(r"(?:Ctrl|Alt)\+(?:[0-9]|Left|Right|Up|Down|…)|Alt\+F4|.*[0-9]…[0-9]")
# Left to the input method, to the clipboard and to the system.
_TAKEN = frozenset({"Ctrl+Space", "Ctrl+.", "Ctrl+Shift+F", "Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X", "Alt+F4"})
_USABLE = re.compile(r"F(?:[1-9]|1[0-2])|(?:Ctrl\+|Alt\+|Shift\+)*F(?:[1-9]|1[0-2])|(?:Ctrl|Alt)\+(?:Shift\+)?[A-Z]")
_EXTRA = frozenset({"Ctrl+Enter", "Ctrl+Backspace", "Ctrl+Delete"})
_WRITTEN = re.compile(
    r"(?<![A-Za-z0-9+])(?:Shift\+F1(?![0-9])|(?:Ctrl|Alt)\+(?:[A-Z](?![A-Za-z])|Enter|Backspace|Delete)|F1[0-2]|F[1-9](?![0-9]))"
)

_moved: Mapping[str, str] = MappingProxyType({})


def moved() -> Mapping[str, str]:
    """The keys that are not where they are declared: declared → pressed."""
    return _moved


def put_in_force(chosen: Mapping[str, str]) -> None:
    """Move the keys; what cannot be (from a damaged or older file) stays where it is declared."""
    global _moved  # noqa: PLW0603 - one keyboard
    kept: dict[str, str] = {}
    for key, wanted in chosen.items():
        if key in KEYS and wanted != key and not _unusable(wanted):
            kept[key] = wanted
    pressed = [kept.get(key, key) for key in KEYS]
    # Two on one key, and none could be trusted: as declared then.
    _moved = MappingProxyType(kept if len(set(pressed)) == len(pressed) else {})


def pressed_key(key: str) -> str:
    """What is pressed for a declared key; others are themselves."""
    return _moved.get(key, key)


def as_pressed(words: str) -> str:
    """A sentence with the keys in it as they are now."""
    return _WRITTEN.sub(lambda found: pressed_key(found[0]), words) if _moved else words


def hindrance(key: str, wanted: str, chosen: Mapping[str, str]) -> str:
    """Why a declared key cannot be moved to another one, given the other moves; "" when it can."""
    if reason := _unusable(wanted):
        return reason
    for other, words in KEYS.items():
        if other != key and chosen.get(other, other) == wanted:
            return f"{wanted} 已用于“{words}”。请另选一个键，或先把它换开。"
    return ""


def _unusable(wanted: str) -> str:
    if wanted in _TAKEN:
        return f"{wanted} 是输入法、剪贴板或系统用的键，不能换到它。"
    if PLACED.fullmatch(wanted):
        return f"{wanted} 按位置选页或选项，不能换到它。"
    if not (_USABLE.fullmatch(wanted) or wanted in _EXTRA):
        return f"{wanted or '这个键'} 用来打字或走格，不能换到它。请用 F1–F12，或 Ctrl、Alt 加一个字母。"
    return ""
