"""A sample intake page with invented facts: how a page is put together, and a full screen to look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.gallery.sample_assessment import sample_assessment
from desktop.page import Host, Page
from desktop.theme.sizes import MARGIN
from desktop.theme.tokens import Tone
from desktop.theme.type import Role
from desktop.widgets.action import Action
from desktop.widgets.boxes import Foot
from desktop.widgets.checklist import Checklist, PaperRow, PaperState
from desktop.widgets.field import Field
from desktop.widgets.fields import ChoiceField, DateField, LineField, NumberField, YesNoField, read_only_value
from desktop.widgets.form_grid import FormGrid
from desktop.widgets.identity_strip import IdentityStrip, StripFact
from desktop.widgets.layouts import STRETCH, boxed, column, row
from desktop.widgets.marks import KeyCap
from desktop.widgets.problem import Problem, Remedy
from desktop.widgets.scrolling import Scrolling
from desktop.widgets.segments import Option
from desktop.widgets.surface import Card
from desktop.widgets.text import Strong, Text
from desktop.widgets.verdict_panel import VerdictPanel

PAPERS = [
    PaperRow("id", "居民身份证", "原件已核，读卡 14:00", PaperState.SEEN),
    PaperRow("certificate", "职业技能等级证书", "原件；与联网记录一致", PaperState.SEEN),
    PaperRow("card", "社会保障卡或本人银行卡", "收款账户须为本人"),
    PaperRow("insurance", "参保记录", "系统核对，不向申请人要证明", PaperState.NOT_DEMANDED),
]


class SampleIntake(Page):
    """Looks like 受理; asks nothing of any store."""

    key, word, icon = "intake", "受理", "intake"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.notice = Action("F6", "一次性告知", lambda: None)
        self.save = Action("Ctrl+S", "存草稿", lambda: host.say("已存 14:02:11"))
        self.accept = Action("Ctrl+Enter", "受理", lambda: host.say("已受理，文号 京西人社受〔2026〕418号"))
        self.accept.block("缺收款卡、核发日超期，暂不能受理")
        self.strip = IdentityStrip()
        self.checklist = Checklist()
        self.verdict = VerdictPanel()
        self.months = NumberField("在本市累计缴失业保险", unit="个月", hint="须 ≥ 12")
        forms = row((self._certificate(), 5), (self._work(), 4), gap=MARGIN, margins=(16, 8, 16, 12))
        body = column(Card(forms), self._papers(), STRETCH, gap=12, margins=(MARGIN, 12, MARGIN, 12))
        foot = Foot(self.accept, [self.notice, self.save])
        self.setLayout(column(self.strip, (Scrolling(body), 1), foot, gap=0))
        self._fill()

    def _certificate(self) -> QWidget:
        grid = FormGrid(2)
        kinds = ["职业技能等级证书", "国家职业资格证书", "专项职业能力证书", "培训合格证书", "其他"]
        checks = [
            Option("联网查询一致", word="一致"),
            Option("联网查询不一致", word="不一致"),
            Option("联网查无", word="查无"),
        ]
        levels = [Option(f"{name}级", key) for key, name in zip("543", "五四三", strict=True)]
        self.kind = ChoiceField("证书种类", [Option(kind) for kind in kinds])
        self.check = ChoiceField("联网查询", checks)
        self.number = LineField("证书编号", hint="22 位 · 第 16 位是 4，与等级一致")
        self.occupation = ChoiceField("职业（工种）", [Option("电工"), Option("钳工")], free=True, hint="dg")
        self.level = ChoiceField("等级", levels)
        self.issued = DateField("证书核发日", today=lambda: date(2026, 9, 11))
        until = read_only_value("申请截止", "2026-09-08", "系统算出")
        grid.add(self.kind)
        grid.add(self.check)
        grid.add(self.number, span=2)
        for field in (self.occupation, self.level, self.issued, until):
            grid.add(field)
        return boxed(column(Strong("证书", Role.SECTION), grid, STRETCH))

    def _work(self) -> QWidget:
        grid = FormGrid(2)
        states = [Option(name) for name in ("企业在职职工", "领取失业保险金人员", "其他")]
        self.then = ChoiceField("取证时身份", [*states, Option("不详"), Option("另查")])
        self.now = ChoiceField("申请时身份", [*states, Option("不详"), Option("另查")])
        self.phone = LineField("手机号码")
        self.higher = YesNoField("已持有更高等级证书")
        self.card = LineField("银行卡号", placeholder="刷卡或输入，16–19 位", hint="材料 3 收到后填")
        for field in (self.then, self.now, self.months, self.phone):
            grid.add(field)
        grid.add(self.higher, span=2)
        grid.add(self.card, span=2)
        return boxed(column(Strong("参保与收款", Role.SECTION), grid, STRETCH))

    def _papers(self) -> Card:
        counts = Text("4 项：已收 2，还缺 1，不必交 1", Role.SMALL, Tone.TEXT2)
        head = row(
            Strong("材料", Role.SECTION), counts, STRETCH, KeyCap("Space"), Text("收到", Role.CAPTION, Tone.TEXT2)
        )
        return Card(column(head, self.checklist, margins=(16, 8, 16, 12)))

    def _fill(self) -> None:
        self.strip.show_person("林晓芸", "110105********002X", "女 · 36 岁 · 本市城镇户籍")
        about = {
            "事项": "技能提升补贴",
            "收件": "09-11 14:01 · 草稿",
            "上次文书": "2024-06-18 准予 五级",
            "在办": "0 件",
        }
        self.strip.show_facts([StripFact(label, value) for label, value in about.items()])
        self.checklist.show_papers(PAPERS)
        answers: dict[Field, str] = {
            self.kind: "职业技能等级证书",
            self.check: "联网查询一致",
            self.number: "S 0008 11 000012 25 4 000231",
            self.occupation: "电工",
            self.level: "四级",
            self.issued: "2025-09-08",
            self.then: "企业在职职工",
            self.now: "企业在职职工",
            self.phone: "138****2046",
        }
        for field, text in answers.items():
            field.set_text(text)
        self.issued.set_problem(overdue())
        self.verdict.show_assessment(sample_assessment())
        self.checklist.seen_changed.connect(self._seen)

    def _seen(self, paper: str, seen: bool) -> None:
        state = PaperState.SEEN if seen else PaperState.MISSING
        papers = [line.paper for line in self.checklist.lines()]
        self.checklist.show_papers([replace(row, state=state) if row.id == paper else row for row in papers])

    def page_actions(self) -> list[Action]:
        hints = [
            Action("Enter", "下一项"),
            Action("Esc", "上一项"),
            Action("Alt+1", "处理提示"),
            Action("F4", "本项历史"),
        ]
        return [*hints, self.notice, Action("F12", "本项规则"), self.accept]

    def panel(self) -> QWidget:
        return self.verdict

    def activated(self) -> None:
        self.months.control.setFocus()


def overdue() -> Problem:
    """An error with everything an error has."""
    facts = "证书核发日 2025-09-08，申请截止 2026-09-08，今天 2026-09-11。"
    basis = "依据：京人社就发〔2017〕169号，自证书核发之日起 12 个月内申请。"
    remedies = (Remedy("核对核发日与申请日", lambda: None), Remedy("出具不予决定", lambda: None))
    return Problem("超过申请期限 3 天", (facts, basis), remedies)
