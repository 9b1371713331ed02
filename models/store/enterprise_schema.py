"""Payment guards that know an enterprise: it is paid on its own account, a fact of its case, or as it was corrected.

A fact set is kept as canonical JSON (`json_text`), so that a name and an account are found in it as they are written.
"""
# ruff: noqa: S608  (constants of this module)

from __future__ import annotations

from models.enterprise import BANK_ACCOUNT, NAME
from models.store import guards, payment_schema, rounds_schema
from models.store.company_account_schema import OF_ENTERPRISE as _OF_ENTERPRISE

_OWN_ACCOUNT = "p.name = NEW.payee AND p.bank_card = NEW.bank_card"
# As last corrected for the facts `f` of the case; a correction goes before what they say.
_CORRECTED = (
    "(SELECT a.bank_account FROM company_account a WHERE a.id = "
    "(SELECT MAX(n.id) FROM company_account n WHERE n.case_id = f.case_id AND n.facts_id = f.id))"
)
_COMPANY_ACCOUNT = (
    "EXISTS (SELECT 1 FROM fact_set f WHERE f.id = c.facts_id AND NEW.bank_card <> '' "
    # Contains, on either dialect and without the sign a driver takes for a placeholder.
    f"AND COALESCE({_CORRECTED}, CASE WHEN REPLACE(f.facts, '\"{BANK_ACCOUNT}\":\"' || NEW.bank_card || '\"', '') "
    "<> f.facts THEN NEW.bank_card ELSE '' END) = NEW.bank_card "
    f"AND REPLACE(f.facts, '\"{NAME}\":\"' || NEW.payee || '\"', '') <> f.facts)"
)
CHANGED = (
    guards.Guard(
        "payment_line_fits",
        "payment_line",
        "INSERT",
        "NEW.state <> 'open' OR NOT EXISTS (SELECT 1 FROM decision d JOIN case_file c ON c.id = d.case_id "
        "JOIN person p ON p.id = c.person_id WHERE d.id = NEW.decision_id AND d.case_id = NEW.case_id "
        f"AND {rounds_schema.IN_FORCE} AND c.state = 'to_pay' AND d.outcome = 'granted' AND d.amount_fen IS NOT NULL "
        f"AND CASE WHEN c.programme IN {_OF_ENTERPRISE} THEN {_COMPANY_ACCOUNT} ELSE {_OWN_ACCOUNT} END "
        f"AND NEW.amount_fen = d.amount_fen - {payment_schema.HAD_BY_CASE})",
    ),
    guards.Guard(
        "payment_line_one_card",
        "payment_line",
        "INSERT",
        # One person may act for two enterprises, which have an account each.
        "NEW.run_id IS NOT NULL AND EXISTS (SELECT 1 FROM payment_line l JOIN case_file c ON c.id = l.case_id "
        "JOIN case_file n ON n.id = NEW.case_id WHERE l.run_id = NEW.run_id AND c.person_id = n.person_id "
        f"AND c.programme NOT IN {_OF_ENTERPRISE} AND n.programme NOT IN {_OF_ENTERPRISE} "
        "AND l.bank_card <> NEW.bank_card)",
    ),
)
