"""The facts of the programmes beyond the three main ones, in the manner of the vocabulary.

`hardship.…` are the conditions of 京人社评发〔2024〕11号 as they stood on `hardship.judged_on`, before the person found
work. A row of `enterprise.workers` is one worker of the class an enterprise applies for.
"""

from __future__ import annotations

from models.fact_key import FactKey, Sensitivity, choice, day, number, rows_of, text, yes_no

_NONE, _SENSITIVE = Sensitivity.NONE, Sensitivity.SENSITIVE
_ROLES = {
    "competitor": "获奖选手",
    "expert_leader": "项目技术指导专家组组长",
    "coach_leader": "教练组组长",
    "team_member": "技术团队其他成员",
    "none": "以上都不是",
}
_RESULTS = {"gold": "金牌", "silver": "银牌", "bronze": "铜牌", "excellence": "优胜奖", "none": "未获奖"}
_PLACES = {"first": "第一名", "second_to_fifth": "第二至第五名", "none": "未进入前五名或未参赛"}
_STUDIOS = {
    "national": "国家级技能大师工作室",
    "municipal": "市级技能大师工作室",
    "vocational_college": "职业院校技术技能大师工作室",
    "other": "其他工作室",
}
_FORMS = {
    "pre_job": "岗前培训",
    "on_job": "在岗培训",
    "off_job": "脱产培训",
    "seminar": "业务研修",
    "other": "其他方式",
}
_MODES = {"modern": "现代学徒制", "new": "企业新型学徒制", "other": "其他培训"}

_WORK: tuple[FactKey, ...] = (
    yes_no("work.employed_now", "已实现就业", "申请人现在是否已就业？", "就业登记或参保信息比对结果"),
    number(
        "work.months_employed",
        "就业后的月数",
        "申请人就业至今满多少个月？",
        "就业登记或参保信息比对结果",
        unit="个月",
        maximum=720,
    ),
    yes_no("work.seeks_employment", "有就业愿望", "申请人是否有就业愿望？", "求职登记信息"),
    yes_no("work.in_beijing", "在京工作", "申请人是否在京工作？", "参保信息比对结果或劳动合同"),
    choice(
        "person.worker_kind",
        "原法定退休年龄的岗位类别",
        "申请人原属工人岗位，还是管理或技术岗位（只影响女性的法定退休年龄）？",
        "档案或参保信息",
        {"worker": "工人岗位", "cadre": "管理或技术岗位"},
    ),
    yes_no(
        "certificate.matches_training", "证书与培训相应", "取得的证书与所参加的培训是否相应？", "证书和培训记录", _NONE
    ),
)

_HARDSHIP: tuple[FactKey, ...] = (
    day(
        "hardship.judged_on",
        "判断就业困难的日期",
        "按哪一天的情况判断就业困难（实现就业之前）？",
        "求职登记或失业登记信息",
    ),
    yes_no("hardship.out_of_work", "处于无业状态", "实现就业之前是否处于无业状态？", "就业登记和参保信息比对结果"),
    yes_no(
        "hardship.registered",
        "已办理失业登记或转移就业登记",
        "是否已办理失业登记或转移就业登记？",
        "失业登记或转移就业登记查询结果",
    ),
    yes_no(
        "hardship.job_seeking",
        "已提出就业愿望并办理求职登记",
        "是否已提出就业愿望并办理求职登记？",
        "求职登记信息",
    ),
    yes_no("hardship.able_to_work", "有一定劳动能力", "是否有一定劳动能力？", "本人承诺或劳动能力鉴定结论", _SENSITIVE),
    yes_no(
        "hardship.pension_drawn",
        "已享受基本养老保险待遇",
        "是否已享受基本养老保险待遇？",
        "养老保险待遇信息比对结果",
    ),
    yes_no(
        "hardship.business_owner",
        "担任经营主体负责人或为个体工商户经营者",
        "是否担任经营主体的法定代表人、股东、董事、监事、高管，或为个体工商户经营者？",
        "经营主体登记信息查询结果",
    ),
    number(
        "hardship.service_months",
        "接受公共就业服务的月数",
        "已接受公共就业服务满多少个月？",
        "公共就业服务记录",
        unit="个月",
        maximum=720,
    ),
    yes_no(
        "hardship.zero_employment_family",
        "零就业家庭成员",
        "是否为零就业家庭成员？",
        "零就业家庭认定信息查询结果",
        _SENSITIVE,
    ),
    yes_no(
        "hardship.minimum_living_allowance",
        "享受城乡低保待遇",
        "是否享受城乡居民最低生活保障待遇？",
        "低保信息查询结果",
        _SENSITIVE,
    ),
    number(
        "hardship.jobless_months", "连续失业的月数", "已连续失业满多少个月？", "失业登记信息", unit="个月", maximum=720
    ),
    yes_no(
        "hardship.restricted_area_labour",
        "绿化隔离等地区的农村劳动力",
        "是否为绿化隔离、矿山关闭、资源枯竭或受保护性限制地区的农村劳动力（已转移就业登记）？",
        "转移就业登记查询结果",
    ),
)

