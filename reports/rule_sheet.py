"""A programme's rules as a printed sheet in plain Chinese, made from the data that decides.

For the policy officer who checks the encoding: every version, condition, value and clause with its evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from hashlib import sha256

from models.rules.rulebook import RuleBook
from models.rules.schema import VERSION_BY, Criterion, Item, ItemType, Programme, Row, SourcedClause, Version
from models.rules.sentences import numbered_place
from models.rules.wording import amount_words, requirement, value_words
from reports import page_style as style
from reports.fonts import Fonts, load_fonts
from reports.layout import Page, PlacedQr
from reports.month.page_flow import LEFT, RIGHT, Flow, TableColumn, TableRow
from reports.qr import encode
from reports.render_pdf import draw_pages
from reports.sheet import foot, lines_of, titled

_ACTS = {"decision": "由本局决定", "referral": "转介"}
_APPLICANTS = {"person": "个人", "enterprise": "企业（统一社会信用代码）"}
_WIDTH = RIGHT - LEFT
_TOLD_ELSEWHERE = frozenset({ItemType.CONDITION, ItemType.VERSION_BY})


def rule_sheet_pdf(book: RuleBook, programme: str, printed_on: date) -> bytes:
    """The file of one programme. Raises InputError for a programme without rules."""
    rules = book.programme(programme)
    identifier = sha256(f"{programme}|{book.hash}|{printed_on}".encode()).hexdigest()[:32]
    return draw_pages(rule_sheet_pages(book, programme, printed_on), f"{rules.name}规则说明", identifier)[0]


def rule_sheet_pages(book: RuleBook, programme: str, printed_on: date, fonts: Fonts | None = None) -> list[Page]:
    """The pages of the sheet."""
    rules = book.programme(programme)
    qr = PlacedQr(LEFT, style.FOOT_TOP, style.QR_SIZE, encode(f"{programme}\n{printed_on}\n{book.hash}"))
    flow = Flow(fonts or load_fonts(), qr, "")
    titled(flow, f"{rules.name}规则说明", f"规则库 {book.hash[:23]}", f"{printed_on.isoformat()} 打印")
    _head(flow, rules)
    _table(flow, "一、版本", _VERSIONS, [_version(each) for each in rules.versions])
    _table(flow, "二、条件（1.2是1的组成条件，余类推）", _CRITERIA, list(_criteria(rules, rules.criteria, "")))
    for version in rules.versions:
        if version.criteria:
            heading = f"二之{version.id}、本局整版录入的“{version.id}”版的条件"
            _table(flow, heading, _CRITERIA, list(_criteria(rules, version.criteria, "")))
    values = [row for item in rules.items.values() if item.type not in _TOLD_ELSEWHERE for row in _values(item)]
    if values:
        _table(flow, "三、数值", _VALUES, values)
    _amount_and_warnings(flow, rules)
    _table(flow, "五、条文和出处", _CLAUSES, [_clause(each) for each in rules.clauses.values()])
    foot(flow, (f"{rules.name}规则说明", "由决定案件的同一份规则数据生成，供核对，不作为对外答复。"))
    return flow.pages


def _columns(*given: tuple[str, float]) -> list[TableColumn]:
    return [TableColumn(title, share * _WIDTH, figures=False) for title, share in given]


_VERSIONS = _columns(("起", 0.16), ("止", 0.16), ("状态", 0.2), ("依据", 0.48))
_CRITERIA = _columns(("序号", 0.1), ("条件", 0.2), ("要求", 0.36), ("执行期间和依据", 0.34))
_VALUES = _columns(("名称", 0.24), ("数值", 0.3), ("起止", 0.17), ("依据", 0.19), ("证据", 0.1))
_CLAUSES = _columns(("文件和条款", 0.28), ("内容", 0.42), ("证据", 0.08), ("核对和复核", 0.22))


def _table(flow: Flow, heading: str, columns: list[TableColumn], rows: list[tuple[str, ...]]) -> None:
    flow.section(heading, columns, [TableRow(row) for row in rows])


def _head(flow: Flow, rules: Programme) -> None:
    decided = _ACTS[rules.act] + (f"：由{rules.organ}决定，本窗口只出具转介说明" if rules.organ else "")
    within = rules.decide_within
    limit = f"{within.working_days}个工作日（{within.clause.document}）" if within else "没有查到法定期限"
    flow.space(10)
    for text in (
        f"依据：{rules.basis.document} {numbered_place(rules.paragraph)}",
        f"原文：{rules.basis.text}",
        f"办理：{decided}　申请人：{_APPLICANTS[rules.applicant]}　办理期限：{limit}",
        *_selection(rules),
        "每项条件都判断；一项不知道时结论为“暂不能判断”。",
    ):
        for line in lines_of(text):
            flow.line(line)


def _selection(rules: Programme) -> Iterator[str]:
    """Which date selects the version of an application, and by which text; for the file's own word, that it is none."""
    for row in rules.items[VERSION_BY].rows:
        span = f"{row.start.isoformat()}至{_end(row.end)}申请的，"
        basis = f"，依据{_cited(row)}" if row.clause.document else "（没有查到规定，由程序推断）"
        yield f"{span}规则版本按{value_words(ItemType.VERSION_BY, row.value)}选定{basis}。"


