"""The journal as the auditor reads it: who did what to what, when; the newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.assessment import Result
from models.attendant import ROLE_NAMES
from models.case import STATE_NAMES, Outcome
from models.casework.grounds import (
    EXTENSION_DAYS,
    EXTENSION_DOCUMENT,
    LAPSE_ARTICLE,
    LAPSE_DAYS,
    LAPSE_DOCUMENT,
    PAUSE_SETTING,
)
from models.casework.sealing import SEAL_SETTING
from models.casework.unit_of_work import Desk, is_digest
from models.desk_day import PART_NAMES, PIN_NAMES
from models.likeness_answer import ANSWER_NAMES
from models.money import format_yuan
from models.notice import PROPOSAL_NAMES
from models.office import SEAT_NAMES
from models.publicity import DAYS_SETTING, PROGRAMMES_SETTING
from models.rounds import ROUND_NAMES
from models.serving import EVENT_NAMES
from models.training_class import BULK_NAMES, LEAVING_NAMES
from models.vocabulary import PROGRAMME_NAMES, VOCABULARY

ACT_NAMES: Mapping[str, str] = {
    "office.create": "建立本局",
    "office.change": "修改单位设置",
    "office.steps": "设置公示和用印",
    "account.add": "添加账号",
    "account.close": "停用账号",
    "account.passphrase": "更换自己的口令",
    "account.reset": "重设他人口令",
    "account.recover": "用恢复密钥重设口令",
    "pin.set": "设置签发PIN",
    "pin.check": "签发PIN锁定",
    "person.register": "登记人员",
    "person.correct": "更正人员资料",
    "person.reveal": "查看完整证件号",
    "person.correct_number": "更正证件号码",
    "person.merge": "合并登记",
    "person.confirm_change": "核对证件号码更正",
    "person.drop_change": "不予更正证件号码",
    "person.likeness": "核对相似人员",
    "case.open": "收件",
    "case.account": "更正企业收款账户",
    "case.attendant": "登记到场人",
    "case.facts": "修改申请内容",
    "case.paper": "收到材料",
    "case.register_check": "查询已享受记录",
    "case.accept": "受理",
    "case.submit": "送复核",
    "case.withdraw": "撤回",
    "case.serve": "送达",
    "case.notice": "一次性补正告知",
    "case.arrival": "登记补正",
    "case.propose": "提请",
    "case.deem": "视为受理",
    "case.redate": "补算期限",
    "case.extend": "延期",
    "case.not_accept": "不予受理",
    "case.lapse": "按逾期未补正处理",
    "notice.approve": "批准再次告知",
    "proposal.decline": "不同意提请",
    "calendar.enter": "录入放假安排",
    "calendar.confirm": "确认放假安排",
    "office.grounds": "录入时限依据",
    "letter.serve": "登记送达",
    "case.assess": "审核计算",
    "case.review": "复核通过",
    "case.return": "退回",
    "case.decide": "签发决定",
    "case.undo": "撤销签发",
    "case.seal": "用印",
    "case.reopen": "开始更正或复议",
    "case.resubmit": "更正后送复核",
    "case.maintain": "维持原决定",
    "publicity.publish": "出公示名单",
    "publicity.end": "公示期满",
    "publicity.object": "登记公示异议",
    "publicity.settle": "处理公示异议",
    "case.pay": "登记拨付",
    "case.payment_returned": "登记退票",
    "payment.make": "编制付款清单",
    "payment.confirm": "确认付款清单",
    "payment.cancel": "撤销付款清单",
    "payment.export": "导出付款清单",
    "payment.result": "登记银行结果",
    "payment.check": "账户核对无误",
    "payment.template": "修改银行模板",
    "repayment.propose": "提出责令退回",
    "repayment.drop": "撤下责令退回",
    "repayment.sign": "签发责令退回",
    "repayment.receive": "退回款到账",
    "repayment.offset": "抵扣退回款",
    "case.note": "备注",
    "case.settle_note": "处理备注",
    "case.take_over": "接办",
    "case.export": "导出卷宗",
    "class.add": "建班",
    "class.change": "修改班的信息",
    "class.roster": "导入名册",
    "class.attendance": "登记出勤",
    "class.remove": "移出学员",
    "class.leave": "登记学员退出",
    "class.bulk": "批量办理",
    "class.undo": "撤销批量办理",
    "letter.reprint": "重印文书",
    "value.enter": "录入政策值",
    "value.confirm": "确认政策值",
    "month.publish": "发布月报",
    "access.read": "查看查阅记录",
    "access.export": "导出查阅记录",
    "store.backup": "备份",
    "store.backup.auto": "自动备份",
    "store.rehearse": "演练恢复",
    "store.thin": "清理旧备份",
    "store.rotate": "更换数据密钥",
    "store.restore": "恢复备份",
    "store.migrate": "升级数据库",
    "store.move": "搬迁本局数据",
}
_SUBJECTS = {
    "case": "案件",
    "person": "人员",
    "account": "账号",
    "bureau": "政策值",
    "month": "月报",
    "store": "数据库",
    "office": "单位",
    "payment": "付款清单",
    "calendar": "工作日历",
    "class": "班",
    "roster": "名册",
    "access": "查阅记录",
    "rules:export": "规则文件（导出）",
    "rules:import": "规则文件（导入）",
}
_DETAILS = {
    "letter": "文号",
    "amount_fen": "金额",
    "in_force": "政策已生效",
    "how": "方式",
    "on": "日期",
    "state": "转到",
    "result": "结论",
    "facts": "事实",
    "assessment": "审核",
    "decision": "决定",
    "paper": "材料",
    "register_check": "查询",
    "awards": "查到记录",
    "person": "人员",
    "programme": "项目",
    "applied_on": "申请日",
    "changed": "改动",
    "separate_review_and_sign": "复核签发分设",
    "seats": "席位",
    "active": "在用",
    "locked_until": "锁定到",
    "schema": "数据库版本",
    "replaces": "代替录入",
    "backup": "备份",
    "edition": "版次",
    "outcome": "结果",
    "year": "年度",
    "serial": "序号",
    "round": "轮次",
    "district": "区划",
    "accounts": "账号数",
    "practice": "练习",
    "lines": "笔数",
    "times": "次数",
    "paid": "已拨付",
    "rejected": "退票",
    "instalments": "期数",
    "order": "退回通知",
    "counted": "已在月报公布",
    "objection": "异议",
    "upheld": "异议成立",
    "publicity": "公示名单",
    "notice": "告知次序",
    "items": "项次",
    "left": "还差项数",
    "proposal": "提请号",
    "event": "结果",
    "document": "文号",
    "documents": "文号",
    "from": "由",
    "to": "到",
    "change": "更正",
    "into": "并入",
    "old": "原号码",
    "new": "新号码",
    "cases": "涉及案件",
    "attendant": "到场登记",
    "role": "到场人",
    "other": "对方",
    "kind": "种类",
    "answer": "答复",
    "added": "新增",
    "joined": "入班",
    "completed": "补充",
    "bulk": "批量",
    "part": "职责",
    "given_by": "交出账号",
    "given_to": "接办账号",
    "waits": "待答复",
    "drafts": "没办完的收件",
    "viewer": "查看人",
    "case": "案件",
    "entries": "条数",
    "company_account": "企业账户登记",
    "findings": "问题数",
    "format": "模板名",
    "key": "密钥",
    "name": "名称",
    "number": "编号",
    "removed": "清理份数",
}
_VALUES = {
    **{state.value: name for state, name in STATE_NAMES.items()},
    **{seat.value: name for seat, name in SEAT_NAMES.items()},
    **PROGRAMME_NAMES,
    **{role.value: name for role, name in ROLE_NAMES.items()},
    **{answer.value: name for answer, name in ANSWER_NAMES.items()},
    **{kind.value: name for kind, name in ROUND_NAMES.items()},
    **{kind.value: name for kind, name in PROPOSAL_NAMES.items()},
    **{event.value: name for event, name in EVENT_NAMES.items()},
    Outcome.GRANTED.value: "准予",
    Outcome.REFUSED.value: "不予",
    Result.ELIGIBLE.value: "符合",
    Result.INELIGIBLE.value: "不符合",
    Result.CANNOT_TELL.value: "还不能判断",
    Result.NOT_IN_FORCE.value: "政策未生效",
    **{kind.value: name for kind, name in BULK_NAMES.items()},
    **{pin.value: name for pin, name in PIN_NAMES.items()},
    **{part.value: name for part, name in PART_NAMES.items()},
    **{kind.value: name for kind, name in LEAVING_NAMES.items()},
}
# What was changed, where it is no fact of the vocabulary: of the office, a person, a class, an attendance.
_FIELDS = {
    "name": "名称",
    "district": "区",
    "streets": "街道（乡镇）",
    "letter_codes": "代字",
    "address": "地址",
    "phone": "电话",
    "separate_review_and_sign": "复核签发分设",
    "rest_day_rule": "休息日顺延",
    "settings": "其他设置",
    "version": "版本",
    PROGRAMMES_SETTING: "公示的项目",
    DAYS_SETTING: "公示天数",
    SEAL_SETTING: "用印单独登记",
    LAPSE_DOCUMENT: "逾期未补正的依据文号",
    LAPSE_ARTICLE: "逾期未补正的条数",
    LAPSE_DAYS: "逾期未补正的期限",
    EXTENSION_DOCUMENT: "延期的依据文号",
    EXTENSION_DAYS: "延期天数",
    PAUSE_SETTING: "补正期间",
    "id_number": "证件号码",
    "id_kind": "证件种类",
    "id_expires_on": "证件有效期",
    "name_as_typed": "录入的姓名",
    "former_names": "曾用名",
    "birth_date": "出生日期",
    "sex": "性别",
    "household": "户籍",
    "groups": "人员类别",
    "not_groups": "不属于的类别",
    "street": "街道（乡镇）",
    "bank_card": "银行卡",
    "bank_name": "开户银行",
    "number": "培训编号",
    "school": "培训机构",
    "kind": "培训类型",
    "occupation": "职业（工种）",
    "level": "等级",
    "started_on": "开班日期",
    "ended_on": "结课日期",
    "provider_listed": "机构在目录内",
    "in_catalogue": "课程在目录内",
    "days_planned": "计划天数",
    "days_attended": "出勤天数",
    "completed": "是否结业",
}
_HASHES = frozenset({"sha256", "content_sha256", "rulebook", "scan", "slot"})


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One act. `subject` names it without personal data; `hash` is the chain's value after it."""

    seq: int
    at: datetime
    account: str
    act: str
    subject: str
    detail: str
    hash: str