_FAMILY: tuple[FactKey, ...] = (
    yes_no(
        "family.minimum_living_allowance",
        "低保家庭子女",
        "申请人是否为本市低保家庭子女？",
        "低保信息查询结果",
        _SENSITIVE,
    ),
    yes_no(
        "family.low_income_farm",
        "低收入农户家庭子女",
        "申请人是否为本市低收入农户家庭子女？",
        "低收入农户认定信息查询结果",
        _SENSITIVE,
    ),
    choice(
        "family.relation_to_talent",
        "与高技能人才的关系",
        "申请人与高技能人才是什么关系？",
        "居民户口簿、结婚证或出生医学证明",
        {"spouse": "配偶", "child": "子女", "other": "其他"},
    ),
    yes_no(
        "family.talent_high_skilled",
        "家属为高技能人才",
        "申请人的配偶或父母是否为高技能人才？",
        "职业资格证书或职业技能等级证书查询结果",
    ),
    yes_no(
        "family.talent_enterprise_moved",
        "家属所在企业撤并搬迁",
        "高技能人才所在企业是否因经济结构调整、疏解非首都功能撤并搬迁？",
        "企业撤并搬迁证明",
        _NONE,
    ),
    yes_no("student.at_vocational_school", "就读职业院校", "申请人是否就读职业院校？", "学籍信息查询结果"),
    yes_no("student.enrolled_now", "在校期间", "申请人现在是否在校？", "学籍信息查询结果"),
)

_HONOURS: tuple[FactKey, ...] = (
    choice("studio.kind", "工作室类别", "工作室是哪一类？", "工作室认定文件", _STUDIOS, sensitivity=_NONE),
    yes_no("studio.leader", "工作室领办人", "申请人是否为该工作室的领办人？", "工作室认定文件"),
    yes_no("honour.high_skilled", "高技能人才", "申请人是否为高技能人才？", "职业资格证书或职业技能等级证书查询结果"),
    yes_no("honour.china_skills_award", "中华技能大奖获得者", "申请人是否获得中华技能大奖？", "获奖证书或表彰文件"),
    yes_no("honour.national_expert", "全国技术能手", "申请人是否为全国技术能手？", "荣誉证书或表彰文件"),
    yes_no(
        "honour.state_council_allowance",
        "享受国务院政府特殊津贴",
        "申请人是否享受国务院政府特殊津贴？",
        "国务院政府特殊津贴证书",
    ),
    yes_no(
        "honour.beijing_outstanding",
        "北京市有突出贡献的高技能人才",
        "申请人是否为北京市有突出贡献的高技能人才？",
        "表彰文件",
    ),
    yes_no(
        "honour.municipal_allowance",
        "享受市政府技能特殊津贴",
        "申请人是否享受市政府技能特殊津贴？",
        "津贴证书或公布文件",
    ),
    yes_no("honour.beijing_craftsman", "北京大工匠", "申请人是否为北京大工匠？", "荣誉证书或公布文件"),
    choice("honour.worldskills_result", "世界技能大赛名次", "在世界技能大赛取得什么名次？", "获奖证书", _RESULTS),
    choice(
        "honour.worldskills_role",
        "在世界技能大赛中的身份",
        "申请人在世界技能大赛中是什么身份？",
        "参赛或集训文件",
        _ROLES,
    ),
    yes_no("honour.worldskills_for_beijing", "代表本市参加世界技能大赛", "是否代表本市参加世界技能大赛？", "参赛文件"),
    choice(
        "honour.class_one_place",
        "国家和市级一类技能大赛名次",
        "在国家和市级一类技能大赛中取得第几名？",
        "获奖证书",
        _PLACES,
    ),
)

