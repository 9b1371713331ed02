"""The window with the sample intake page and bare other pages."""

from __future__ import annotations

from typing import cast

from PySide6.QtWidgets import QWidget

from desktop.gallery.sample_intake import SampleIntake
from desktop.gallery.shots import Scene
from desktop.main_window import MainWindow
from desktop.page import Page
from desktop.theme.paint import UNKNOWN, MarkKind
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.fields import ChoiceField, DateField, LineField
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import column, row
from desktop.widgets.marks import Pill
from desktop.widgets.modal import Modal
from desktop.widgets.segments import Option
from desktop.widgets.text import Strong, Text
from desktop.workers.runner import Runner

OTHER_PAGES = {
    "worklist": "待办",
    "review": "复核",
    "sign": "签发",
    "letters": "文书",
    "statistics": "统计",
    "rules": "规则",
    "settings": "设置",
}


def sample_scenes(runner: Runner) -> list[Scene]:
    """The window: at work, with a dialog, with a long name."""
    return [
        Scene("window", "intake", lambda: sample_window(runner)),
        Scene("window", "dialog", lambda: sample_window(runner), _open_dialog),
        Scene("window", "long-name", lambda: sample_window(runner), _long_name),
        Scene("window", "narrow", lambda: sample_window(runner), size=(1280, 720)),
    ]


def sample_window(runner: Runner) -> MainWindow:
    """The window at work."""
    pages: list[type[Page]] = [SampleIntake, *(bare_page(key, word) for key, word in OTHER_PAGES.items())]
    window = MainWindow(runner, pages)
    dress(window)
    return window


def dress(window: MainWindow) -> None:
    """Fill the frame as on a day of work."""
    window.top_bar.show_office("东城区 · 3号窗口", practice=True)
    window.top_bar.show_today(23, 17)
    window.top_bar.show_account("赵文博", "受理")
    window.top_bar.show_backup(MarkKind.MET, "备份 12:40")
    for page, count in {"worklist": 37, "review": 5, "sign": 6, "rules": 3}.items():
        window.set_count(page, count)
    window.show_saved("已存 14:02:11")
    window.show_others("没有其他人打开本件")


def bare_page(key: str, word: str) -> type[Page]:
    """A page that shows nothing, for its place on the rail."""
    return cast("type[Page]", type(word, (Page,), {"key": key, "word": word, "icon": key, "last": key == "settings"}))


def _long_name(widget: QWidget) -> None:
    window = cast("MainWindow", widget)
    page = cast("SampleIntake", window.page())
    about = "女 · 36 岁 · 本市农村户籍"
    page.strip.show_person("阿布都热西提·买买提依明·吾斯曼江·努尔买买提", "110105********002X", about)


def _open_dialog(widget: QWidget) -> None:
    window = cast("MainWindow", widget)
    grid = FormGrid(3)
    due = DateField("请在这天前补齐", hint="10 个工作日")
    due.set_text("2026-09-24")
    how = ChoiceField("怎样送达", [Option("当面"), Option("短信"), Option("邮寄")])
    how.set_text("当面")
    where = LineField("交到哪里")
    where.set_text("本窗口")
    for field in (due, where, how):
        grid.add(field)
    head = row(Strong("社会保障卡或本人银行卡"), Pill("缺", UNKNOWN), 0)
    text = Text("带本人社会保障卡或银行卡原件到窗口核对；户名须与身份证一致。", Role.SMALL, wrap=True)
    accept = Action("Ctrl+Enter", "告知并打印", lambda: None, icon="print")
    window.open_modal(
        Modal(
            "一次性告知",
            column(head, text, grid, gap=16),
            accept=accept,
            extra=[Action("Ctrl+P", "预览", lambda: None)],
            subtitle="林晓芸 · 技能提升补贴",
            remark="一次说全，此后不得再加项",
            foot_note="将占用 京西人社告〔2026〕198号",
        )
    )
