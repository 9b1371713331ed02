"""Fields speak what a clerk types, and are worked by keyboard alone."""

from datetime import date

import pytest
from builders.keys import compose, enter, press, show, type_text
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.widgets.field import Field
from desktop.widgets.fields import ChoiceField, DateField, LineField, NumberField, TextField, YesNoField
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.layouts import column
from desktop.widgets.problem import Problem, Remedy
from desktop.widgets.segments import Option
from desktop.widgets.ticks import TicksField
from models.errors import InputError

pytestmark = pytest.mark.usefixtures("theme")
TODAY = date(2026, 9, 11)
OCCUPATIONS = [Option(name) for name in ("电工", "钳工", "焊工", "养老护理员", "保育师", "电梯安装维修工")]


def shown(*fields: Field) -> QWidget:
    window = QWidget()
    window.setLayout(column(*fields))
    show(window)
    fields[0].control.setFocus()
    return window


def heard(field: Field) -> list[str]:
    said: list[str] = []
    field.edited.connect(said.append)
    return said


def test_every_keystroke_is_told() -> None:
    field = LineField("姓名")
    window, said = shown(field), heard(field)
    type_text(field.control, "欧阳𬭎")
    assert said == ["欧", "欧阳", "欧阳𬭎"]
    assert window.isVisible()


def test_showing_a_text_is_not_typing_it() -> None:
    for field in (LineField("姓名"), YesNoField("残疾人"), TextField("说明"), ChoiceField("职业", OCCUPATIONS)):
        said = heard(field)
        field.set_text("是" if isinstance(field, YesNoField) else "电工")
        assert field.text() in ("是", "电工")
        assert said == []


