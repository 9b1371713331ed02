"""The same dialogs on the case page: who stands at the window, and the second look at a correction of the number."""

from __future__ import annotations

from collections.abc import Callable

from desktop.dialogs.act_dialog import ActDialog
from desktop.dialogs.attendant import AttendantDialog
from desktop.dialogs.identity import confirm_dialog
from desktop.page import Host
from models.attendant import APPLICANT, Attendant
from models.casework.dossiers import Dossier
from models.errors import SubsidyDeskError
from models.identity_change import IdentityChange

Done = Callable[[object], object]


def attendant_dialog(host: Host, dossier: Dossier, done: Done) -> AttendantDialog:
    """到场人 of a case, recorded at once."""
    record = dossier.record.attendant
    number = dossier.record.case.number

    def keep(dialog: AttendantDialog, attendant: Attendant) -> None:
        from models.casework.attendants import record_attendant

        def kept(value: object) -> None:
            dialog.close()
            done(value)

        def failed(error: SubsidyDeskError) -> None:
            if dialog.is_open:
                dialog.fail(error)
            else:
                host.say(error.message, bad=True)

        host.runner.perform(lambda desk: record_attendant(desk, number, attendant), kept, failed)

    before = APPLICANT if record is None else record.attendant
    return AttendantDialog(before, dossier.today, keep, name=f"{number} · {dossier.record.person.name}")


def change_dialog(host: Host, dossier: Dossier, change: IdentityChange, done: Done) -> ActDialog:
    """核对号码更正 of the case's person."""
    return confirm_dialog(host, change, dossier.name(change.asked_by), done)
