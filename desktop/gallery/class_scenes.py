"""班: the list, a class, the staging grid of a roster with good and bad rows, the dry run and the short forms."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QWidget

from desktop.dialogs.bulk_dialog import BulkDialog
from desktop.dialogs.class_choice import ClassChoice
from desktop.gallery.office_window import office_window
from desktop.gallery.practice_desk import TODAY, practice_desk
from desktop.gallery.shots import Scene
from desktop.pages.classes import ClassDesk
from desktop.pages.roster_work import checked, opened
from models.casework.classes import ClassLine, add_class, class_lines
from models.training_class import BulkKind, TrainingClass

if TYPE_CHECKING:
    from desktop.main_window import MainWindow
    from desktop.pages.intake import IntakePage

_HEADINGS = "序号,姓名,身份证号码,联系电话,人员类别,户籍性质,所属街道,银行卡号,出勤天数,是否结业"
_ROSTER = (
    "1,练习甲,110101199003070011,13900000001,城镇失业人员,本市城镇,东四街道,6222029876500001002,20,是",
    "2,练习乙,11010119880229004X,13900000002,农村劳动力,本市农村,东四街道,6222029876500002000,19,是",
    "3,,110101197511110038,13900000003,城镇失业人员,本市城镇,东直门街道,,20,是",
    "4,练习丁,1.10101E+17,13900000004,城镇失业人员,城镇,龙潭街道,6222029876500004006,20,是",
    "5,练习乙,110101199208150025,1390000000,社会人员,本市城镇,龙潭街道,6222029876500002000,23,否",
    "6,阿卜杜热合曼·麦麦提图尔荪·艾则孜,110101199003070011,13900000006,退役军人,外省市,没有的街道,62220298,20,是",
)


def class_scenes() -> list[Scene]:
    """All of them."""
    return [
        Scene("classes", "list", _window, _classes(ClassDesk.refresh)),
        Scene("classes", "class", _window, _classes(_open)),
        Scene("classes", "no-members", _window, _classes(_open_empty)),
        Scene("classes", "new", _window, _classes(ClassDesk.add_class), dialog="class_dialogs.class_dialog"),
        Scene("classes", "attendance", _window, _classes(_attendance), dialog="class_dialogs.attendance_dialog"),
        Scene("classes", "roster", _window, _classes(_roster)),
        Scene("classes", "roster-cell", _window, _classes(_roster_cell)),
        Scene("classes", "roster-kept", _window, _classes(_kept)),
        Scene("classes", "columns", _window, _classes(_columns), dialog="class_dialogs.ColumnsDialog"),
        Scene("classes", "dry-run", _window, _classes(_dry_run), dialog="bulk_dialog.BulkDialog"),
        Scene("classes", "serve", _window, _classes(_serve), dialog="bulk_dialog.BulkDialog"),
        Scene(
            "review",
            "one-class",
            partial(office_window, "钱雨桐", "review"),
            _choose_class,
            dialog="class_choice.ClassChoice",
        ),
    ]


def _window() -> QWidget:
    _second_class()
    return office_window("赵文博", "intake")


def _classes(then: Callable[[ClassDesk], object]) -> Callable[[QWidget], object]:
    def run(window: QWidget) -> None:
        page = cast("IntakePage", cast("MainWindow", window).page())
        page.show_classes()
        desk = page.classes.desk
        if desk is not None:
            desk.close_class()
            then(desk)

    return run


@cache
def _second_class() -> str:
    """A class of which little is known, and nobody on its roll."""
    group = TrainingClass(0, "练习班2026-02", "练习创业指导中心", "entrepreneurship", None, None, TODAY)
    return add_class(practice_desk("赵文博"), group).value.number


def _first() -> str:
    return next(line.group.number for line in class_lines(practice_desk("赵文博")) if line.members)


def _open(desk: ClassDesk) -> None:
    desk.open_class(_first())


def _open_empty(desk: ClassDesk) -> None:
    desk.open_class(_second_class())


def _attendance(desk: ClassDesk) -> None:
    _open(desk)
    if desk.sheet.record is not None:
        desk.edit_attendance(desk.sheet.record.members[0])


def _roster(desk: ClassDesk) -> None:
    desk.open_class(_second_class())
    content = "\n".join((_HEADINGS, *_ROSTER)).encode("gbk")
    desk.keeping.begin(_second_class())
    work = opened("学员花名册.csv", content, _second_class())
    desk.show_roster(checked(practice_desk("赵文博"), work))


def _roster_cell(desk: ClassDesk) -> None:
    _roster(desk)
    desk.next_red()
    desk.grid.table.edit_cell()


def _kept(desk: ClassDesk) -> None:
    _roster(desk)
    desk.lay_aside()


def _columns(desk: ClassDesk) -> None:
    _roster(desk)
    desk.map_columns()


def _dry_run(desk: ClassDesk) -> None:
    _fill(desk, BulkKind.OPEN, {"programme": "免费就业创业培训", "on": TODAY.isoformat(), "papers": "居民身份证"})


def _serve(desk: ClassDesk) -> None:
    _fill(desk, BulkKind.SERVE, {"programme": "免费就业创业培训", "how": "直接送达", "on": TODAY.isoformat()})


def _fill(desk: ClassDesk, kind: BulkKind, texts: dict[str, str]) -> None:
    _open(desk)
    if desk.sheet.record is None:
        return
    dialog = BulkDialog(desk.host, desk.sheet.record, kind, lambda _done: None)
    desk.host.open_modal(dialog)
    for name, text in texts.items():
        dialog.fields[name].set_text(text)
    dialog.checked = {one.person.id for one in desk.sheet.record.members[:5]}
    dialog.left_out = {desk.sheet.record.members[2].person.id}
    dialog.ask()


def _choose_class(window: QWidget) -> None:
    groups = [line.group for line in class_lines(practice_desk("赵文博"))]
    lines = [ClassLine(group, 40, 40, 37 - 30 * place) for place, group in enumerate(groups)]
    cast("MainWindow", window).open_modal(ClassChoice(lines, "", lambda _number: None))
