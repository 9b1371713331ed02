"""letter: an archived letter of a case as it was issued; `letter serve` records how a letter was handed over."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from desktop.headless.session import add_data, iso_date, media_type, open_desk, read_bytes, show, write_file
from models.errors import InputError

_SERVE = "serve"


def declare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands of this module."""
    parser = commands.add_parser("letter", help="取出已存档的文书；letter serve 文号：登记送达")
    parser.add_argument("case", metavar="CASE", help="案件编号；写 serve 则登记送达")
    parser.add_argument("number", nargs="?", default="", metavar="文号", help="登记送达的文书")
    add_data(parser)
    parser.add_argument("--out", type=Path, metavar="FILE.pdf")
    parser.add_argument("--kind", metavar="KIND", help="文书种类，默认决定书")
    add_hand_over(parser, required=False)
    parser.set_defaults(handler=_letter)


def add_hand_over(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """Declare what is recorded of a hand-over."""
    parser.add_argument("--how", required=required, metavar="方式", help="例如：直接送达")
    parser.add_argument("--on", type=iso_date, required=required, metavar="DATE", help="送达日期")
    parser.add_argument("--event", default="", metavar="结果", help="例如：签收、拒绝签收、posted（已交寄）")
    parser.add_argument("--as", dest="taker_as", default="", metavar="身份", help="领取人是：本人、代办人、同住家属…")
    parser.add_argument("--note", default="", metavar="备注", help="例如：挂号单号")
    parser.add_argument("--proof", type=Path, metavar="FILE", help="送达回证扫描件（pdf、png、jpg）")
    if not required:
        parser.add_argument("--taker", default="", metavar="姓名", help="谁领取的")


def hand_over_of(arguments: argparse.Namespace, taker: str) -> Any:
    """The hand-over as typed. Raises InputError."""
    from models.casework.serving import HandOver, event_of, way_of

    way = way_of(arguments.how)
    proof = None if arguments.proof is None else read_bytes(arguments.proof)
    kind = "application/pdf" if arguments.proof is None else media_type(arguments.proof)
    event = event_of(way, arguments.event)
    return HandOver(way, event, arguments.on, taker, arguments.taker_as, arguments.note, proof, kind)


def _letter(arguments: argparse.Namespace) -> int:
    from models.casework.letters import archived_letter, letter_kind

    if arguments.case == _SERVE:
        return _serve(arguments)
    if arguments.number:
        raise InputError(f"多余的参数“{arguments.number}”。登记送达写作：letter serve 文号。", "number")
    if arguments.out is None:
        raise InputError("缺少 --out：取出的文书存到哪个文件。", "--out")
    kind = None if arguments.kind is None else letter_kind(arguments.kind)
    with open_desk(arguments.data, "letter.read") as desk:
        letter, content = archived_letter(desk, arguments.case, kind)
    write_file(arguments.out, content)
    show({"number": letter.number, "kind": letter.kind.value, "sha256": letter.sha256})
    return 0


def _serve(arguments: argparse.Namespace) -> int:
    from models.casework.closing import serve_letter
    from models.casework.serving import letter_service

    for name, value in (("文号", arguments.number), ("--how", arguments.how), ("--on", arguments.on)):
        if not value:
            raise InputError(f"缺少{name}。登记送达写作：letter serve 文号 --how 直接送达 --on 2026-08-01。", name)
    hand_over = hand_over_of(arguments, arguments.taker)
    with open_desk(arguments.data, "letter.serve") as desk:
        serve_letter(desk, arguments.number, hand_over)
        letter, service = letter_service(desk, arguments.number)
    show({"number": letter.number, "kind": letter.kind.value, **service_view(service)})
    return 0


def service_view(service: Any) -> dict[str, Any]:
    """The day a letter counts as served, and until when a remedy can be sought."""
    remedy = service.remedy
    return {
        "served_on": None if service.on is None else service.on.isoformat(),
        "review_until": None if remedy is None else remedy.review.isoformat(),
        "suit_until": None if remedy is None else remedy.suit.isoformat(),
    }
