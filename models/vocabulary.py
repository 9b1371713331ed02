"""Every fact a case may hold: its type, unit, question, proof, sensitivity, and whether it may be absent.

A key outside this table is never a fact: it is bad input in a facts file and a load error in a rulebook.
Source of the keys: the contract for other programs; of the level names: GB 职业技能等级 and 人社部发〔2022〕14号.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from models.errors import InputError
from models.fact_key import (
    LEVELS_ASCENDING,
    FactKey,
    FactType,
    Sensitivity,
    choice,
    day,
    level,
    number,
    text,
    yes_no,
)
from models.further_facts import FURTHER_FACTS
from models.identity_document import DOCUMENT_NAMES

__all__ = [
    "IN_KIND",
    "LEVELS_ASCENDING",
    "LEVEL_NAMES",
    "PROGRAMME_NAMES",
    "ROW_FACTS",
    "VOCABULARY",
    "FactKey",
    "FactType",
    "Sensitivity",
    "described",
    "fact_key",
    "level_name",
    "level_rank",
    "programme_name",
    "shown",
]


LEVEL_NAMES: Mapping[int, str] = MappingProxyType(
    {
        5: "五级/初级工",
        4: "四级/中级工",
        3: "三级/高级工",
        2: "二级/技师",
        1: "一级/高级技师",
        0: "学徒工",
        7: "特级技师",
        8: "首席技师",
    }
)

PROGRAMME_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "free_training": "免费就业创业培训",
        "living_allowance": "培训期间生活费补贴",
        "skill_upgrade": "技能提升补贴",
        "consolidation_training": "就业困难人员免费技能巩固培训",
        "employment_reward": "就业困难人员取证并就业奖励",
        "enterprise_training": "企业职业培训补贴",
        "apprenticeship": "现代学徒制、企业新型学徒制培训补助",
        "family_guidance": "疏解企业高技能人才配偶、子女免费职业指导和培训",
        "tuition_waiver": "职业院校学费减免",
        "student_grant": "职业院校助学金",
        "studio_leader_allowance": "技能大师工作室领办人工作津贴",
        "talent_introduction": "直接办理人才引进",
        "senior_title": "破格评正高级、高级职称",
        "skill_award": "表彰奖励",
    }
)

# Granted as a service: a decision with no amount to compute, whatever else still waits to be confirmed.
IN_KIND = frozenset({"free_training", "consolidation_training", "family_guidance"})

_STATUS = {"enterprise_employee": "企业在职职工", "unemployment_benefit": "领取失业保险金人员", "other": "其他"}
_CERTIFICATE_KINDS = {
    "vocational_qualification": "国家职业资格证书",
    "skill_level": "职业技能等级证书",
    "special_ability": "专项职业能力证书",
    "training_completion": "培训合格证书",
}
_HOUSEHOLDS = {"beijing_urban": "本市城镇户籍", "beijing_rural": "本市农村户籍", "other": "外省市户籍"}
_DOCUMENTS = {kind.value: name for kind, name in DOCUMENT_NAMES.items()}
_VERIFIED = {"consistent": "联网查询一致", "inconsistent": "联网查询不一致", "not_found": "联网查无"}


_PERSON: tuple[FactKey, ...] = (
    text(
        "person.id_number",
        "公民身份号码",
        "申请人的公民身份号码是什么？",
        "居民身份证",
        sensitivity=Sensitivity.SENSITIVE,
    ),
    choice("person.id_kind", "证件种类", "申请人持哪种证件？", "身份证件", _DOCUMENTS),
    day("person.birth_date", "出生日期", "申请人哪天出生？", "居民身份证"),
    choice("person.sex", "性别", "申请人的性别是什么？", "居民身份证", {"m": "男", "f": "女"}),
    choice("person.household", "户籍", "申请人的户籍在哪里？", "居民户口簿或户籍信息查询结果", _HOUSEHOLDS),
    yes_no("person.urban_unemployed", "城镇失业人员", "申请人是否为已办理失业登记的城镇失业人员？", "失业登记查询结果"),
    yes_no("person.rural_labour", "农村劳动力", "申请人是否为农村劳动力？", "转移就业登记或户籍信息查询结果"),
    yes_no(
        "person.low_income_farm_household",
        "低收入农户劳动者",
        "申请人是否为低收入农户劳动者？",
        "低收入农户认定信息查询结果",
        Sensitivity.SENSITIVE,
    ),
    yes_no("person.veteran", "退役军人", "申请人是否为退役军人？", "退役军人优待证或退出现役证件"),
    yes_no("person.redeployed_worker", "转岗再就业职工", "申请人是否为转岗再就业职工？", "用人单位出具的转岗证明"),
    yes_no("person.disabled", "残疾人", "申请人是否为残疾人？", "残疾人证", Sensitivity.SENSITIVE),
    yes_no("person.college_graduate", "高校毕业生", "申请人是否为高校毕业生？", "毕业证书或学历查询结果"),
    yes_no("person.vocational_graduate", "职业院校毕业生", "申请人是否为职业院校毕业生？", "毕业证书或学历查询结果"),
    yes_no(
        "person.hard_to_employ",
        "就业困难人员",
        "申请人是否已被认定为就业困难人员？",
        "就业困难人员认定信息查询结果",
        Sensitivity.SENSITIVE,
    ),
    yes_no(
        "person.integrity_listed",
        "失信名单记录",
        "申请人是否被列入失信名单（只作提示）？",
        "信用信息查询结果",
        Sensitivity.SENSITIVE,
    ),
    yes_no("person.public_payroll", "机关事业单位在编人员", "申请人是否为机关事业单位在编人员？", "参保信息比对结果"),
)

_WORK: tuple[FactKey, ...] = (
    choice("work.status_at_certificate", "取得证书时的身份", "取得证书时是什么身份？", "参保信息比对结果", _STATUS),
    choice("work.status_at_application", "申请时的身份", "申请时是什么身份？", "参保信息比对结果", _STATUS),
    number(
        "insurance.unemployment_months",
        "在本市累计缴纳失业保险费的月数",
        "在本市累计缴纳失业保险费多少个月？",
        "参保信息比对结果",
        unit="个月",
        maximum=720,
    ),
)

_CERTIFICATE: tuple[FactKey, ...] = (
    choice(
        "certificate.kind",
        "证书种类",
        "证书是哪一种？",
        "证书原件或联网查询结果",
        _CERTIFICATE_KINDS,
        sensitivity=Sensitivity.NONE,
    ),
    text(
        "certificate.number",
        "证书编号",
        "证书编号是什么？",
        "证书原件或联网查询结果",
        sensitivity=Sensitivity.PERSONAL,
    ),
    text("certificate.occupation", "证书的职业（工种）", "证书的职业（工种）是什么？", "证书原件或联网查询结果"),
    level("certificate.level", "证书等级", "证书是哪一级？", "证书原件或联网查询结果"),
    day("certificate.issued_on", "证书核发日期", "证书是哪天核发的？", "证书原件或联网查询结果"),
    choice(
        "certificate.verified",
        "证书联网查询结果",
        "联网查询证书的结果是什么？",
        "联网查询结果",
        _VERIFIED,
        sensitivity=Sensitivity.NONE,
    ),
    yes_no(
        "certificate.occupation_in_shortage",
        "急需紧缺职业（工种）",
        "证书的职业（工种）是否在急需紧缺职业（工种）目录内？",
        "急需紧缺职业（工种）目录",
        Sensitivity.NONE,
    ),
    yes_no(
        "certificate.higher_held",
        "已持有同一职业（工种）更高等级证书",
        "申请人是否已持有同一职业（工种）更高等级的证书？",
        "联网查询结果",
    ),
    yes_no(
        "certificate.occupation_matches_industry",
        "证书职业中类与所在企业行业类别一致",
        "证书的职业中类与所在企业的行业类别是否一致？",
        "职业分类大典与企业登记信息比对",
        Sensitivity.NONE,
    ),
    yes_no(
        "certificate.occupation_digital_or_green",
        "数字职业或绿色职业",
        "证书的职业是否为数字职业或绿色职业？",
        "职业目录中的S、L标识",
        Sensitivity.NONE,
    ),
)

_TRAINING: tuple[FactKey, ...] = (
    choice(
        "training.kind",
        "培训类型",
        "是技能培训还是创业培训？",
        "培训报名信息",
        {"skill": "技能培训", "entrepreneurship": "创业培训"},
        sensitivity=Sensitivity.NONE,
    ),
    text("training.occupation", "培训的职业（工种）", "培训的职业（工种）是什么？", "培训报名信息", nullable=True),
    level("training.level", "培训等级", "培训的是哪一级？", "培训报名信息"),
    day("training.started_on", "开班日期", "培训哪天开班？", "开班备案信息", sensitivity=Sensitivity.NONE),
    day("training.ended_on", "结课日期", "培训哪天结课？", "开班备案信息", sensitivity=Sensitivity.NONE),
    yes_no("training.in_catalogue", "培训课程在目录内", "培训课程是否在培训目录内？", "培训课程目录", Sensitivity.NONE),
    yes_no(
        "training.provider_listed",
        "培训机构在目录内",
        "培训机构是否在定点机构目录内？",
        "培训机构目录",
        Sensitivity.NONE,
    ),
    yes_no(
        "training.free_training_approved",
        "免费培训已获批准",
        "这次培训是否已获准免费参加？",
        "免费培训准予决定",
        Sensitivity.NONE,
    ),
    yes_no("training.completed", "已完成培训", "是否已完成全部培训？", "结业或考核记录", Sensitivity.NONE),
    text("training.number", "培训编号", "这次培训的编号是什么？", "开班备案信息"),
    number("training.days_attended", "实际出勤天数", "实际出勤多少天？", "学员考勤表", unit="天", maximum=1000),
    number("training.days_planned", "计划培训天数", "计划培训多少天？", "开班备案信息", unit="天", maximum=1000),
)

VOCABULARY: Mapping[str, FactKey] = MappingProxyType(
    {key.name: key for key in (*_PERSON, *_WORK, *_CERTIFICATE, *_TRAINING, *FURTHER_FACTS)}
)

# What a row of a list holds; never a fact of its own.
ROW_FACTS: Mapping[str, FactKey] = MappingProxyType(
    {name: column for key in VOCABULARY.values() for name, column in key.columns.items()}
)

_RANK: Mapping[int, int] = MappingProxyType({level: rank for rank, level in enumerate(LEVELS_ASCENDING)})


def shown(name: object) -> str:
    """A foreign name as it may stand in a one-line message: short, on one line, printable."""
    text = " ".join(str(name).split())[:60]
    return "".join(character if character.isprintable() else "�" for character in text)


def fact_key(name: str) -> FactKey:
    """The entry of a fact key. Raises InputError for a key outside the vocabulary."""
    key = VOCABULARY.get(name)
    if key is None:
        raise InputError(f"没有“{shown(name)}”这一事实项，请核对名称", name)
    return key


def described(name: str) -> FactKey:
    """The entry of a fact key or of a fact of a list's rows. Raises InputError for any other name."""
    return ROW_FACTS[name] if name in ROW_FACTS else fact_key(name)


def level_name(level: int) -> str:
    """The Chinese name of a level, e.g. 4 → 四级/中级工. Raises InputError for a number that is no level."""
    try:
        return LEVEL_NAMES[level]
    except KeyError:
        raise InputError(f"没有{level}这一等级，只能是1至5级，或0（学徒工）、7（特级技师）、8（首席技师）") from None


def level_rank(level: int) -> int:
    """The place among the eight levels, 0 the lowest (学徒工) to 7 the highest (首席技师)."""
    level_name(level)
    return _RANK[level]


def programme_name(programme: str) -> str:
    """The Chinese name of a programme. Raises InputError for an unknown id."""
    try:
        return PROGRAMME_NAMES[programme]
    except KeyError:
        raise InputError(f"没有“{shown(programme)}”这一补贴项目，请核对名称", "programme") from None
