"""The client's questions about applications, contact and attachments, against the sandbox's bureau."""

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import kiosk.backend.transport  # noqa: F401 - imported before a short deadline begins
from kiosk.backend import filing
from kiosk.backend.applications import (
    ApplicationKind,
    Asker,
    CardApplication,
    CardExchange,
    ContactChange,
    ContactField,
    ExchangeReason,
    Upload,
    UploadKind,
)
from kiosk.backend.client import Bureau
from kiosk.backend.errors import BackendMalformed, BackendRefused, BackendSilent
from kiosk.backend.operations import Ended, Item, OperationBody, Outcome, Ticket
from kiosk.backend.schemas import ProductionStep, Proof, SmsProof
from kiosk.backend.signing import Signer
from sandbox.backend.server import BackendServer
from sandbox.people import Person
from sandbox.population import people

BOTH = (Proof.ID_CARD, Proof.SMS)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1L8 8"/></svg>'
_visits = itertools.count(1)


class Visit:
    """Somebody who has shown ID card and telephone, and asks."""

    def __init__(self, server: BackendServer, bureau: Bureau, person: Person) -> None:
        self.server, self.bureau, self.person = server, bureau, person
        self.session = f"visit-{next(_visits):04}"
        bureau.send_sms(person.id_number, self.session)
        self.sms = bureau.check_sms(person.id_number, self.session, code_in(server))
        self.asker = Asker(id_number=person.id_number, proofs=BOTH, sms=self.sms)

    @property
    def evidence(self) -> dict[str, object]:
        return {"id_number": self.person.id_number, "proofs": BOTH, "sms": self.sms}

    def handle(self) -> str:
        return self.bureau.cards(self.person.id_number, [Proof.ID_CARD]).cards[-1].handle

    def operate(self, item: Item, body: OperationBody) -> Outcome:
        number = next(_visits)
        ticket = Ticket(key=f"{number:032x}", number=f"YZ-A01-4UB{number:03}", check="K7MQ")
        return self.bureau.operate(item, ticket, body.body())

    def applied(self) -> CardApplication:
        signature = filing.stage(self.bureau, self.person.id_number, Upload(UploadKind.SIGNATURE, "image/svg+xml", SVG))
        return CardApplication(**self.evidence, bank="cqrcb", place="songxi", signature=signature)


def code_in(server: BackendServer) -> str:
    return server.command("inbox", "1").split()[-1]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BackendServer]:
    folder: Path = tmp_path_factory.mktemp("bureau")
    server = BackendServer(people(1, now=datetime.now(UTC)), port=0, folder=folder)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def visit(running: BackendServer) -> Iterator[Callable[[str], Visit]]:
    everybody = {person.key: person for person in people(1)}
    signer = Signer.from_file(running.app_id, running.token_file)
    bureau = Bureau(running.url, terminal_id="YZ-A01", signer=signer, query_deadline=5.0)
    yield lambda key: Visit(running, bureau, everybody[key])
    running.command("fault", "none")
    running.command("clock", "now")


def test_a_policy_names_what_can_be_chosen_and_what_stands_against_it(visit: Callable[[str], Visit]) -> None:
    free = visit("wuka")
    policy = filing.application_policy(free.bureau, free.asker, ApplicationKind.NEW, None)
    assert policy.obstacles == ()
    assert len(policy.banks) == 16
    assert policy.photo_taken is not None
    taken = visit("zhang")
    policy = filing.application_policy(taken.bureau, taken.asker, ApplicationKind.REPLACEMENT, taken.handle())
    assert [obstacle.code for obstacle in policy.obstacles] == ["NEED_FORMAL_LOSS"]


def test_an_accepted_application_is_a_card_on_its_way(visit: Callable[[str], Visit]) -> None:
    other_city = visit("chengdu")
    outcome = other_city.operate(Item.APPLY_CARD, other_city.applied())
    assert outcome.outcome is Ended.CONFIRMED
    (card,) = other_city.bureau.cards(other_city.person.id_number, BOTH, sms=other_city.sms).cards
    assert card.production.step is ProductionStep.ACCEPTED