_WORKER: tuple[FactKey, ...] = (
    text("worker.id_number", "职工身份证号码", "职工的公民身份号码是什么？", "居民身份证", sensitivity=_SENSITIVE),
    yes_no("worker.employed", "本企业职工", "是否为本企业职工？", "参保信息比对结果"),
    choice(
        "worker.position",
        "岗位来源",
        "职工是新招用还是转岗？",
        "劳动合同",
        {"new_hire": "新招用", "transferred": "转岗", "other": "其他"},
    ),
    day("worker.hired_on", "入职日期", "职工哪天入职？", "劳动合同或参保信息"),
    day("worker.trained_on", "培训日期", "职工哪天参加培训？", "开班备案信息", sensitivity=_NONE),
    number("worker.class_hours", "培训课时", "职工完成多少课时？", "学员考勤表", unit="课时", maximum=10000),
    number("worker.contract_months", "劳动合同月数", "劳动合同期限多少个月？", "劳动合同", unit="个月", maximum=720),
)

_ENTERPRISE: tuple[FactKey, ...] = (
    text("enterprise.credit_code", "统一社会信用代码", "企业的统一社会信用代码是什么？", "营业执照"),
    text("enterprise.name", "企业名称", "企业的名称是什么？", "营业执照"),
    text("enterprise.bank_account", "企业收款账号", "企业的收款账号是什么？", "开户许可证或银行证明"),
    text("enterprise.bank_name", "企业开户银行", "企业在哪家银行开户？", "开户许可证或银行证明"),
    choice(
        "enterprise.training_form",
        "培训方式",
        "企业以什么方式培训职工？",
        "培训方案和开班备案",
        _FORMS,
        sensitivity=_NONE,
    ),
    yes_no(
        "enterprise.training_at_scale",
        "规模化、市场化专项培训",
        "经认定，是否属于规模化、市场化专项培训？",
        "培训方案和认定意见",
        _NONE,
    ),
    choice(
        "enterprise.apprenticeship_mode",
        "学徒制类型",
        "是现代学徒制还是企业新型学徒制？",
        "培养方案或项目申报书",
        _MODES,
        sensitivity=_NONE,
    ),
    number(
        "enterprise.programme_months",
        "学徒培养期限",
        "学徒培养多少个月？",
        "培养方案或项目申报书",
        unit="个月",
        maximum=120,
    ),
    yes_no(
        "enterprise.project_approved",
        "项目已通过专家评审",
        "学徒制项目申报是否已通过专家评审？",
        "评审结果通知",
        _NONE,
    ),
    rows_of("enterprise.workers", "职工名单", "参加培训的有哪些职工？", "职工花名册和参保信息比对结果", _WORKER),
)

FURTHER_FACTS: tuple[FactKey, ...] = (*_WORK, *_HARDSHIP, *_FAMILY, *_HONOURS, *_ENTERPRISE)
