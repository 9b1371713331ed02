"""P5 and P1 in their push forms: two processes decide one case; a process is killed while it decides."""

import multiprocessing
import random
import time
from datetime import timedelta
from pathlib import Path

from models.case import State
from models.casework.offices import sign_in
from models.moment import now
from models.store.verify import verify_folder
from tests.builders.deciders import decide_in_step, decide_until_killed
from tests.builders.desk import ELIGIBLE_UPGRADE, PHRASE, Bureau, make_bureau

CASES_AT_ONCE = 200
KILLS = 20
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.builders.deciders"])


def bureau_with_reviewed_cases(folder: Path, count: int) -> tuple[Bureau, list[str]]:
    bureau = make_bureau(folder, confirmed=True)
    numbers = []
    for n in range(count):
        facts = {**ELIGIBLE_UPGRADE, "certificate.occupation": f"练习工种{n}"}
        numbers.append(bureau.reviewed(facts, person=bureau.person(n + 1)))
    assert bureau.moment < now() - timedelta(hours=1)
    return bureau, numbers


def test_of_two_processes_deciding_one_case_exactly_one_wins_two_hundred_times(tmp_path: Path) -> None:
    bureau, numbers = bureau_with_reviewed_cases(tmp_path / "office", CASES_AT_ONCE)
    barrier = processes.Barrier(2)
    pipes, running = [], []
    for account in ("sign", "review and sign"):
        receive, send = processes.Pipe(duplex=False)
        process = processes.Process(target=decide_in_step, args=(str(bureau.folder), account, numbers, barrier, send))
        process.start()
        pipes.append(receive)
        running.append(process)
    first, second = (pipe.recv() for pipe in pipes)
    for process in running:
        process.join(60)
    letters = set()
    for one, other in zip(first, second, strict=True):
        assert sorted((one[0], other[0])) == ["lost", "won"]
        winner, loser = (one, other) if one[0] == "won" else (other, one)
        letters.add(winner[1])
        assert "签发" in loser[1]
    year = now().year
    assert letters == {f"东人社补〔{year}〕{serial}号" for serial in range(1, CASES_AT_ONCE + 1)}
    bureau.close()


def test_a_process_killed_while_deciding_loses_nothing_it_acknowledged_and_leaves_nothing_half(tmp_path: Path) -> None:
    bureau, numbers = bureau_with_reviewed_cases(tmp_path / "office", 60)
    key = bureau["sign"].store.key
    assert key is not None
    bureau.close()
    source = random.Random(20)
    left = numbers
    for _ in range(KILLS):
        acknowledged = decide_and_kill(bureau.folder, left, source.uniform(0.0, 0.04))
        left = check_after_the_kill(bureau.folder, numbers, acknowledged, left)
    assert verify_folder(bureau.folder, key=key) == ()


def decide_and_kill(folder: Path, numbers: list[str], seconds: float) -> list[str]:
    receive, send = processes.Pipe(duplex=False)
    child = processes.Process(target=decide_until_killed, args=(str(folder), numbers, send))
    child.start()
    send.close()
    assert receive.recv_bytes() == b"ready"
    time.sleep(seconds)  # the moment of the kill is what is being varied
    child.kill()
    child.join()
    acknowledged = []
    try:
        while True:
            acknowledged.append(receive.recv_bytes().decode())
    except (EOFError, OSError):
        return acknowledged


def check_after_the_kill(folder: Path, numbers: list[str], acknowledged: list[str], before: list[str]) -> list[str]:
    desk = sign_in(folder, "sign", PHRASE, now)
    left = []
    with desk.store.reading() as rows:
        for number in numbers:
            case = rows.case_numbered(number)
            decision = rows.decision(case.id)
            letters = [letter for letter in rows.letters(case.id) if letter.decision_id is not None]
            whole = decision is not None and len(letters) == 1 and case.state is State.TO_SERVE
            absent = decision is None and not letters and case.state is State.FOR_SIGNATURE
            assert whole or absent
            assert whole or number not in acknowledged
            if absent:
                left.append(number)
    desk.store.close()
    assert len(before) - len(left) - len(acknowledged) in {0, 1}
    return left
