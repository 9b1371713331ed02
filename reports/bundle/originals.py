"""The originals of a bundle in order: scans of papers, grounds of later rounds, letters, proofs of their service."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from models.bundle import CaseBundle
from models.case import Attachment
from models.letter import LETTER_NAMES
from models.rounds import ROUND_NAMES

_ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}
_FORBIDDEN = '<>:"/\\|?*'
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Original:
    """`path` is its place in the zip, `sha256` the hash the store keeps of it."""

    title: str
    path: str
    media_type: str
    sha256: str
    content: bytes


def originals(bundle: CaseBundle) -> tuple[Original, ...]:
    """Every original, numbered within its folder."""
    return (*_papers(bundle), *_grounds(bundle), *_letters(bundle), *_proofs(bundle))


def _papers(bundle: CaseBundle) -> Iterator[Original]:
    scanned = [(one.paper.name, one.scan) for one in bundle.papers if one.scan is not None]
    for number, (name, scan) in enumerate(scanned, 1):
        yield _original("材料", number, name, scan)


def _grounds(bundle: CaseBundle) -> Iterator[Original]:
    scanned = [(ROUND_NAMES[one.ground.kind], scan) for one, scan in bundle.openings if scan is not None]
    for number, (name, scan) in enumerate(scanned, 1):
        yield _original("更正复议依据", number, name, scan)


def _letters(bundle: CaseBundle) -> Iterator[Original]:
    for number, one in enumerate(bundle.letters, 1):
        letter = one.letter
        title = f"{LETTER_NAMES[letter.kind]} {letter.number}" + (f"（{one.remark}）" if one.remark else "")
        path = f"文书/{number:02d}-{_file_name(f'{LETTER_NAMES[letter.kind]}-{letter.number}')}.pdf"
        yield Original(title, path, "application/pdf", letter.sha256, one.content)


def _proofs(bundle: CaseBundle) -> Iterator[Original]:
    found = [(one.letter.number, proof) for one in bundle.letters for proof in one.proofs]
    for number, (name, proof) in enumerate(found, 1):
        yield _original("送达凭证", number, name, proof)


def _original(folder: str, number: int, name: str, scan: Attachment) -> Original:
    ending = _ENDINGS.get(scan.media_type, "bin")
    path = f"{folder}/{number:02d}-{_file_name(name)}.{ending}"
    return Original(f"{folder}：{name}", path, scan.media_type, scan.sha256, scan.content)


def _file_name(text: str) -> str:
    """A name that every system takes."""
    kept = "".join("_" if one in _FORBIDDEN or not one.isprintable() else one for one in text)
    return kept.strip(" .")[:_LONGEST] or "_"
