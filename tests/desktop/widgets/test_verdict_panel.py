"""依据与结论 tells everything, in one order, quickly."""

from dataclasses import replace

import pytest
from builders.keys import enter, press, show
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.gallery.sample_assessment import sample_assessment
from desktop.item_models.verdict_rows import (
    BannerRow,
    LineRow,
    OtherBenefit,
    QuestionRow,
    other_benefit,
    verdict_rows,
)
from desktop.pages.case_words import amount_words
from desktop.theme.paint import MarkKind
from desktop.theme.type import Role, line_height
from desktop.widgets.verdict_paint import row_height_of
from desktop.widgets.verdict_panel import VerdictPanel
from models.assessment import Clause, Line, Result, Verdict

pytestmark = pytest.mark.usefixtures("theme")


def test_what_stops_comes_first() -> None:
    lines = [row for row in verdict_rows(sample_assessment()) if isinstance(row, LineRow)]
    marks = [row.mark for row in lines]
    expected = [MarkKind.NOT_MET, MarkKind.UNKNOWN, MarkKind.JUDGEMENT, MarkKind.WARN]
    assert marks == expected + [MarkKind.MET] * 4


def test_every_line_says_its_verdict_as_a_word_and_its_clause() -> None:
    for row in verdict_rows(sample_assessment()):
        if isinstance(row, LineRow):
            assert row.words().startswith(row.word)
            assert row.clause in row.words()


def test_what_fails_is_told_whole_and_a_composite_without_its_list_of_parts() -> None:
    part = Line("worker", Verdict.NOT_MET, "企业在职职工：否，不符合条件。", {}, Clause("人社部发〔2025〕18号"))
    parts = "企业在职职工、职业（工种）在目录内"
    whole = replace(
        part, id="person", sentence=f"申请人身份：须满足其一（{parts}），各项均未满足，不符合条件。", children=(part,)
    )
    rows = verdict_rows(replace(sample_assessment(), criteria=(whole,)), frozenset({"person"}))
    lines = [row for row in rows if isinstance(row, LineRow)]
    assert [(line.shown, line.most_lines) for line in lines] == [
        ("申请人身份：须满足其一，各项均未满足", 0),
        ("企业在职职工：否", 0),
    ]
    assert parts in lines[0].words()


def test_a_clause_that_does_not_fit_beside_its_remark_goes_on_below() -> None:
    row = LineRow("late", MarkKind.MET, "符合", "期限内", "期限内", "京人社就发〔2017〕169号 一、二", "至 2027-03-06")
    assert row_height_of(row, 288) == row_height_of(replace(row, remark=""), 288) + line_height(Role.CAPTION) // 1


def test_the_next_question_is_the_first_missing_fact_in_the_words_of_the_vocabulary() -> None:
    question = next(row for row in verdict_rows(sample_assessment()) if isinstance(row, QuestionRow))
    assert question.key == "insurance.unemployment_months"
    assert question.question == "在本市累计缴纳失业保险费多少个月？"


def test_the_amount_is_shown_only_when_it_is_due() -> None:
    banners = {result: verdict_rows(sample_assessment(result))[0] for result in Result}
    amounts = {result: banner.value for result, banner in banners.items() if isinstance(banner, BannerRow)}
    assert amounts == dict.fromkeys(Result, "") | {Result.ELIGIBLE: "¥1,500.00"}


def test_what_is_granted_in_kind_has_no_standard_to_wait_for() -> None:
    money = replace(sample_assessment(Result.ELIGIBLE), amount_fen=None, not_confirmed=("本区增加的群体",))
    kind = replace(money, programme="free_training")
    for assessment, said in ((money, "标准未定"), (kind, "以服务兑现，不发现金")):
        banner = verdict_rows(assessment)[0]
        assert isinstance(banner, BannerRow)
        assert (banner.label, banner.value) == ("金额", said)
        assert amount_words(assessment) == said
    settled = verdict_rows(replace(kind, not_confirmed=()))[0]
    assert settled == verdict_rows(kind)[0]
    refused = replace(kind, result=Result.INELIGIBLE)
    assert amount_words(refused) == "—"


def test_not_in_force_is_never_called_not_eligible() -> None:
    banner = verdict_rows(sample_assessment(Result.NOT_IN_FORCE))[0]
    assert isinstance(banner, BannerRow)
    assert "不符合" not in banner.words()
    assert banner.mark is MarkKind.INFO


def test_a_limit_that_is_near_is_marked_and_its_days_are_counted() -> None:
    near = next(row for row in verdict_rows(sample_assessment()) if isinstance(row, LineRow) and row.id == "near")
    assert (near.word, near.remark) == ("临界", "余 3 天")


def test_a_programme_out_of_the_question_is_not_offered() -> None:
    assert other_benefit("skill_upgrade", sample_assessment(Result.INELIGIBLE)) is None
    assert other_benefit("skill_upgrade", sample_assessment(Result.NOT_IN_FORCE)) is None
    offered = other_benefit("skill_upgrade", sample_assessment(Result.CANNOT_TELL))
    assert offered is not None
    assert offered.remark == "还差 2 问"


def test_parts_unfold_by_keyboard_and_the_question_leads_to_its_field() -> None:
    panel, asked = VerdictPanel(), []
    panel.question_chosen.connect(asked.append)
    panel.show_assessment(sample_assessment())
    panel.resize(320, 700)
    show(panel)
    model, rows = panel.list.verdict_model, panel.list
    rows.setFocus()
    rows.setCurrentIndex(model.index(1))
    enter(rows)
    assert asked == ["insurance.unemployment_months"]
    before = model.rowCount()
    place = next(at for at in range(before) if getattr(model.row(at), "id", "") == "person")
    rows.setCurrentIndex(model.index(place))
    press(rows, Qt.Key.Key_Right)
    assert model.rowCount() == before + 2
    press(rows, Qt.Key.Key_Left)
    assert model.rowCount() == before


def test_an_update_keeps_the_place_the_reader_scrolled_to() -> None:
    panel = VerdictPanel()
    panel.resize(320, 300)
    panel.show_assessment(sample_assessment())
    show(panel)
    bar = panel.list.verticalScrollBar()
    bar.setValue(120)
    panel.show_assessment(sample_assessment(Result.CANNOT_TELL))
    QApplication.processEvents()
    assert bar.value() == 120


def test_an_update_touches_only_the_rows_that_changed() -> None:
    others = [OtherBenefit("free_training", MarkKind.UNKNOWN, "免费就业创业培训", "还差 1 问")]
    panel = VerdictPanel()
    panel.resize(320, 700)
    show(panel)
    panel.show_assessment(sample_assessment(), others)
    model, touched = panel.list.verdict_model, []
    model.dataChanged.connect(lambda first, last: touched.extend(range(first.row(), last.row() + 1)))
    model.modelReset.connect(lambda: touched.append(-1))
    model.rowsInserted.connect(lambda _parent, first, last: touched.extend(range(first, last + 1)))
    panel.show_assessment(sample_assessment(), others)
    assert touched == []
    panel.show_assessment(sample_assessment(), [replace(others[0], remark="还差 2 问")])
    assert touched == [model.rowCount() - 1]


def test_the_folded_panel_still_shows_its_counts() -> None:
    panel = VerdictPanel()
    panel.show_assessment(sample_assessment())
    tally = panel.tally()
    assert tally[0] == (MarkKind.NOT_MET, 0)
    assert dict(tally[1:])[MarkKind.MET] == 4
