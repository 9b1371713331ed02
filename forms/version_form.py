"""The form of a programme for a day: the shipped one, or what a version that the bureau entered whole asks instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from forms.form import Demand, Form, Paper
from forms.load import load_form, programme_form
from models.fact_key import FactKey, FactType
from models.rules.load_programme import facts_asked
from models.rules.rulebook import RuleBook
from models.rules.schema import Programme, Version
from models.vocabulary import VOCABULARY

_FROM_THE_PERSON = frozenset({"person.id_number", "person.birth_date", "person.sex"})


def form_for(book: RuleBook, programme: str, on: date) -> Form:
    """What an application of a day is asked. Raises InputError if the programme has no form.

    Where another date than the application's selects the version, the form asks for it first of all, and what only a
    version entered whole asks is asked under that version alone.
    """
    rules = book.programme(programme)
    form = _with_papers(programme_form(programme), rules, on)
    other = rules.other_date(on)
    if other is not None:
        return _of_any_version(form, rules).selected_by(VOCABULARY[other.value])
    version = rules.version_on(on)
    return form if version is None or not version.criteria else form.asking(_asked(rules, version))


def _of_any_version(form: Form, rules: Programme) -> Form:
    for version in rules.versions:
        if version.criteria and not version.draft:
            form = form.also_asking(_asked(rules, version), version.start, version.end)
    return form


def _asked(rules: Programme, version: Version) -> tuple[FactKey, ...]:
    """What a version entered whole asks of an application beyond the person."""
    brought = {field.key for field in load_form("person").fields()} | _FROM_THE_PERSON
    names = facts_asked(version.criteria, version.amount, rules.warnings, rules.items) - brought
    return tuple(key for name, key in VOCABULARY.items() if name in names and key.type is not FactType.LIST)


def _with_papers(form: Form, rules: Programme, on: date) -> Form:
    """With the papers that the bureau asks for, each on its own text; those of the form go before."""
    row = rules.papers_on(on)
    if row is None or form.papers:
        return form
    note = f"依据{row.clause.document}{row.clause.article}"
    return replace(form, papers=tuple(Paper(name, name, Demand.REQUIRED, row.clause, note) for name in row.value))