def test_enter_goes_forward_and_escape_back() -> None:
    first, second = LineField("姓名"), NumberField("月数", unit="个月")
    window = shown(first, second)
    enter(first.control)
    assert QApplication.focusWidget() is second.control
    press(second.control, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is first.control
    assert window.isVisible()


def test_enter_does_nothing_while_the_input_method_composes() -> None:
    first, second = LineField("姓名"), LineField("电话")
    window = shown(first, second)
    compose(first.control, "ouyang")
    enter(first.control)
    assert QApplication.focusWidget() is first.control
    compose(first.control, "")
    enter(first.control)
    assert QApplication.focusWidget() is second.control
    assert window.isVisible()


def test_unknown_is_a_state_of_its_own_and_never_looks_like_no() -> None:
    field = YesNoField("退役军人")
    window, said = shown(field), heard(field)
    assert field.text() == ""
    assert field.segments is not None
    chosen = field.segments.chosen()
    assert chosen is not None
    assert chosen.unknown
    type_text(field.control, "0")
    no = field.grab().toImage()
    press(field.control, Qt.Key.Key_Backspace)
    unknown = field.grab().toImage()
    assert said == ["否", ""]
    assert no != unknown
    assert window.isVisible()


def test_the_digit_of_a_level_picks_it() -> None:
    field = ChoiceField("等级", [Option("五级", "5"), Option("四级", "4"), Option("三级", "3")])
    window, said = shown(field), heard(field)
    type_text(field.control, "4")
    press(field.control, Qt.Key.Key_Right)
    assert said == ["四级", "三级"]
    assert window.isVisible()


@pytest.mark.parametrize(
    ("typed", "found"), [("dg", "电工"), ("diangong", "电工"), ("钳", "钳工"), ("ylhly", "养老护理员")]
)
def test_many_choices_are_narrowed_by_text_pinyin_and_initials(typed: str, found: str) -> None:
    field, other = ChoiceField("职业（工种）", OCCUPATIONS), LineField("电话")
    window = shown(field, other)
    type_text(field.control, typed)
    enter(field.control)
    assert field.text() == found
    assert QApplication.focusWidget() is other.control
    assert window.isVisible()


def test_a_text_that_is_no_choice_is_no_answer() -> None:
    field = ChoiceField("职业（工种）", OCCUPATIONS)
    window, said = shown(field), heard(field)
    type_text(field.control, "xyz")
    assert field.text() == ""
    assert said == []
    assert window.isVisible()


def test_a_free_choice_takes_what_is_not_on_the_list() -> None:
    field, other = ChoiceField("职业（工种）", OCCUPATIONS, free=True), LineField("电话")
    window = shown(field, other)
    type_text(field.control, "无人机驾驶员")
    enter(field.control)
    assert field.text() == "无人机驾驶员"
    assert window.isVisible()


def test_a_date_is_understood_while_typing_and_written_out_on_leaving() -> None:
    field, other = DateField("核发日", today=lambda: TODAY), LineField("电话")
    window, said = shown(field, other), heard(field)
    type_text(field.control, "0315")
    assert "2026-03-15" in field.hint.text()
    enter(field.control)
    assert field.text() == "2026-03-15"
    assert said[-1] == "2026-03-15"
    assert field.date() == date(2026, 3, 15)
    assert window.isVisible()


def test_a_date_that_does_not_exist_stays_as_typed_and_says_why() -> None:
    field = DateField("核发日", today=lambda: TODAY)
    window = shown(field)
    type_text(field.control, "20250230")
    with pytest.raises(InputError, match="2月没有30日"):
        field.date()
    assert field.text() == "20250230"
    assert window.isVisible()


def test_plus_behind_a_date_or_a_number_is_the_next_one() -> None:
    day, number = DateField("核发日", today=lambda: TODAY), NumberField("月数")
    type_text(day.control, "20250228")
    type_text(day.control, "+")
    assert day.text() == "2025-03-01"
    type_text(number.control, "9+")
    assert number.text() == "10"
    other = DateField("核发日", today=lambda: TODAY)
    type_text(other.control, "x+")
    assert other.text() == "x"


def test_an_offered_value_is_taken_with_plus_only_into_an_empty_field() -> None:
    field = ChoiceField("等级", [Option("五级", "5"), Option("四级", "4")])
    window, said = shown(field), heard(field)
    field.propose("四级")
    assert field.text() == ""
    type_text(field.control, "+")
    assert said == ["四级"]
    typed = LineField("编号")
    typed.propose("S1")
    typed.set_text("X")
    type_text(typed.control, "+")
    assert sorted(typed.text()) == ["+", "X"]
    assert window.isVisible()


def test_an_error_stands_under_its_row_and_is_told_to_a_screen_reader() -> None:
    grid, done = FormGrid(2), []
    left, right, below = LineField("核发日"), LineField("截止"), LineField("编号")
    for field in (left, right, below):
        grid.add(field)
    grid.resize(700, 300)
    show(grid)
    problem = Problem("超过申请期限 3 天", ("依据：……",), (Remedy("核对", lambda: done.append(1)),))
    left.set_problem(problem)
    QApplication.processEvents()
    (box,) = grid.problem_boxes()
    assert left.geometry().bottom() < box.geometry().top() < box.geometry().bottom() < below.geometry().top()
    assert box.width() == grid.width()
    assert "超过申请期限 3 天" in left.control.accessibleDescription()
    left.set_problem(None)
    assert grid.problem_boxes() == []
    assert "超过" not in left.control.accessibleDescription()


def test_a_field_keeps_the_focus_while_errors_come_and_go_around_it() -> None:
    grid = FormGrid(2)
    first, second = LineField("核发日"), LineField("截止")
    grid.add(first)
    grid.add(second)
    grid.resize(700, 300)
    show(grid)
    second.control.setFocus()
    first.set_problem(Problem("日期看不懂"))
    QApplication.processEvents()
    assert QApplication.focusWidget() is second.control


def test_fields_that_are_not_asked_close_up() -> None:
    grid = FormGrid(2)
    fields = [LineField(name) for name in ("一", "二", "三")]
    for field in fields:
        grid.add(field)
    grid.resize(700, 300)
    show(grid)
    grid.show_only({fields[0], fields[2]})
    QApplication.processEvents()
    assert not fields[1].isVisible()
    assert fields[2].geometry().top() == fields[0].geometry().top()


def test_columns_too_narrow_for_their_labels_become_one() -> None:
    grid = FormGrid(2)
    first, second = LineField("在本市累计缴纳失业保险费的月数"), LineField("电话")
    grid.add(first)
    grid.add(second)
    grid.resize(360, 300)
    show(grid)
    QApplication.processEvents()
    assert second.geometry().top() > first.geometry().bottom()


@pytest.mark.parametrize("field", [LineField, NumberField, DateField, YesNoField, TextField])
def test_every_control_says_its_name(field: type[Field]) -> None:
    made = field("申请人情况", hint="必填")  # type: ignore[call-arg]
    assert made.control.accessibleName() == "申请人情况"
    assert "必填" in made.control.accessibleDescription()


def test_several_of_many_are_ticked_by_keys_and_told_in_the_order_offered() -> None:
    words = ["免费培训", "现代学徒制、新型学徒制", "奖励"]
    field = TicksField("签发前公示的项目", words, columns=2)
    window, said = shown(field), heard(field)
    last, first = field.boxes.ticks[2], field.boxes.ticks[0]
    last.setFocus()
    press(last, Qt.Key.Key_Space)
    press(last, Qt.Key.Key_Up)
    press(field.boxes.ticks[1], Qt.Key.Key_Up)
    press(first, Qt.Key.Key_Space)
    assert said == ["奖励", "免费培训、奖励"]
    field.set_text("现代学徒制、新型学徒制")
    assert field.chosen() == ("现代学徒制、新型学徒制",)
    assert len(said) == 2
    field.set_problem(Problem("请选一项"))
    assert all(tick.bad for tick in field.boxes.ticks)
    window.close()
