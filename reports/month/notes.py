"""What the figures of a month mean, in words; the last sheet of the workbook."""

from __future__ import annotations

from models.moment import beijing_time
from models.month import MonthContent
from reports.month.words import edition_name, month_name, plain


def notes(content: MonthContent) -> tuple[tuple[str, str], ...]:
    """Term and explanation, in reading order."""
    return (*_origin(content), *_COUNTING, *_FILES)


def _origin(content: MonthContent) -> tuple[tuple[str, str], ...]:
    kind = "发布后不再改动；更正另出新版，旧版存档" if content.edition else "草稿可随时重出，不作为公示、发放依据"
    practice = (("练习", "练习单位的数据，人员、证件号、账号和金额均为虚构，不得用于任何实际业务。"),)
    return (
        ("月份", f"{month_name(content.month)}。以决定书上的决定日（北京时间）归月，收件以收件日归月。"),
        ("版次", f"{edition_name(content)}，{kind}。"),
        (
            "编制",
            f"{plain(content.office_name)}，{plain(content.made_by)}，{beijing_time(content.made_at)}（北京时间）。",
        ),
        (
            "日志链首",
            f"{plain(content.head)}　编制时日志的完整摘要；与任何一份备份核对，可知编制以前的记录是否被改动。",
        ),
        *(practice if content.practice else ()),
    )


_COUNTING = (
    ("件", "一份申请为一件。同一人当月有几份申请就计几件。"),
    ("人", "按公民身份号码去重。各行的人数在该行范围内去重，因此各行人数之和可以大于合计，不能相加。"),
    ("户", "由企业申请的，按统一社会信用代码去重计户，不计入人数；台账的姓名、公民身份号码两列写企业名称和代码。"),
    ("准予、不予", "以签发的决定书为准，每案只计一次；两者之和为办结。"),
    ("发放", "准予且有金额的件。免费培训等以服务方式给予的，计入准予，不计入发放，台账中金额留空。"),
    ("金额", "以分为单位的整数相加，不作四舍五入；表中以元显示两位小数。"),
    ("等级", "按决定所依据的证书或培训等级。没有等级的事项列为“不分等级”。收件台账不记等级，故按等级的表不列收件。"),
    ("按期率", "在法定期限内办结的件数占办结件数的比例，向下取到一位小数，100.0% 即全部按期。"),
    (
        "件数平衡",
        "期初在办 ＋ 收件 ＝ 办结 ＋ 撤回等 ＋ 期末在办。不相等的月份不能发布。"
        "撤回等指撤回、不予受理和逾期未补正，重新办理的减去。",
    ),
    (
        "更正",
        "以前月份已经发布的决定后来被更正、撤销或者撤销签发的，原月份不改动，在作出新决定的当月以更正行冲减；"
        "本月数加更正数为更正后净额。未发布的月份撤销签发的，直接不计。",
    ),
    (
        "表内复算差",
        "由表格程序用公式从各台账重新相加，与汇总数相减，应为 0。除此一列外，全部单元格都是数值或文字，没有公式。",
    ),
)

_FILES = (
    (
        "个人信息",
        "台账含公民身份号码；完整账号只在发放台账中，决定台账只列尾号。台账供内部办理和拨付使用，公示须另用掩码名单。",
    ),
    ("特殊字符", "换行显示为空格；不能打印的控制字符显示为“\ufffd”，请回到案件改正。"),
    (
        "csv 文件",
        "供其他系统导入，编码 UTF-8（带 BOM）。请勿用表格程序直接打开后另存：18 位号码会丢失末几位，查看请用本工作簿。"
        "以 = + - @ 开头的文字前加了一个单引号，导入时去掉首个单引号即为原文。",
    ),
)
