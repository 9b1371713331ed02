"""设置 · 练习日: twenty-five people who are not easy to serve, and the score. Practice offices only."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.item_models.cells import Cell, Column, PillWord
from desktop.item_models.rows import RowModel
from desktop.page import Host
from desktop.pages.practice_story import PracticeStory
from desktop.pages.settings_section import Section, Services
from desktop.practice.day import Visitor
from desktop.practice.day_check import Judgement
from desktop.practice.day_record import Standing, begin, serve, start_again
from desktop.theme.paint import UNKNOWN, MarkKind
from desktop.theme.sizes import PAD
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.button import Button, Kind
from desktop.widgets.layouts import STRETCH, column, row
from desktop.widgets.modal import question
from desktop.widgets.surface import Card
from desktop.widgets.table import Table
from desktop.widgets.text import Strong, Text
from models.casework.changes import Changes
from models.vocabulary import programme_name
from reports.issue import render


class PracticeSection(Section):
    """The list of visitors; Enter or 下一位 calls one to the window, and the story stands over the work."""

    key, icon, practice_only = "practice", "people", True

    def __init__(self, host: Host, services: Services) -> None:
        super().__init__(host, services)
        self.title, self.about = self.tr("练习日"), self.tr("二十五位不好办的来人")
        self.standing: Standing | None = None
        self.story: PracticeStory | None = None
        self.next_action = Action("Ctrl+Enter", self.tr("下一位"), self.call_next, icon="person", parent=self)
        self.again_action = Action("Alt+R", self.tr("重新开始"), self.ask_again, parent=self)
        self.tour_action = Action("", self.tr("五分钟导览"), self.tour, parent=self)
        self.score = Strong("", Role.SECTION)
        self.model: RowModel[Visitor] = RowModel(self._columns(), self)
        self.table = Table(self.model, self.tr("练习日的来人"), two_lines=True)
        self.table.opened.connect(self.call)
        self.told = Text("", Role.SMALL, Tone.TEXT2, wrap=True)
        self.table.current_changed.connect(self._tell)
        note = self.tr(
            "人都是虚构的。叫一位，照他说的和带来的材料在受理页办，办到该到的一步，再按“办完了，对答案”："
            "对的得 1 分，不对的说明差在哪里、依据哪一条，改好可以再对。"
        )
        head = row(Strong(self.title, Role.SECTION), self.score, STRETCH, Button(action=self.tour_action),
            Button(action=self.again_action),
                   Button(action=self.next_action, kind=Kind.PRIMARY))  # fmt: skip
        card = Card(column((self.table, 1), margins=(1, 1, 1, 6)))
        about = Text(note, Role.SMALL, Tone.TEXT2, wrap=True)
        self.setLayout(column(head, about, (card, 1), self.told, gap=12, margins=(4, 4, PAD, PAD)))

    def _columns(self) -> list[Column[Visitor]]:
        return [
            Column("", lambda one: Cell(str(one.place), Tone.TEXT2), "25", right=True),
            Column(self.tr("来人"), lambda one: Cell(one.title, strong=True, sub=one.says)),
            Column(self.tr("项目"), _programme, self.tr("培训期间生活费补贴"), drop=1),
            Column(self.tr("结果"), lambda one: Cell(pill=self._result(one)), self.tr("办对了"), pill=True),
        ]

    def _result(self, one: Visitor) -> PillWord:
        judged = self.standing.judged.get(one.key) if self.standing is not None else None
        if judged is None:
            return PillWord(self.tr("等着"), UNKNOWN)
        if judged.right:
            return PillWord.verdict(MarkKind.MET, self.tr("办对了"))
        return PillWord.verdict(MarkKind.NOT_MET, self.tr("还不对"))

    # --- what the page asks -----------------------------------------------------------------------------------------

    def section_actions(self) -> list[Action]:
        return [self.next_action, self.again_action]

    def first_input(self) -> QWidget:
        return self.table

    def wants(self, changes: Changes) -> bool:
        return bool(changes.cases or changes.people)

    def refresh(self) -> None:
        folder = self.services.folder
        self.host.runner.run(lambda desk: begin(desk, folder, render), self._show, self.fail, latest="practice day")

    def _show(self, standing: Standing) -> None:
        self.standing = standing
        place = self.table.currentIndex().row()
        self.model.show_rows(standing.people)
        self.table.select_number(max(0, place))
        self.score.setText(self.tr("{points}/{all} 分").format(points=standing.points, all=len(standing.people)))
        waiting = standing.record.waiting()
        if waiting:
            self.next_action.allow()
        else:
            self.next_action.block(self.tr("二十五位都办过了。要再练一遍，请按“重新开始”。"))

    def _tell(self, one: Visitor | None) -> None:
        judged = self.standing.judged.get(one.key) if self.standing is not None and one is not None else None
        if judged is None:
            self.told.setText("")
        elif judged.right:
            self.told.setText(" ".join(part for part in (judged.because, judged.ground) if part))
        else:
            self.told.setText(" ".join(each.sentence() for each in judged.differences))

    # --- calling and judging ----------------------------------------------------------------------------------------

    def call_next(self) -> None:
        """The first who waits comes to the window."""
        waiting = self.standing.record.waiting() if self.standing is not None else ()
        if waiting:
            self.call(waiting[0])

    def call(self, one: Visitor) -> None:
        """Show the story over the work and go where it is done."""
        if self.story is None:
            self.story = PracticeStory()
            self.story.served.connect(self.judge)
            self.story.next_asked.connect(self.call_next)
            self.story.left.connect(self.put_away)
        self.story.show_visitor(one)
        self.host.show_above(self.story)
        self.host.go_to("intake")

    def tour(self) -> None:
        """Show a new colleague round, on the page where people are taken in."""
        self.host.go_to("intake")
        self.host.start_tour()

    def put_away(self) -> None:
        """Take the story off the work."""
        self.host.show_above(None)

    def judge(self, key: str) -> None:
        """Compare what was done with what should have been."""
        folder = self.services.folder
        self.host.runner.run(lambda desk: serve(desk, folder, key), self._judged, self.fail)

    def _judged(self, judged: Judgement) -> None:
        if self.story is not None:
            self.story.show_judgement(judged)
        self.refresh()

    def ask_again(self) -> None:
        """A new round, after a question."""
        text = self.tr("同样的二十五位，换一套号码从头来；已办的案件留在练习局里。")

        def again() -> None:
            asked.close()
            self._again()

        asked = question(self.tr("重新开始练习日"), text, self.tr("重新开始"), again)
        self.host.open_modal(asked)

    def _again(self) -> None:
        folder = self.services.folder
        self.put_away()
        self.host.runner.run(lambda desk: start_again(desk, folder, render), self._show, self.fail)


def _programme(one: Visitor) -> Cell:
    return Cell(programme_name(one.programme), Tone.TEXT2)