def test_a_signature_that_is_gone_by_itself_makes_no_application(visit: Callable[[str], Visit]) -> None:
    zhao = visit("zhao")
    applied = zhao.applied()
    zhao.server.command("clock", "+40m")
    again = visit("zhao")
    body = CardExchange(
        **again.evidence,
        bank=applied.bank,
        place=applied.place,
        signature=applied.signature,
        reason=ExchangeReason.DAMAGED,
        handle=again.handle(),
    )
    assert again.operate(Item.EXCHANGE_CARD, body).code == "CARD_LOST"
    gone = visit("yuliu")
    unknown = body.model_copy(update={**gone.evidence, "handle": gone.handle()})
    assert gone.operate(Item.EXCHANGE_CARD, unknown).code == "UPLOAD_GONE"


def test_the_same_attachment_is_staged_once(visit: Callable[[str], Visit]) -> None:
    zhang = visit("gen1")
    upload = Upload(UploadKind.SIGNATURE, "image/svg+xml", SVG)
    first, second = (filing.stage(zhang.bureau, zhang.person.id_number, upload) for _ in range(2))
    assert first == second
    assert first.digest == upload.digest


@pytest.mark.parametrize(
    ("content", "code"), [(b"<svg " + b" " * 600_000, "UPLOAD_TOO_LARGE"), (b"GIF89a", "UPLOAD_UNREADABLE")]
)
def test_what_is_too_large_or_something_else_is_not_taken(
    visit: Callable[[str], Visit], content: bytes, code: str
) -> None:
    zhang = visit({"UPLOAD_TOO_LARGE": "wang", "UPLOAD_UNREADABLE": "suo"}[code])
    with pytest.raises(BackendRefused, match=code):
        filing.stage(zhang.bureau, zhang.person.id_number, Upload(UploadKind.SIGNATURE, "image/svg+xml", content))


def test_a_staging_area_that_is_silent_says_so(visit: Callable[[str], Visit]) -> None:
    zhang = visit("gen2")
    zhang.server.command("fault", "uploads:hang-up")
    with pytest.raises(BackendSilent):
        filing.stage(zhang.bureau, zhang.person.id_number, Upload(UploadKind.SIGNATURE, "image/svg+xml", SVG))


def test_a_new_telephone_is_registered_by_its_own_code(visit: Callable[[str], Visit]) -> None:
    yuliu = visit("rare")
    assert filing.contact(yuliu.bureau, yuliu.asker).phone == f"199****{yuliu.person.phone[-4:]}"
    sent = filing.send_to_new_phone(yuliu.bureau, yuliu.asker, yuliu.session, "13900001234")
    assert sent.phone == "139****1234"
    proof = filing.check_new_phone(yuliu.bureau, yuliu.person.id_number, yuliu.session, code_in(yuliu.server))
    change = ContactChange(**yuliu.evidence, field=ContactField.PHONE, value="13900001234", phone_proof=proof)
    assert yuliu.operate(Item.CHANGE_INFORMATION, change).outcome is Ended.CONFIRMED
    assert filing.contact(yuliu.bureau, yuliu.asker).phone == "139****1234"
    assert yuliu.person.phone in yuliu.server.command("inbox", "1")


def test_the_new_telephones_code_proves_nobody(visit: Callable[[str], Visit]) -> None:
    yan = visit("yan")
    filing.send_to_new_phone(yan.bureau, yan.asker, yan.session, "13900001235")
    proof = filing.check_new_phone(yan.bureau, yan.person.id_number, yan.session, code_in(yan.server))
    with pytest.raises(BackendRefused, match="PROOF_EXPIRED"):
        yan.bureau.cards(yan.person.id_number, BOTH, sms=proof)
    own = ContactChange(**yan.evidence, field=ContactField.PHONE, value="13900001239", phone_proof=proof)
    assert yan.operate(Item.CHANGE_INFORMATION, own).code == "PROOF_NEEDED"
    forged = SmsProof(session=yan.session, token="0" * 32)
    assert yan.operate(Item.CHANGE_INFORMATION, own.model_copy(update={"phone_proof": forged})).code == "PROOF_EXPIRED"


def test_an_answer_about_something_else_is_not_used(
    visit: Callable[[str], Visit], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = visit("one")
    told = filing.cancellation_policy(one.bureau, one.asker, one.handle())
    other = told.model_copy(update={"handle": "0" * 24})
    monkeypatch.setattr(one.bureau, "ask", lambda *_: other)
    with pytest.raises(BackendMalformed):
        filing.cancellation_policy(one.bureau, one.asker, told.handle)
