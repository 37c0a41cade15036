"""SMS codes: how often, how long, how many tries."""

from dataclasses import replace

import pytest
from code_by_phone import BODY, NOW, ZHANG, Asked

from sandbox.backend.database import Database
from sandbox.backend.refusals import Refused
from sandbox.backend.sms import CODE_LASTS, DAY, MOST_A_DAY, PAUSE, give_back, inbox, masked, send


@pytest.fixture
def run(tmp_path):
    return Asked(tmp_path)


def test_a_code_is_six_digits_to_the_whole_number_and_the_answer_masks_it(run):
    assert run(send, BODY)["phone"] == masked(ZHANG.phone)
    (line,) = run(lambda session, _, __: inbox(session, 5), {})
    assert ZHANG.phone in line
    assert len(run.code()) == 6
    assert run.code().isdecimal()


def test_codes_come_a_minute_apart_and_ten_a_day_in_whatever_session(run):
    for turn in range(MOST_A_DAY):
        run(send, {**BODY, "session": f"session-{turn}"}, NOW + turn * PAUSE)
        with pytest.raises(Refused, match="SMS_TOO_OFTEN"):
            run(send, BODY, NOW + turn * PAUSE + PAUSE - 1)
    with pytest.raises(Refused, match="SMS_TOO_OFTEN"):
        run(send, BODY, NOW + DAY - 1)
    run(send, BODY, NOW + DAY + MOST_A_DAY * PAUSE)


def test_a_code_counts_in_its_own_session_until_the_next_one_is_sent_there(run):
    run(send, BODY)
    first = run.code()
    assert run(give_back, {**BODY, "code": first, "session": "session-2"}).code == "SMS_EXPIRED"
    run(send, BODY, NOW + PAUSE)
    told = run(give_back, {**BODY, "code": first}, NOW + PAUSE)
    assert isinstance(told, Refused) or first == run.code()


@pytest.mark.parametrize(("after", "good"), [(CODE_LASTS, True), (CODE_LASTS + 1, False), (-1, False)])
def test_a_code_is_good_for_five_minutes(run, after, good):
    run(send, BODY)
    told = run(give_back, {**BODY, "code": run.code()}, NOW + after)
    assert ("token" in told) if good else told.code == "SMS_EXPIRED"


def test_a_wrong_code_is_counted_although_it_is_refused(run):
    run(send, BODY)
    wrong = f"{(int(run.code()) + 1) % 10**6:06}"
    told = [run(give_back, {**BODY, "code": wrong}) for _ in range(3)]
    assert [(refusal.code, refusal.tries_left) for refusal in told] == [
        ("SMS_WRONG", 2),
        ("SMS_WRONG", 1),
        ("SMS_USED_UP", 0),
    ]
    assert run(give_back, {**BODY, "code": run.code()}).code == "SMS_USED_UP"


@pytest.mark.parametrize(("change", "why"), [({"phone": ""}, "NO_PHONE"), ({"alive": False}, "DECEASED")])
def test_who_gets_no_code(tmp_path, change, why):
    database = Database(f"sqlite:///{tmp_path / 'bureau.sqlite'}", [replace(ZHANG, **change)])
    with pytest.raises(Refused, match=why):
        database.transact(lambda session: send(session, BODY, NOW))
    with pytest.raises(Refused, match="NO_RECORD"):
        database.transact(lambda session: send(session, {**BODY, "person": {"id_number": "5"}}, NOW))
