"""The bureau's records: what stands on paper is what was told, sealed and signed, checked by its code, fetched once."""

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from sandbox.backend.asked import Asked
from sandbox.backend.database import CodeRow, Database
from sandbox.backend.refusals import Refused
from sandbox.backend.rules import PUBLIC_ADDRESS, switch
from sandbox.backend.server import BackendServer
from sandbox.people import Person
from sandbox.population import people
from sandbox.records import desk, saving
from sandbox.records.careers import CAREERS, Insurance, Payment, later
from sandbox.records.codes import taken_apart
from sandbox.records.contents import Document, Wanted, contents
from sandbox.records.histories import Month, history
from sandbox.records.papers import composed
from sandbox.records.saving import Opened
from sandbox.records.tables import RecordRow

NOW = 1_795_000_000.0  # 18 November 2026
THIS_MONTH = 202611
PROOF = {"session": "5f0c3a7e91b24d68", "token": "0b9d3f6a4c1e48d2a7f5b8c0e1d2a3f4"}


@pytest.fixture(scope="module")
def residents() -> dict[str, Person]:
    return {person.key: person for person in people(1)}


@pytest.fixture
def database(tmp_path: Path, residents: dict[str, Person]) -> Database:
    made = Database(f"sqlite:///{tmp_path / 'bureau.sqlite'}", tuple(residents.values()), lambda: NOW)
    with made.session() as session:
        for person in residents.values():
            known = {"id_number": person.id_number, "phone": "19900000000", "code": "123456", "sent": NOW - 60}
            session.add(CodeRow(**known, **PROOF, tries_left=3, proven=NOW - 60))
    return made


def asked(person: Person, **more: Any) -> dict[str, Any]:
    return {"person": {"id_number": person.id_number}, "proofs": ["id_card", "sms"], "sms": PROOF, **more}


def wanted(person: Person, document: str = "payments", request: str = "a" * 32, **more: Any) -> dict[str, Any]:
    period = {"since": 202511, "until": 202610, "insurances": [one.value for one in Insurance]}
    return asked(person, request=request, document=document, **{**period, **more})


def text_of(pdf: bytes) -> str:
    """What an independent reader finds in it."""
    whole = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return whole.stdout.decode()


def composed_now(database: Database, question: dict[str, Any]) -> RecordRow:
    with database.session() as session:
        desk.compose(session, "T01", question, NOW)
        row = session.query(RecordRow).filter_by(request=question["request"]).one()
        session.expunge(row)
        return row


@pytest.mark.parametrize("key", CAREERS)
def test_a_history_adds_up(residents: dict[str, Person], key: str) -> None:
    past = history(key, residents[key].id_number, THIS_MONTH)
    for held in past.held:
        months = [line.month for line in held.lines]
        assert months == sorted(set(months))
        assert all(month < THIS_MONTH for month in months)
        paid = [line for line in held.lines if line.payment is not Payment.OWED]
        assert held.months == len(paid) * (12 if held.insurance is Insurance.RESIDENT_PENSION else 1)
        assert all(line.unit < len(past.units) for line in held.lines)
        assert all(line.credited >= line.month for line in paid)


