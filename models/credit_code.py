"""统一社会信用代码 (GB 32100-2015) of an enterprise or training provider."""

from __future__ import annotations

from models.errors import InputError
from models.typed_text import without_separators


def parse_credit_code(text: str, field: str | None = None) -> str:
    """The 18 characters in capitals. Raises InputError with the reason.

    The old 组织机构代码 inside has a check of its own, which some valid codes break; it is not tested.
    """
    from stdnum.cn import uscc
    from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

    code = without_separators(text).upper()
    try:
        return str(uscc.validate(code))
    except InvalidLength:
        raise InputError(f"统一社会信用代码应为18位，现为{len(code)}位，请核对", field) from None
    except InvalidChecksum:
        raise InputError("统一社会信用代码的校验码不符，请对照营业执照核对", field) from None
    except ValidationError:
        raise InputError("统一社会信用代码只用数字和字母（没有I、O、S、V、Z），请对照营业执照核对", field) from None
