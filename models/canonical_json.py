"""Canonical JSON: the one spelling of a value that hashes, signatures and stored texts rest on."""

from __future__ import annotations

import json
from typing import Any

# What is spelled here is a tree: nothing in it has to be looked at for circles.
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False)


def canonical_json(value: Any) -> str:
    """Sorted keys, no spaces, Chinese as it is: the same value is always the same text."""
    return _ENCODER.encode(value)
