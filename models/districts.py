"""The sixteen districts of Beijing by their GB/T 2260 code (FACTS §7.3)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# 北京经济技术开发区 (经开区) receives applications too but has no GB/T 2260 code (inferred from notices), so it
# is not in this table and an office there cannot be described by a code alone.
DISTRICTS: Mapping[str, str] = MappingProxyType(
    {
        "110101": "东城区",
        "110102": "西城区",
        "110105": "朝阳区",
        "110106": "丰台区",
        "110107": "石景山区",
        "110108": "海淀区",
        "110109": "门头沟区",
        "110111": "房山区",
        "110112": "通州区",
        "110113": "顺义区",
        "110114": "昌平区",
        "110115": "大兴区",
        "110116": "怀柔区",
        "110117": "平谷区",
        "110118": "密云区",
        "110119": "延庆区",
    }
)
