"""受理 for an enterprise: the person at the window acts for it; the workers are pasted and judged row by row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.item_models.verdict_rows import EntryRow
from desktop.pages.intake import IntakePage
from models.assessment import Result
from models.case import State
from models.vocabulary import PROGRAMME_NAMES
from tests.builders.desk import Bureau, make_bureau
from tests.builders.page_window import PageWindow

pytestmark = pytest.mark.usefixtures("theme")
ROWS = "11010519491231002X\t是\t新招用\t20200106\t20200210\t40\n\t是\t新招用\t20200106\t20200210\t39\n名单完整"


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = make_bureau(tmp_path / "data")
    bureau.enter("enterprise_training", "other_rate", 10_000, bureau.moment.date().replace(2018, 12, 29), None)
    yield bureau
    bureau.close()


def test_an_enterprise_is_taken_in_with_its_pasted_workers(bureau: Bureau) -> None:
    person = bureau.person(7)
    shown = PageWindow(bureau["intake"], IntakePage, "worklist")
    shown.page.open_target(("person", person.id))
    shown.page.choose("enterprise_training")
    form = shown.page.form
    assert form.paper_counts.text() == "没有清单"
    told = "没有查到规定本项目须交哪些材料的文件，所以不列清单，也不要求补交。本局有文件规定的，可在“规则”页录入。"
    assert form.not_demanded.text() == told
    assert form.checklist.lines() == []
    typed = {
        "enterprise.credit_code": "91350100M000100Y43", "enterprise.name": "练习机械有限公司",
        "enterprise.training_form": "1", "enterprise.training_at_scale": "1",
    }  # fmt: skip
    for key, text in typed.items():
        form.fields.widget(key).control.setFocus()
        shown.type(text)
        shown.press(Qt.Key.Key_Return)
    workers = form.fields.widget("enterprise.workers")
    workers.control.setFocus()
    QApplication.clipboard().setText(ROWS)
    shown.control(Qt.Key.Key_V)
    assert workers.hint.text() == "2 行，名单完整"
    assert shown.page.work.session.assessment.result is Result.ELIGIBLE
    shown.press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert shown.focus() is not workers.control
    shown.control(Qt.Key.Key_Return)
    assert bureau.state("2025-00001") is State.FOR_REVIEW
    facts = facts_of(bureau)
    assert len(facts["enterprise.workers"]["list"]) == 2
    assert "person.birth_date" not in facts


def offered(shown: PageWindow) -> set[str]:
    """The other programmes that the panel names."""
    model = shown.page.verdict.panel.list.verdict_model
    rows = [model.row(place) for place in range(model.rowCount())]
    return {row.label for row in rows if isinstance(row, EntryRow)} & set(PROGRAMME_NAMES.values())


def test_beside_an_enterprises_case_stand_no_entitlements_of_the_person_who_acts_for_it(bureau: Bureau) -> None:
    person = bureau.person(7)
    shown = PageWindow(bureau["intake"], IntakePage, "worklist")
    shown.page.open_target(("person", person.id))
    shown.page.choose("enterprise_training")
    assert offered(shown) == {PROGRAMME_NAMES["apprenticeship"]}

    shown.page.open_target(("person", person.id))
    shown.page.choose("skill_upgrade")
    personal = offered(shown)
    assert PROGRAMME_NAMES["living_allowance"] in personal
    assert not personal & {PROGRAMME_NAMES[name] for name in ("enterprise_training", "apprenticeship")}


def facts_of(bureau: Bureau) -> dict[str, object]:
    with bureau["intake"].store.reading() as rows:
        case = rows.case_numbered("2025-00001")
        assert case.facts_id is not None
        return dict(rows.fact_set(case.facts_id).facts)