def _version(version: Version) -> tuple[str, ...]:
    standing = "草案，未经本局确认不生效" if version.draft else "本局确认" if version.confirmed else "生效"
    source = version.source.clause.document if version.source else ""
    return (version.start.isoformat(), _end(version.end), standing, source)


def _criteria(rules: Programme, criteria: tuple[Criterion, ...], above: str) -> Iterator[tuple[str, ...]]:
    for place, criterion in enumerate(criteria, 1):
        number = f"{above}{place}"
        yield (number, criterion.label, requirement(criterion, rules), _standing(rules, criterion))
        yield from _criteria(rules, criterion.children, f"{number}.")


def _standing(rules: Programme, criterion: Criterion) -> str:
    item = rules.items.get(criterion.item or "")
    if item is None:
        return "同上一级"
    if item.type is not ItemType.CONDITION:
        return f"见数值［{item.label}］"
    told = "；".join(f"{row.start.isoformat()}至{_end(row.end)}：{_cited(row)}" for row in item.rows)
    bounds = [f"自{criterion.start}"] * (criterion.start is not None) + [f"至{criterion.end}"] * (
        criterion.end is not None
    )
    return told + (f"（本条{'、'.join(bounds)}）" if bounds else "")


def _values(item: Item) -> Iterator[tuple[str, ...]]:
    if not item.rows:
        yield (item.label, "（未录入；本局录入前不适用）", "", "", "")
    for row in item.rows:
        span = f"{row.start.isoformat()}至{_end(row.end)}"
        yield (item.label, value_words(item.type, row.value) + _issued(row), span, row.clause.document, row.evidence)


def _issued(row: Row) -> str:
    if row.judged_from is None and row.judged_to is None:
        return ""
    return f"（{row.judged_from or ''}至{_end(row.judged_to)}核发的证书）"


def _amount_and_warnings(flow: Flow, rules: Programme) -> None:
    flow.heading("四、金额和提示", rows=0)
    told = amount_words(rules.amount, rules) if rules.amount else "本项目没有金额。"
    own = (f"金额（“{one.id}”版）：{amount_words(one.amount, rules)}" for one in rules.versions if one.amount)
    for text in (f"金额：{told}", *own, *(f"提示：{rule.sentence}" for rule in rules.warnings)):
        for line in lines_of(text):
            flow.line(line)


def _clause(clause: SourcedClause) -> tuple[str, ...]:
    own = clause.clause
    review = f"，{clause.review_by.isoformat()}前复核" if clause.review_by else ""
    kind = "（国家文件，未见本市文件）" if clause.national else ""
    text = own.text or "（未取得原文）"
    return (f"{own.document} {own.article}{kind}".strip(), text, own.evidence, f"{clause.checked_on}核对{review}")


def _cited(row: Row) -> str:
    document = row.clause.document
    short = document.split("《")[0] if "〔" in document else document
    return f"{short} {row.clause.article}".rstrip() + f"（{row.evidence}）"


def _end(day: date | None) -> str:
    return "另行通知" if day is None else day.isoformat()
