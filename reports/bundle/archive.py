"""The bundle as one zip: the PDF, every original as stored, and a list of SHA-256 that `sha256sum -c` reads."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import Any

from models.bundle import CaseBundle
from models.calendar import BEIJING
from reports.bundle.originals import originals

MANIFEST, SUMS = "清单.json", "SHA256SUMS"
_FORMAT = "subsidy-desk-bundle/1"


def bundle_name(bundle: CaseBundle) -> str:
    """The name of both files without their ending."""
    return f"{bundle.case.number}-卷宗-{bundle.at.astimezone(BEIJING):%Y%m%d-%H%M%S}"


def bundle_zip(bundle: CaseBundle, pdf: bytes) -> bytes:
    """The file; equal bundles give equal bytes."""
    files = {f"{bundle_name(bundle)}.pdf": pdf}
    files |= {one.path: one.content for one in originals(bundle)}
    manifest = json.dumps(_manifest(bundle, files), ensure_ascii=False, indent=1).encode()
    files[MANIFEST] = manifest
    sums = "".join(f"{_sha256(content)}  {name}\n" for name, content in files.items())
    files[SUMS] = sums.encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        moment = bundle.at.astimezone(BEIJING).timetuple()[:6]
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, moment)
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _manifest(bundle: CaseBundle, files: dict[str, bytes]) -> dict[str, Any]:
    stored = {one.path: one.sha256 for one in originals(bundle)}
    titles = {one.path: one.title for one in originals(bundle)}
    return {
        "format": _FORMAT,
        "case": bundle.case.number,
        "office": bundle.office.name,
        "purpose": bundle.purpose,
        "exported_at": bundle.at.astimezone(BEIJING).isoformat(timespec="seconds"),
        "journal_head": bundle.head,
        "files": [
            {
                "path": name,
                "title": titles.get(name, "卷宗"),
                "bytes": len(content),
                "sha256": _sha256(content),
                "stored_sha256": stored.get(name),
            }
            for name, content in files.items()
        ],
    }


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
