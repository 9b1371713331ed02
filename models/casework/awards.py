"""The earlier awards a case is judged with: the clerk's register check and this office's own decisions."""

from __future__ import annotations

from models.case import Case
from models.casework.unit_of_work import UnitOfWork
from models.facts import Award, Facts
from models.facts_file import facts_from_json, read_award


def facts_of(work: UnitOfWork, case: Case) -> Facts:
    """The facts of a case as they stand now, with the awards as they stand now.

    Our own decisions never make the list complete: only a recorded check of the municipal register does.
    """
    recorded = {} if case.facts_id is None else work.rows.fact_set(case.facts_id).facts
    values = facts_from_json({"facts": dict(recorded)}).values
    check = work.rows.register_check(case.id)
    registered = () if check is None else tuple(read_award(dict(award)) for award in check.awards)
    own = (award for case_id, award in work.rows.own_awards(case.person_id) if case_id != case.id)
    return Facts(values, _distinct((*registered, *own)), awards_complete=check is not None)


def _distinct(awards: tuple[Award, ...]) -> tuple[Award, ...]:
    # An award of ours may stand in the municipal register too; it happened once.
    return tuple(dict.fromkeys(awards))
