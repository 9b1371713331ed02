"""import: a roster from a spreadsheet, judged row by row; saved only with --commit."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.headless.session import add_data, open_desk, read_bytes, show, write_file
from models.errors import InputError
from models.roster import FIELD_NAMES, Mark, RosterField, StagedRow, Staging

if TYPE_CHECKING:
    from forms.roster_columns import Columns
    from models.casework.rosters import RosterSaved


def declare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands of this module."""
    parser = commands.add_parser("import", help="导入名册（xlsx、csv）：逐行核对，加 --commit 才保存")
    parser.add_argument("file", type=Path, metavar="FILE", help="名册：xlsx，或 UTF-8、GBK 编码的 csv")
    parser.add_argument("--class", dest="class_number", default="", metavar="培训编号", help="导入到这个班")
    add_roster_options(parser)
    add_data(parser)
    parser.set_defaults(handler=run_import)


def add_roster_options(parser: argparse.ArgumentParser) -> None:
    """What may be said about a roster, beside where it goes."""
    parser.add_argument("--commit", action="store_true", help="保存可导入的行")
    parser.add_argument("--map", action="append", default=[], metavar="列名=项目", help="更正某一列，可重复")
    parser.add_argument("--proof", default="", metavar="凭据", help="人员类别凭什么认定，适用于没有写的行")
    parser.add_argument("--street", default="", metavar="街道", help="没有写街道（乡镇）的行用这个")
    parser.add_argument("--rejected", type=Path, metavar="FILE.xlsx", help="把不能导入的行另存出来")


def run_import(arguments: argparse.Namespace) -> int:
    """Stage a roster, and save it when asked to."""
    from forms.fields import Setting
    from forms.roster import read_roster
    from forms.roster_columns import roster_rows
    from forms.spreadsheet import read_sheet
    from models.calendar import beijing_date
    from models.casework.rosters import save_roster, stage_roster

    sheet = read_sheet(read_bytes(arguments.file), arguments.file.name)
    columns = _columns(sheet, arguments.map)
    with open_desk(arguments.data, "class.roster") as desk:
        with desk.look("class.roster") as work:
            setting = Setting(beijing_date(desk.clock()), work.office.streets)
        entries = read_roster(roster_rows(sheet, columns), setting, arguments.proof, arguments.street)
        staging = stage_roster(desk, entries, arguments.class_number)
        saved = save_roster(desk, entries, staging).value if arguments.commit else None
    if arguments.rejected is not None:
        from reports.roster_sheet import rejected_rows

        write_file(arguments.rejected, rejected_rows(staging, columns.headings))
    show(_view(arguments.file.name, staging, columns, saved))
    if saved is not None and saved.rejected:
        sys.stderr.write(f"有 {len(saved.rejected)} 行没有导入，原因见结果；其余已保存。改好后可再导入同一文件。\n")
    return 0


def _columns(sheet: Any, corrections: list[str]) -> Columns:
    from forms.roster_columns import find_columns, mapped

    columns = find_columns(sheet)
    fields = dict(columns.fields)
    known = {name: field for field, name in FIELD_NAMES.items()} | {field.value: field for field in RosterField}
    for correction in corrections:
        heading, _, name = correction.partition("=")
        if heading not in columns.headings or (name and name not in known):
            raise InputError(f"“{correction}”应写作“列名=项目”，项目可用：{'、'.join(FIELD_NAMES.values())}。", "--map")
        place = columns.headings.index(heading)
        fields.pop(place, None)
        if name:
            fields = {at: held for at, held in fields.items() if held is not known[name]} | {place: known[name]}
    return mapped(columns, fields)


def _view(name: str, staging: Staging, columns: Columns, saved: RosterSaved | None) -> dict[str, Any]:
    return {
        "file": name,
        "class": staging.class_number or None,
        "columns": {columns.headings[place]: field.value for place, field in sorted(columns.fields.items())},
        "counts": {"rows": len(staging.rows)} | {mark.value: staging.count(mark) for mark in Mark},
        "rows": [_row(row) for row in staging.rows],
        "saved": None
        if saved is None
        else {
            "registered": saved.registered,
            "joined": saved.joined,
            "completed": saved.completed,
            "unchanged": saved.unchanged,
            "rejected": list(saved.rejected),
        },
    }


def _row(row: StagedRow) -> dict[str, Any]:
    from models.id_number import mask_id

    texts = row.row.texts
    return {
        "row": row.row.line,
        "status": row.mark.value,
        "would": row.act.value,
        "name": texts.get(RosterField.NAME, ""),
        "id_number": mask_id(texts.get(RosterField.ID_NUMBER, "")),
        "person": row.person_id,
        "reasons": [
            {"field": None if note.field is None else note.field.value, "bad": note.bad, "words": note.words}
            for note in row.notes
        ],
    }
