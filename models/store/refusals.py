"""What the store's constraints say to a person: each refused statement as one Chinese line.

The names are those of `schema.py` and `guards.py`; a name without a line of its own is told in general terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from models.errors import NOT_SAVED, Conflict, Disconnected, InputError, Refused, StoreError, SubsidyDeskError, Trouble

if TYPE_CHECKING:
    from sqlalchemy.exc import DBAPIError

MOVED = "本局已搬到别处（或正在搬），这里不能再办理；请关闭程序，重新打开后再办。"
_UNTOLD = "账号、席位或单位设置的改动没有同时记入流水，未保存；请在“设置”里由管理员办理。"
_OUT_OF_TURN = (
    "其他窗口一直在保存（可能正在批量办理），排队两分钟还没有轮到，这一步没有保存；"
    "填写的内容还在，请稍后再办一次。仍不行，请告诉系统管理员。"
)
_SERVER_DAMAGED = "服务器上的数据有损坏，已停止读写；请服务器管理员检查，必要时从服务器的备份恢复。"
_OWN_TIME = "系统时间早于最近一次登记，未保存；请校准电脑时间后再办理。"
_SERVER_TIME = "服务器的时间早于最近一次登记，未保存；填写的内容还在，请服务器管理员校准服务器的时间后再办一次。"
_LINES: Mapping[str, str] = {
    "account_name": "已有同名账号，请换一个名字。",
    "account_seat_known": "岗位名称不对，请从列表中选择。",
    "account_change_told": _UNTOLD,
    "account_seat_change_told": _UNTOLD,
    "account_seat_removal_told": _UNTOLD,
    "office_change_told": _UNTOLD,
    "account_seat_mixed": "系统、安全、审计管理员不得兼任办案岗位，请分别设立账号。",
    "case_starts_at_window": "新申请只能从“待本窗口”开始，请按步骤办理。",
    "case_move_allowed": "该申请当前的状态不允许这一步，请刷新后按流程办理。",
    "case_identity": "申请的编号、申请人和项目登记后不能更改；有错误请撤回后重新登记，同一人登记了两次的请合并登记。",
    "case_of_merged_person": "此人的登记已并入另一登记，不能再为其收件；请打开并入的那一位办理。",
    "identity_change_asked": "证件号码更正须先提请、后办理，未保存；请重试。",
    "identity_change_once": "这项证件号码更正已经办过，不能再改；请刷新查看。",
    "identity_change_four_eyes": "此人已有作出的决定，证件号码更正和合并须由提请人以外的人核对办理。",
    "identity_change_reason": "请写明更正或合并的原因。",
    "attendant_named": "代办人、监护人须登记姓名、证件号码和证明材料，未保存。",
    "attendant_authorised": "代办人须登记授权日期和授权范围，未保存。",
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
    "decision_void_once": "这个决定已经撤销签发，不能重复撤销；请刷新查看。",
    "void_before_hand_over": "只有没有送达的决定才能由签发人员撤销签发；已送达的，请走更正、撤销或复议程序。",
    "case_undo_voids": "没有撤销签发的记录，不能退回复核；请从“撤销签发”办理。",
    "case_round_opened": "没有更正、撤销、复议或诉讼的开始记录，不能进入这一步；请从“更正·复议”办理。",
    "round_once": "这一轮已经开始，请刷新查看。",
    "round_document": "文书文号和日期要一起填写，或者都不填。",
    "change_names_standing": "要改变的决定已经失效，未保存；请刷新后再签发。",
    "decision_change_once": "这个决定已经写明改变了哪一个决定，不能重复记录。",
    "publicity_serial": "这个公示名单编号已被使用，未保存；请重试。",
    "publicity_entry_once": "同一名单里同一案件只能列一次。",
    "publicity_names_waiting": "名单里有案件已不在“公示中”，未保存；请刷新后再出名单。",
    "case_publicity_ended": "这件申请还没有列入公示名单，不能结束公示。",
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
    "calendar_year_four_eyes": "录入人不能确认自己录入的放假安排，请由另一人确认。",
    "calendar_entered_unconfirmed": "新录入的放假安排须由第二人确认，不能录入时直接确认。",
    "calendar_only_confirmed": "录入的放假安排不能修改，也不能再次确认；如有错误请重新录入该年。",
    "notice_once": "这件申请的这份补正告知已由他人出具，请刷新查看。",
    "notice_follows": "补正告知书的次序或文号与案件不符，未保存；请刷新后再试。",
    "notice_superior": "补正应当一次告知：再次告知须写明原因，并由有复核或签发席位的另一人批准。",
    "notice_approved_by_superior": "再次补正告知须由有复核或签发席位的人批准。",
    "notice_four_eyes": "提请人不能批准自己提请的再次告知，请由另一人批准。",
    "notice_item_once": "这份补正告知里有重复的项次，未保存；请重试。",
    "notice_arrival_once": "这一项已登记过收到，请刷新查看。",
    "notice_arrival_reason": "不再需要补正的项，须写明原因。",
    "not_accepted_by_two": "不予受理须由窗口提请、签发席位的另一人确认，才能转为“不予受理”。",
    "lapsed_by_two": "按逾期未补正处理须由窗口提请、签发席位的另一人确认。",
    "proposal_four_eyes": "提请人不能批准自己的提请，请由另一人办理。",
    "proposal_open_first": "新的提请须由另一人批准，不能提请时直接批准。",
    "proposal_only_settled": "这项提请已有结果，不能再改；如需变更请重新提请。",
    "serving_after_issue": "送达日期早于文书作出日期，未保存；请核对。",
    "class_number": "这个培训编号已有班，请直接打开那个班。",
    "class_number_stands": "这个班已开立案件，培训编号不能再改。",
    "class_removed_without_case": "此人在这个班里已有案件，不能移出；请改记“退出”。",
    "class_case_of_removed": "申请人已移出这个班，案件不能归入；请先重新入班。",
    "class_case_of_member": "申请人不在这个班里，案件不能归入。",
    "note_settled_was_open": "这条备注不等答复，不能处理；请刷新查看。",
    "note_settled_once": "这条备注已由他人处理，请刷新查看。",
    "passing_on_to_seat": "接办人没有相应席位或账号已停用，未保存；请另选一位同事。",
    "passing_on_four_eyes": "复核过这件申请的人不能再承办，请交给另一位同事。",
    "decision_not_by_clerk": "承办过这件申请的人不能复核或签发，请由另一人办理。",
    "bulk_act_undone_once": "这次批量办理已经撤销过，不能再改。",
    "journal_follows": "日志必须首尾相接，未保存；请重试。",
    "payment_run_number": "这个清单号已被使用，未保存；请重试。",
    "payment_run_serial": "这个清单号已被使用，未保存；请重试。",
    "payment_run_four_eyes": "编制清单的人不能确认自己编制的清单，请由另一人确认。",
    "payment_run_made": "新编制的清单须由第二人确认，不能编制时直接确认。",
    "payment_run_moves": "这份清单已确认、已撤销或已导出，不能这样改动；请刷新查看。",
    "payment_run_whole": "清单的笔数或合计与明细不一致，不能确认；请撤销后重新编制。",
    "payment_line_serial": "这个流水号已被使用，未保存；请重试。",
    "payment_line_account": "清单里的每一笔都须有收款账号和大于零的金额，未保存。",
    "payment_line_open": "这件案件已在另一份未结的清单里，不能再列入；请刷新查看。",
    "case_owed_again": "已办结的案件没有应付的款项，不能重新待拨付；请刷新查看。",
    "payment_line_fits": "付款须与送达后的现行准予决定、应付差额和申请人的账户完全一致，未保存；请刷新后再试。",
    "payment_line_one_card": "同一个人在一份清单里有两张不同的卡，不能列入；请核对账户后再办。",
    "payment_line_in_run": "这份清单已确认或已撤销，不能再加入；请另行编制。",
    "payment_line_moves": "这一笔付款现在的状态不允许这一步；请刷新查看。",
    "payment_line_exported": "清单还没有导出，不能登记银行结果；请先导出。",
    "payment_file_confirmed": "清单确认后，银行文件不能再改。",
    "payment_export_confirmed": "清单须经第二人确认才能导出。",
    "repayment_four_eyes": "提出责令退回的人不能自己签发，请由另一人签发。",
    "repayment_moves": "这份责令退回已签发或已撤下，不能再改；请刷新查看。",
    "repayment_not_over": "退回款超过了还没有退回的金额，或通知书还没有签发，未保存；请核对。",
    "repayment_offset_fits": "抵扣只能用同一个人送达后待拨付的补贴，且不超过应付金额，未保存；请核对。",
    "journal_in_force": MOVED,
    "standing_moves": "这个数据库现在的状态不允许这一步；请重新打开后再试。",
    "key_ring_sealed": "账号口令刚被另一个窗口更改，未保存；请重试。",
    "journal_time": _OWN_TIME,
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
    "payment_run.number": "payment_run_number",
    "payment_run.year, payment_run.serial": "payment_run_serial",
    "payment_line.serial": "payment_line_serial",
    "payment_line.case_id": "payment_line_open",
    "decision_void.decision_id": "decision_void_once",
    "round_opening.case_id, round_opening.round": "round_once",
    "decision_change.decision_id": "decision_change_once",
    "publicity_list.year, publicity_list.serial": "publicity_serial",
    "publicity_entry.list_id, publicity_entry.case_id": "publicity_entry_once",
    "notice.case_id, notice.position": "notice_once",
    "notice_arrival.item_id": "notice_arrival_once",
    "notice_arrival_pkey": "notice_arrival_once",
    "note_settlement.note_id": "note_settled_once",
    "note_settlement_pkey": "note_settled_once",
}

_CONFLICTS = frozenset(
    {"payment_line_open", "payment_run_number", "payment_run_serial"}
    | {"decision_once", "letter_number", "letter_serial", "bucket_once", "edition_once", "journal_follows"}
    | {"decision_void_once", "round_once", "publicity_serial"}
    | {"notice_once", "notice_arrival_once", "note_settled_once"}
)
_LOST = (
    *("connection is lost", "connection is closed", "terminating", "server closed", "could not receive data"),
    *("connection timed out", "connection reset", "ssl connection has been closed", "not open", "bad connection"),
    *("consuming input failed", "sending query failed", "no route to host", "connection refused"),
)
_BUSY = "数据库正忙，未保存；请稍候再试。"
_NO_LOCK = "55P03"
_LOST_STATES = ("08", "57P", "25P03")
# By the server's codes, whatever its language: https://www.postgresql.org/docs/current/errcodes-appendix.html
_SERVER_TROUBLES: Mapping[str, tuple[str, Trouble]] = {
    "25006": (
        "服务器现在只读（可能正在换到备用机），未保存；填写的内容还在，请稍候再办一次。仍不行，请告诉服务器管理员。",
        Trouble.SERVER,
    ),
    "42501": (
        "这个数据库账号没有所需的权限：日常办公用窗口账号，建表和升级用数据库的属主；"
        "窗口账号的权限由属主执行 ./run server prepare 给出。",
        Trouble.SERVER,
    ),
    "53100": ("服务器的磁盘已满，未保存；已保存的数据不受影响，填写的内容还在，请告诉服务器管理员。", Trouble.FULL),
    "XX001": (_SERVER_DAMAGED, Trouble.DAMAGED),
    "XX002": (_SERVER_DAMAGED, Trouble.DAMAGED),
}
_FILE_TROUBLES: tuple[tuple[tuple[str, ...], tuple[str, Trouble]], ...] = (
    (("full", "no space"), ("磁盘已满，未保存；已保存的数据不受影响，请清理磁盘空间后再试。", Trouble.FULL)),
    (("locked", "busy"), (_BUSY, Trouble.BUSY)),
    (("malformed", "not a database", "hmac"), ("数据库文件有损坏，已停止读写；请从最近的备份恢复。", Trouble.DAMAGED)),
    (("readonly", "read-only", "query_only"), ("数据库以只读方式打开，不能保存。", Trouble.OTHER)),
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
        name = _constraint(error)
        return clock_behind(shared=True) if name == "journal_time" and hasattr(error.orig, "diag") else _refusal(name)
    if isinstance(error, exc.DataError):
        return InputError("填写的内容含有无法保存的字符或数字过大，未保存；请检查后重新填写。")
    if isinstance(error, exc.OperationalError | exc.DatabaseError):
        return _trouble(error)
    return None


def clock_behind(*, shared: bool) -> Refused:
    """The clock that acts bear stands before the newest entry of the journal: the server's for a shared store."""
    return Refused(_SERVER_TIME if shared else _OWN_TIME)


