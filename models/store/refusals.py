"""What the store's constraints say to a person: each refused statement as one Chinese line.

The names are those of `schema.py` and `guards.py`; a name without a line of its own is told in general terms.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from models.errors import Conflict, InputError, Refused, StoreError, SubsidyDeskError

if TYPE_CHECKING:
    from sqlalchemy.exc import DBAPIError

_LINES: Mapping[str, str] = {
    "account_name": "已有同名账号，请换一个名字。",
    "account_seat_known": "岗位名称不对，请从列表中选择。",
    "account_seat_mixed": "系统、安全、审计管理员不得兼任办案岗位，请分别设立账号。",
    "case_starts_at_window": "新申请只能从“待本窗口”开始，请按步骤办理。",
    "case_move_allowed": "该申请当前的状态不允许这一步，请刷新后按流程办理。",
    "case_identity": "申请的编号、申请人和项目登记后不能更改；如有错误请撤回后重新登记。",
    "case_facts_belong": "所引用的事实或审核结果不属于这件申请，未保存；请刷新后再试。",
    "case_decided_stands": "已作出决定的申请不能再更改受理、复核和事实记录。",
    "decision_once": "这件申请已经作出决定，不能重复决定；请刷新查看。",
    "decision_setting": "决定所依据的“复核与签发是否分设”与本单位现行设置不一致；请刷新后再签发。",
    "decision_matches_case": "决定上的受理人、复核人与申请记录不一致，或申请不在待签发状态；请刷新后再签发。",
    "decision_acts_recorded": "没有相应的受理或复核记录，不能作出决定；请先完成受理和复核。",
    "decision_signer_seat": "签发人没有签发岗位或账号已停用，不能签发；请由签发人员办理。",
    "decision_reviewer_seat": "复核人没有复核岗位，复核无效；请由复核人员重新复核。",
    "decision_review_four_eyes": "受理和复核必须由不同的人办理，请由另一人复核。",
    "decision_sign_four_eyes": "受理人不得签发自己受理的申请，请由另一人签发。",
    "decision_separate_eyes": "本单位规定复核和签发由不同的人办理，请由另一人签发。",
    "decision_amount": "决定金额不对：不予决定金额应为0，准予决定金额不能为负。",
    "letter_number": "这个文号已被使用，未保存；请重试。",
    "letter_serial": "这个文书序号已被使用，未保存；请重试。",
    "letter_of_decision": "这个决定已有决定书，不能再出一份。",
    "letter_fits_decision": "文书的种类或金额与决定不一致，未保存。",
    "letter_rests_on_decision": "决定书必须对应一个决定，受理通知书不能对应决定，未保存。",
    "bucket_once": "这个决定已计入月报，不能重复计入。",
    "bucket_fits_decision": "月报记录与决定、文书不一致，未保存。",
    "edition_once": "这一期月报的版次已经发布，请刷新后再发布新版。",
    "bureau_four_eyes": "录入人不能确认自己录入的数值，请由另一人确认。",
    "bureau_entered_unconfirmed": "新录入的数值须由第二人确认，不能录入时直接确认。",
    "bureau_only_confirmed": "录入的数值不能修改，确认后不能再次确认；如有错误请另行录入。",
    "class_number": "这个培训编号已有班，请直接打开那个班。",
    "class_number_stands": "这个班已开立案件，培训编号不能再改。",
    "class_case_of_member": "申请人不在这个班里，案件不能归入。",
    "bulk_act_undone_once": "这次批量办理已经撤销过，不能再改。",
    "journal_follows": "日志必须首尾相接，未保存；请重试。",
    "journal_time": "系统时间早于最近一次登记，未保存；请校准电脑时间后再办理。",
}

_COLUMNS: Mapping[str, str] = {
    "person.id_number": "person_id_number",
    "account.name": "account_name",
    "case_file.number": "case_number",
    "class_group.number": "class_number",
    "decision.case_id, decision.round": "decision_once",
    "letter.number": "letter_number",
    "letter.kind, letter.year, letter.serial": "letter_serial",
    "letter.decision_id": "letter_of_decision",
    "bucket.decision_id": "bucket_once",
    "edition.month, edition.edition": "edition_once",
}

_CONFLICTS = frozenset(
    {"decision_once", "letter_number", "letter_serial", "bucket_once", "edition_once", "journal_follows"}
)
_GUARD = re.compile(r"guard (\w+)")
_CHECK = re.compile(r"CHECK constraint failed: (\w+)")
_UNIQUE = re.compile(r"UNIQUE constraint failed: (.+)$")


def translated(error: DBAPIError) -> SubsidyDeskError | None:
    """The typed error for a database error, or None when it is a bug rather than a refusal.

    InputError for a taken ID number or text the store cannot hold, Conflict where somebody was first, Refused
    for a rule, StoreError for a full disk, a busy or a lost database.
    """
    from sqlalchemy import exc

    if isinstance(error, exc.IntegrityError):
        return _refusal(_constraint(error))
    if isinstance(error, exc.DataError):
        return InputError("填写的内容含有无法保存的字符或数字过大，未保存；请检查后重新填写。")
    if isinstance(error, exc.OperationalError | exc.DatabaseError):
        return _trouble(error)
    return None


def _refusal(name: str) -> SubsidyDeskError:
    if name == "person_id_number":
        return InputError("这个身份证号已有登记，请直接打开该人的资料。", "person.id_number")
    if name == "class_number":
        return InputError(_LINES[name], "number")
    if name in _CONFLICTS:
        return Conflict(_LINES[name])
    if name.endswith(("_unchanged", "_kept", "_kept_whole", "_fixed")):
        return Refused("这类记录只能追加，不能修改或删除；如有错误请另行更正。")
    return Refused(_LINES.get(name, f"这一步不符合数据库的约束（{name or '关联记录不存在'}），未保存；请刷新后再试。"))


def _constraint(error: DBAPIError) -> str:
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return str(diagnosis.constraint_name or "")
    text = str(error.orig)
    for pattern in (_GUARD, _CHECK):
        if found := pattern.search(text):
            return found.group(1)
    if found := _UNIQUE.search(text):
        return _COLUMNS.get(found.group(1), "")
    return ""


def _trouble(error: DBAPIError) -> StoreError:
    text = str(error.orig).lower()
    if "full" in text or "no space" in text:
        return StoreError("磁盘已满，未保存；已保存的数据不受影响，请清理磁盘空间后再试。")
    if "locked" in text or "busy" in text or "lock timeout" in text:
        return StoreError("数据库正忙，未保存；请稍候再试。")
    if "malformed" in text or "not a database" in text or "hmac" in text:
        return StoreError("数据库文件有损坏，已停止读写；请从最近的备份恢复。")
    if any(word in text for word in ("connection is lost", "connection is closed", "terminating", "server closed")):
        return StoreError("与共享服务器的连接中断，不能确定这一步是否已保存；请稍候重新打开该申请核对后再办。")
    if "readonly" in text or "read-only" in text or "query_only" in text:
        return StoreError("数据库以只读方式打开，不能保存。")
    return StoreError("读写数据库出错，未保存；请检查磁盘或网络连接后再试。")
