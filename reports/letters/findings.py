"""The facts a decision rests on, told from the assessment's criterion lines: sentence, verdict, clause."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from models.assessment import Assessment, Clause, Line, Verdict
from models.errors import Refused
from models.letter import LetterOrder
from models.rules.sentences import numbered_place
from models.version_dates import date_name
from models.vocabulary import level_name
from reports.document import Block, Item, Paragraph
from reports.letters.wording import FOUNDING, FOUNDING_DATE, day, numbered, ordinal

_SKILL_WORDS = (("certificate.occupation", "certificate.level"), ("training.occupation", "training.level"))
_VERDICT_WORDS = {
    Verdict.MET: "符合条件",
    Verdict.NOT_MET: "不符合条件",
    Verdict.UNKNOWN: "暂不能判断",
    Verdict.JUDGEMENT: "须由经办人认定",
}
_TITLE_ENDS = ("法", "法典", "条例", "规定", "办法", "细则", "方案", "意见", "通知")
_PLAIN = frozenset({"是", "否"})
_SINCE = re.compile("（自[0-9]+年[0-9]+月[0-9]+日起执行）")
# A met choice is itself one of those asked for; a bound (要求不少于, 要求不早于) stands beside its value.
_CHOICES = re.compile("，要求为[^，]*$")
_PARTS = re.compile("须(?:同时满足|满足其一)（.*?），(?=各项均已满足|其中“)")
# Which parts settled a composite; a letter tells those parts themselves right behind.
_SETTLED_BY = re.compile("[：，](?:其中“.*”成立|其中.*尚不清楚|未满足.*)$")
_FROM_ITSELF = re.compile("^(.+?)(：.*，须在)\\1起")
_NUMBERED = re.compile("[一二三四五六七八九十百0-9、]+")


def assessed(order: LetterOrder) -> Assessment:
    """The assessment a decision letter must have; refused without one."""
    if order.assessment is None:
        raise Refused("本案还没有审核结论，不能制作决定书。请先完成审核。")
    return order.assessment


def applicant(order: LetterOrder) -> str:
    """Who applied, with the masked number, and for which occupation and level."""
    told = f"申请人{order.person.name}，{numbered(order)}"
    skill = occupation_and_level(assessed(order))
    return f"{told}，{skill}。" if skill else f"{told}。"


def occupation_and_level(assessment: Assessment) -> str:
    """职业（工种）：电工，等级：四级（中级工）; empty where the facts name neither."""
    facts = facts_of(assessment)
    for occupation_key, level_key in _SKILL_WORDS:
        occupation, level = facts.get(occupation_key), facts.get(level_key)
        told = []
        if occupation:
            told.append(f"职业（工种）：{occupation}")
        if isinstance(level, int):
            told.append(f"等级：{_level(level)}")
        if told:
            return "，".join(told)
    return ""


def _level(level: int) -> str:
    name, _slash, other = level_name(level).partition("/")
    return f"{name}（{other}）" if other else name


def cited(clause: Clause) -> str:
    """A clause by document and article: 人社部发〔2024〕40号第三条, 《社会保险经办条例》第二十四条."""
    return f"{titled(clause.document)}{_article(clause.article)}"


def titled(document: str) -> str:
    """A document as it is cited: a law by its title in 《》, a notice by its number, a page by what it is called."""
    name, bracket, rest = document.partition("（")
    if "〔" in document or "《" in document or not name.endswith(_TITLE_ENDS):
        return document
    trial = "（试行）"
    if f"{bracket}{rest}".startswith(trial):
        return f"《{name}{trial}》{rest.removeprefix(trial[1:])}"
    return f"《{name}》{bracket}{rest}"


def _article(article: str) -> str:
    """A bare number such as 三 in the form of an article; a place among numbered parts stays as numbered: 二（三）9."""
    full = numbered_place(article)
    return f"第{full}条" if _NUMBERED.fullmatch(full) else full


def finding(line: Line) -> str:
    """One criterion as found: its sentence with the verdict, and the parts that settled it; no mark at the end."""
    return _with_parts(line, _told)


def grounded(line: Line) -> str:
    """A finding with its clause."""
    ground = cited(line.clause)
    return f"{finding(line)}；依据：{ground}。" if ground else f"{finding(line)}。"


def met_blocks(lines: Iterable[Line]) -> list[Block]:
    """What speaks for the applicant, one item for each clause; composites by themselves."""
    groups: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        if line.verdict is not Verdict.MET:
            continue
        key = (cited(line.clause), line.id if line.children else "")
        groups.setdefault(key, []).append(_found(line))
    items: list[Block] = [
        Item(f"{ordinal(number)}{_joined(told)}。{f'依据：{ground}。' if ground else ''}")
        for number, ((ground, _id), told) in enumerate(groups.items(), 1)
    ]
    return [Paragraph("经审查，你的申请符合下列条件："), *items] if items else []


def open_blocks(lines: Iterable[Line]) -> list[Block]:
    """What was left open because a refusal does not turn on it."""
    told = "；".join(finding(line) for line in lines if line.verdict in (Verdict.UNKNOWN, Verdict.JUDGEMENT))
    return [Paragraph(f"下列条件没有作出认定，不影响本决定：{told}。")] if told else []


def _found(line: Line) -> str:
    """A met criterion and the parts that settled it, in brief."""
    return _with_parts(line, _brief)


def _with_parts(line: Line, tell: Callable[[Line], str]) -> str:
    """A criterion and the parts that settled it, each told once.

    A part whose own parts are told in its place keeps its name: “正高级职称”成立，其中：…. A part that settled it by
    having the other verdict (no public payroll: 在编人员：否) is told without that verdict, which is not the whole's.
    """
    told = [(_without_verdict(part, tell) if contrary else tell(part)) for part, contrary in _settling(line)]
    if not told:
        return tell(line)
    named = any(_own_parts(part) for part in _deciding(line))
    verdict = f"，{_VERDICT_WORDS[line.verdict]}"
    whole = tell(line)
    head = whole.removesuffix(verdict)
    rest = whole[len(head) :]
    head = _SETTLED_BY.sub(lambda found: found[0].replace("其中", "", 1) if named else "", head)
    name, _colon, said = _SINCE.sub("", head).partition("：")
    news = [part for part in told if not _is_plain(part, name)]
    if not news:  # the whole has said it, or is nothing but its part
        return f"{head}{rest}" if said else "；".join(told)
    return f"{head}{rest}，其中：{_joined(news) if tell is _brief else '；'.join(news)}"


def _is_plain(told: str, name: str) -> bool:
    """Whether a part is a bare yes or no on what its whole is called: 就业困难人员：已认定，其中：就业困难人员：是."""
    subject, _colon, value = told.partition("：")
    return subject == name and value.partition("，")[0] in _PLAIN


def _without_verdict(line: Line, tell: Callable[[Line], str]) -> str:
    told = tell(line).removesuffix(f"，{_VERDICT_WORDS[line.verdict]}")
    return _CHOICES.sub("", told) if tell is _brief else told


def _brief(line: Line) -> str:
    """What was found, without the verdict, which stands above the list, and what that verdict already says."""
    told = _SINCE.sub("", _told(line)).removesuffix(f"，{_VERDICT_WORDS[Verdict.MET]}")
    return _FROM_ITSELF.sub(r"\1\2", _PARTS.sub("", _CHOICES.sub("", told)))


def _joined(told: Iterable[str]) -> str:
    """Findings one after the other; a value on which two criteria rest is told once."""
    rests: dict[str, list[str]] = {}
    for each in told:
        value, _comma, rest = each.partition("，")
        if "：" not in value:  # a count, not a fact with its value
            value, rest = each, ""
        rests.setdefault(value, []).append(rest)
    return "；".join("，".join(filter(None, [value, *dict.fromkeys(rest)])) for value, rest in rests.items())


def _told(line: Line) -> str:
    """A sentence that does not yet say its verdict gets it here."""
    told, words = bare(line.sentence), _VERDICT_WORDS[line.verdict]
    return told if told.endswith(words) else f"{told}，{words}"


def _settling(line: Line) -> Iterator[tuple[Line, bool]]:
    """The parts that settled a composite, down to the last, and whether one did by having the other verdict."""
    for child in _deciding(line):
        contrary = child.verdict is not line.verdict
        if _own_parts(child):
            yield from ((part, contrary or other) for part, other in _settling(child))
        else:
            yield child, contrary


def _deciding(line: Line) -> list[Line]:
    """The parts of a composite that share its verdict; all of them where none does."""
    parts = _own_parts(line)
    return [child for child in parts if child.verdict is line.verdict] or parts


def _own_parts(line: Line) -> list[Line]:
    """The rows of a list are told by themselves, so that a list counts as a part without parts."""
    return [child for child in line.children if not child.id.endswith("]")]


def evidence(order: LetterOrder) -> str:
    """What the facts were established from: papers received, and checks recorded in the facts."""
    assessment = assessed(order)
    relied = [f"你提交的{'、'.join(order.papers)}"] if order.papers else []
    if facts_of(assessment).get("certificate.verified") is not None:
        relied.append("证书联网查询结果")
    if assessment.facts.get("awards", {}).get("complete"):
        relied.append("补贴享受记录查询结果")
    relied.append("我局核查并记录在案的情况")
    return f"认定本案事实的依据是：{'；'.join(relied)}。"


def facts_of(assessment: Assessment) -> Mapping[str, Any]:
    """The facts judged, by their keys."""
    facts: Mapping[str, Any] = assessment.facts.get("facts", {})
    return facts


def grounds(order: LetterOrder) -> str:
    """The documents relied on, the founding one first, and the version of the rules."""
    documents = dict.fromkeys(titled(line.clause.document) for line in assessed(order).criteria)
    others = [document for document in documents if document and not document.startswith(FOUNDING)]
    first = [cited(Clause(FOUNDING, order.paragraph))] if order.case.applied_on >= FOUNDING_DATE else []
    return f"依据{'、'.join(first + others)}，{selected(order)}适用{rule_version(order)}"


def selected(order: LetterOrder) -> str:
    """By which text another date than the application's selected the version; nothing where the application's did."""
    assessment = assessed(order)
    told = assessment.version_date
    if told is None or told.on is None:
        return ""
    return f"按照{cited(told.clause)}，以{date_name(told.by)}（{day(told.on)}）选定规则版本，"


def rule_version(order: LetterOrder) -> str:
    """Which version of the rules was applied."""
    assessment = assessed(order)
    if assessment.version_from is None:
        raise Refused("本案没有生效的规则版本，不能制作决定书。")
    until = f"至{day(assessment.version_to)}" if assessment.version_to else "起"
    return f"{day(assessment.version_from)}{until}的{order.programme_name}规则"


def bare(sentence: str) -> str:
    """A sentence without its closing mark, to be continued."""
    return sentence.strip().rstrip("。；;，,")


def not_met(lines: Iterable[Line]) -> list[Line]:
    """The criteria that are not met, in order."""
    return [line for line in lines if line.verdict is Verdict.NOT_MET]