@contextmanager
def in_words() -> Iterator[None]:
    """The database's errors as the program's own, where no transaction of `Store` translates them; a bug stays one."""
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except DBAPIError as error:
        refusal = translated(error)
        if refusal is None:
            raise
        raise refusal from error


def is_lost(error: DBAPIError) -> bool:
    """Whether the server, or the way to it, is gone.

    Every refusal of a server carries a code; what the driver says without one is about the connection, in any language.
    """
    from sqlalchemy.exc import OperationalError

    state = getattr(error.orig, "sqlstate", "")
    if error.connection_invalidated or (state is None and isinstance(error, OperationalError)):
        return True
    text = str(error.orig).lower()
    return (state or "").startswith(_LOST_STATES) or any(word in text for word in _LOST)


def _refusal(name: str) -> SubsidyDeskError:
    if name == "person_id_number":
        return InputError("这个证件号码已有登记，请直接打开该人的资料。", "person.id_number")
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
        name = str(diagnosis.constraint_name or "")
        return _COLUMNS.get(name, name)
    text = str(error.orig)
    for pattern in (_GUARD, _CHECK):
        if found := pattern.search(text):
            return found.group(1)
    if found := _UNIQUE.search(text):
        return _COLUMNS.get(found.group(1), "")
    return ""


def _trouble(error: DBAPIError) -> StoreError:
    text, state = str(error.orig).lower(), getattr(error.orig, "sqlstate", None) or ""
    if found := _SERVER_TROUBLES.get(state):
        return StoreError(*found)
    if state == _NO_LOCK:
        return StoreError(_OUT_OF_TURN if "timeout" in text or "超时" in text else _BUSY, Trouble.BUSY)
    known = next((known for signs, known in _FILE_TROUBLES if any(sign in text for sign in signs)), None)
    # Not of a server: what it says without a code names its host or socket, and a name may hold any of these words.
    if known and not hasattr(error.orig, "sqlstate"):
        return StoreError(*known)
    if is_lost(error):
        return Disconnected(NOT_SAVED)
    return StoreError("读写数据库出错，未保存；请检查磁盘或网络连接后再试。")