@pytest.mark.parametrize("key", [f"p{number:03}" for number in range(1, 60)])
def test_everybody_has_a_history_of_some_kind(residents: dict[str, Person], key: str) -> None:
    person = residents[key]
    past = history(key, person.id_number, THIS_MONTH)
    assert all(line.month // 100 >= person.birth.year + 16 for held in past.held for line in held.lines)


def test_the_stories_cover_what_lives_are_made_of(residents: dict[str, Person]) -> None:
    def held(key: str) -> dict[Insurance, Any]:
        return {one.insurance: one for one in history(key, residents[key].id_number, THIS_MONTH).held}

    kinds = {key: {line.payment for one in held(key).values() for line in one.lines} for key in CAREERS}
    assert Payment.ARREARS in kinds["zhang"]
    assert Payment.TRANSFERRED in kinds["li"]
    assert Payment.OWED in kinds["zhao"]
    assert held("gen1")[Insurance.EMPLOYEE_PENSION].pension_monthly > 0
    assert {Insurance.EMPLOYEE_PENSION, Insurance.RESIDENT_PENSION} <= set(held("gen2"))
    assert held("heshi")[Insurance.EMPLOYEE_PENSION].state == "ended"
    assert held("xin") == {}


FIVE = ("xin", "zhang", "zhao", "gen1", "old")
"""Of 25, 36, 49, 70 and 103 years: never paid, arrears, months owed, retired, a resident's pension."""
ACROSS = str.maketrans("", "", "样张")
"""What lies across each page, and may fall on any line of its words."""


def rows_read(pdf: bytes) -> Counter[str]:
    """Every line with figures, without its spaces."""
    lines = ("".join(line.split()).translate(ACROSS) for line in text_of(pdf).splitlines())
    return Counter(line for line in lines if re.fullmatch(r"(19|20)\d\d(-\d\d|年)?[\d,.（欠缴）—]+(\D\D[-\d]+)?", line))


@pytest.mark.parametrize("document", Document)
@pytest.mark.parametrize("key", FIVE)
def test_the_words_of_a_paper_are_the_data(residents: dict[str, Person], key: str, document: Document) -> None:
    person = residents[key]
    past = history(key, person.id_number, THIS_MONTH)
    told = {"name": person.name, "id_number": person.id_number, "sex": "女"}
    whole = contents(told, past, Wanted(document, tuple(Insurance), 201601, 202510), "2026年11月18日")
    pdf = composed(whole, "S20261118000001", "S-AAAA-BBBB-CCCC").pdf
    tables = (*whole["years"], *whole["lines"], *whole["accounts"])
    assert rows_read(pdf) == Counter("".join("".join(row).split()) for part in tables for row in part["rows"])
    words = "".join(text_of(pdf).split()).translate(ACROSS)
    others = [*whole["head"], *whole["pensions"], [whole["title"], "S20261118000001", "S-AAAA-BBBB-CCCC"]]
    cells = {cell for row in others for cell in row} | {cell for held in whole["insured"] for cell in held[:4]}
    assert {cell for cell in cells if "".join(cell.split()).translate(ACROSS) not in words} == set()


@pytest.mark.parametrize("key", FIVE)
def test_the_data_of_a_paper_is_what_the_terminal_is_told(
    database: Database, residents: dict[str, Person], key: str
) -> None:
    person = residents[key]
    past = history(key, person.id_number, THIS_MONTH)
    with database.session() as session:
        told = desk.query(session, asked(person), NOW, "")
        lines = {
            one["insurance"]: desk.months(session, asked(person, insurance=one["insurance"]), NOW)["lines"]
            for one in told["insurances"]
        }
    assert lines == {held.insurance.value: [as_told(line) for line in held.lines] for held in past.held}
    assert [unit["name"] for unit in told["units"]] == [name for _, name in past.units]


def as_told(line: Month) -> list[int]:
    kinds = list(Payment)
    return [line.month, line.base, line.by_unit, line.by_person, kinds.index(line.payment), line.credited, line.unit]


def test_a_paper_is_tagged_has_its_font_and_says_that_it_is_a_sample(
    database: Database, residents: dict[str, Person], tmp_path: Path
) -> None:
    file = tmp_path / "record.pdf"
    file.write_bytes(composed_now(database, wanted(residents["wang"])).pdf)
    told = {
        command: subprocess.run([command, file], capture_output=True, text=True, check=True).stdout
        for command in ("pdfinfo", "pdffonts")
    }
    assert re.search(r"Tagged: +yes", told["pdfinfo"])
    assert all(re.search(r"yes +yes +yes", line) for line in told["pdffonts"].splitlines()[2:])
    words = "".join(text_of(file.read_bytes()).split())
    pages = int(re.findall(r"Pages: +(\d+)", told["pdfinfo"])[0])
    assert all(f"第{page}页/共{pages}页" in words for page in range(1, pages + 1))
    assert words.count("样张·不作任何凭证") == pages
    assert pages > 1
    assert words.count("编号：S2") == pages, "sheets come apart"


def test_the_same_request_gives_the_same_paper_and_another_one_is_refused(
    database: Database, residents: dict[str, Person]
) -> None:
    first = composed_now(database, wanted(residents["zhang"]))
    assert composed_now(database, wanted(residents["zhang"])).digest == first.digest
    with pytest.raises(Refused, match="KEY_REUSED"):
        composed_now(database, wanted(residents["zhang"], document="certificate"))


def test_a_code_is_genuine_altered_void_expired_or_unknown(database: Database, residents: dict[str, Person]) -> None:
    row = composed_now(database, wanted(residents["zhang"], "certificate"))
    code, wrong = f"S-{row.code[:4]}-{row.code[4:]}-{row.seal}", "2222" if row.seal != "2222" else "3333"
    with database.session() as session:
        assert desk.check(session, code, None, NOW) == "genuine"
        assert desk.check(session, code.lower().replace("-", ""), row.digest, NOW) == "genuine"
        assert desk.check(session, code, "0" * 64, NOW) == "altered"
        assert desk.check(session, f"S-{row.code[:4]}-{row.code[4:]}-{wrong}", None, NOW) == "altered"
        assert desk.check(session, "S-2222-3333-4444", None, NOW) == "unknown"
        assert desk.check(session, "hello", None, NOW) == "unknown"
        assert desk.check(session, code, None, NOW + 91 * 86400) == "expired"
        own = {"person": {"id_number": row.id_number}, "request": row.request}
        desk.void(session, Asked("T01", "void_record", "k", "r", "c", own), NOW)
        session.flush()
        assert desk.check(session, code, None, NOW) == "void"


def test_a_request_that_was_voided_first_is_never_composed(database: Database, residents: dict[str, Person]) -> None:
    own = {"person": {"id_number": residents["zhang"].id_number}, "request": "b" * 32}
    with database.session() as session:
        desk.void(session, Asked("T01", "void_record", "k", "r", "c", own), NOW)
    with pytest.raises(Refused, match="RECORD_VOID"):
        composed_now(database, wanted(residents["zhang"], request="b" * 32))


def test_a_fourth_paper_of_a_kind_is_refused_until_tomorrow(database: Database, residents: dict[str, Person]) -> None:
    for turn in "abc":
        composed_now(database, wanted(residents["zhang"], "certificate", turn * 32))
    with pytest.raises(Refused, match="RECORD_LIMIT"):
        composed_now(database, wanted(residents["zhang"], "certificate", "d" * 32))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"since": 201001}, "PERIOD_TOO_LONG"),
        ({"since": 202611, "until": 202610}, "PERIOD_TOO_LONG"),
        ({"document": "benefits"}, "NO_BENEFIT"),
    ],
)
def test_what_cannot_be_composed_is_refused(
    database: Database, residents: dict[str, Person], more: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        composed_now(database, {**wanted(residents["zhang"]), **more})


def test_an_id_card_alone_opens_nothing(database: Database, residents: dict[str, Person]) -> None:
    question = {"person": {"id_number": residents["zhang"].id_number}, "proofs": ["id_card"]}
    with database.session() as session, pytest.raises(Refused, match="PROOF_NEEDED"):
        desk.query(session, question, NOW, "")


def test_the_dead_ask_no_more(database: Database, residents: dict[str, Person]) -> None:
    with database.session() as session, pytest.raises(Refused, match="DECEASED"):
        desk.query(session, asked(residents["heshi"]), NOW, "")


def test_a_line_is_disputed_once(database: Database, residents: dict[str, Person]) -> None:
    own = asked(residents["zhang"], insurance="employee_pension", month=201301)
    with database.session() as session:
        desk.dispute(session, Asked("T01", "dispute_record", "k1", "r", "c", own), NOW)
        session.flush()
        with pytest.raises(Refused, match="ALREADY_DISPUTED"):
            desk.dispute(session, Asked("T01", "dispute_record", "k2", "r", "c", own), NOW)
        with pytest.raises(Refused, match="NO_SUCH_LINE"):
            desk.dispute(session, Asked("T01", "dispute_record", "k3", "r", "c", {**own, "month": 199001}), NOW)


def test_an_insurance_that_somebody_never_had_is_not_told(database: Database, residents: dict[str, Person]) -> None:
    own = asked(residents["zhang"], insurance="civil_pension", month=201301)
    with database.session() as session, pytest.raises(Refused, match="NOT_INSURED_IN"):
        desk.dispute(session, Asked("T01", "dispute_record", "k1", "r", "c", own), NOW)


def test_a_paper_of_too_many_pages_is_not_composed(
    database: Database, residents: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "MOST_PAGES", 0)
    with pytest.raises(Refused, match="TOO_MANY_PAGES"):
        composed_now(database, wanted(residents["zhang"]))


def test_what_is_not_there_or_has_no_address_is_not_saved(database: Database, residents: dict[str, Person]) -> None:
    question = asked(residents["zhang"], serial="S20261118000009")
    with database.session() as session:
        with pytest.raises(Refused, match="NO_SUCH_RECORD"):
            saving.offer(session, question, NOW)
        switch(session, PUBLIC_ADDRESS, on=False)
        with pytest.raises(Refused, match="NO_PUBLIC_ADDRESS"):
            saving.offer(session, question, NOW)


def test_a_paper_is_fetched_once_by_who_knows_six_digits(database: Database, residents: dict[str, Person]) -> None:
    person = residents["zhang"]
    row = composed_now(database, wanted(person, "certificate"))
    with database.session() as session:
        told = saving.offer(session, asked(person, serial=row.serial), NOW)
        token = told["path"].removeprefix(saving.PATH)
        assert saving.fetch(session, token, "000000", NOW)[0] is Opened.WRONG
        assert saving.state(session, row.serial, NOW)["state"] == "waiting"
        assert saving.fetch(session, token, person.id_number[-6:], NOW) == (Opened.YES, row.pdf)
        assert saving.state(session, row.serial, NOW)["state"] == "used"
        assert saving.fetch(session, token, person.id_number[-6:], NOW)[0] is Opened.OVER


def test_a_paper_that_was_voided_since_cannot_be_fetched(database: Database, residents: dict[str, Person]) -> None:
    person = residents["zhang"]
    row = composed_now(database, wanted(person, "certificate"))
    own = {"person": {"id_number": person.id_number}, "request": row.request}
    with database.session() as session:
        token = saving.offer(session, asked(person, serial=row.serial), NOW)["path"].removeprefix(saving.PATH)
        desk.void(session, Asked("T01", "void_record", "k", "r", "c", own), NOW)
        assert saving.fetch(session, token, person.id_number[-6:], NOW)[0] is Opened.OVER
        assert not saving.send_code(session, token, NOW)


def test_a_code_may_be_sent_to_the_registered_telephone(database: Database, residents: dict[str, Person]) -> None:
    person = residents["zhang"]
    row = composed_now(database, wanted(person, "certificate"))
    with database.session() as session:
        token = saving.offer(session, asked(person, serial=row.serial), NOW)["path"].removeprefix(saving.PATH)
        assert saving.send_code(session, token, NOW)
        assert not saving.send_code(session, token, NOW), "a minute has to go by"
        sent = session.query(CodeRow).filter_by(id_number=person.id_number).order_by(CodeRow.number.desc()).first()
        assert sent is not None
        assert saving.fetch(session, token, sent.code, NOW)[0] is Opened.YES
        assert not saving.send_code(session, token, NOW + 100)


def test_five_wrong_tries_or_ten_minutes_end_an_address(database: Database, residents: dict[str, Person]) -> None:
    person = residents["zhang"]
    for turn, ended in (("a", "tries"), ("b", "time")):
        row = composed_now(database, wanted(person, "certificate", turn * 32))
        with database.session() as session:
            token = saving.offer(session, asked(person, serial=row.serial), NOW)["path"].removeprefix(saving.PATH)
            late = NOW + 601 if ended == "time" else NOW
            tries = [saving.fetch(session, token, "000000", late)[0] for _ in range(5)]
            assert tries == [Opened.OVER] * 5 if ended == "time" else [Opened.WRONG] * 4 + [Opened.OVER]
            assert saving.fetch(session, token, person.id_number[-6:], late)[0] is Opened.OVER
            assert saving.state(session, row.serial, late)["state"] == "over"


@pytest.mark.parametrize(
    ("typed", "found"), [("S-ABCD-EFGH-JKLM", True), ("s abcd efgh jklm", True), ("X-ABCD", False)]
)
def test_a_code_may_be_typed_as_people_do(typed: str, found: bool) -> None:
    assert (taken_apart(typed) is not None) is found


def test_months_are_counted_over_the_turn_of_the_year() -> None:
    assert (later(202512, 1), later(202601, -1), later(202603, -15)) == (202601, 202512, 202412)


class _Words(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.words = ""
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture
def server(tmp_path: Path, residents: dict[str, Person]) -> Iterator[BackendServer]:
    made = BackendServer(tuple(residents.values()), port=0, folder=tmp_path / "backend")
    made.start()
    yield made
    made.stop()


def page(server: BackendServer, path: str, word: str | None = None) -> str:
    body = None if word is None else urlencode({"word": word}).encode()
    with urlopen(server.url + path, body) as answer:
        return _Words(answer.read().decode()).words


def test_anybody_may_check_a_code_on_the_bureaus_page(server: BackendServer) -> None:
    assert "查验权益记录真伪" in page(server, "/check")
    assert "查无此件" in page(server, "/check", "demo:S-2222-3333-4444")


def test_an_address_that_never_was_is_told_like_one_that_is_over(server: BackendServer) -> None:
    assert "请回到终端重新获取" in page(server, "/save/nothing", "123456")


def test_the_rest_of_the_bureau_stays_behind_its_gateway(server: BackendServer) -> None:
    with pytest.raises(HTTPError, match="401") as refused:
        urlopen(server.url + "/v1/system")
    refused.value.close()
    assert "/save" not in server.log_file.read_text("utf-8")