def journal_rows(desk: Desk, limit: int = 200) -> tuple[JournalRow, ...]:
    """The newest `limit` entries, the newest first."""
    with desk.look("journal.read") as work:
        last, _ = work.rows.head()
        names = {account.id: account.name for account in work.rows.accounts()}
        entries = work.rows.entries(max(0, last - limit), limit)
    return tuple(
        JournalRow(
            entry.seq,
            entry.at,
            names.get(entry.account_id, "程序") if entry.account_id is not None else "程序",
            ACT_NAMES.get(entry.act, entry.act),
            _subject(entry.subject),
            _words(entry.detail),
            entry.hash,
        )
        for entry in reversed(entries)
    )


def _subject(subject: str) -> str:
    kind, _, which = subject.partition(":")
    return _SUBJECTS.get(subject) or f"{_SUBJECTS.get(kind, kind)} {which}".strip()


def _words(detail: Mapping[str, Any]) -> str:
    """The detail on one line: known keys in words, digests and what is empty left out."""
    return "，".join(
        f"{_DETAILS.get(key, key)} {_short(key, value)}"
        for key, value in detail.items()
        if value not in (None, "", [], {}) and key not in _HASHES and not is_digest(value)
    )


def _short(key: str, value: Any) -> str:
    if key == "amount_fen" and isinstance(value, int):
        return format_yuan(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if key == "changed" and isinstance(value, list | tuple):
        return "、".join(_changed(str(one)) for one in value)
    if isinstance(value, list | tuple):
        return "、".join(_VALUES.get(str(one), str(one)) for one in value)
    return _VALUES.get(str(value), str(value))


def _changed(name: str) -> str:
    fact = VOCABULARY.get(name)
    return _FIELDS.get(name, name) if fact is None else fact.label
