"""The card's application on the wire: the worked traces byte for byte, refusals by name, and a card pulled anywhere."""

from contextlib import contextmanager
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.apdu import CardError
from devices.card_data import CardDate, Generation
from devices.card_reader import FAULTS, CardFault
from devices.faults import DeviceError
from devices.pin import Pin
from devices.social_security_card import (
    HsmReply,
    PinBlocked,
    PinChanged,
    PinReady,
    PinRejected,
    PinRestored,
    PinUnset,
    PinVerified,
    PinWrong,
    SocialSecurityCard,
    UnblockingRequest,
)
from devices.status import Media

SELECT = "00A404000F7378312E73682EC9E7BBE1B1A3D5CF"
CHALLENGE = "0084000008"
INTERNAL = "0088000010A0A1A2A3A4A5A6A7112233445566778800"
EXTERNAL = "0082000A10DA40CC0C5DC05B8E2132435465768798"
OVER_THE_PIN = "0088000010" + "00" * 16 + "08"
REPLY = HsmReply("60C36CAD6DFCDAAC", "DA40CC0C5DC05B8E")

ISSUER = {
    "00A4020002EF05": "9000",
    "00B2010012": "0110650100D15600000500001234A1B2C3D49000",
    "00B2020003": "0201339000",
    "00B2030006": "0304322E30309000",
    "00B204000E": "040C9156000002650100650100019000",
    "00B2050006": "0504202401159000",
    "00B2060006": "0604203401159000",
    "00B207000B": "07094130303030303031319000",
}
HOLDER = {
    "00A4020002EF06": "9000",
    "00B2080014": "08123131303130313139393030333037303031319000",
    "00B2090020": "091ED5C5C8FD00000000000000000000000000000000000000000000000000009000",
    "00B24E0016": "4E1400000000000000000000000000000000000000009000",
    "00B20A0003": "0A01319000",
    "00B20B0003": "0B01019000",
    "00B20C0005": "0C036501009000",
    "00B20D0006": "0D04199003079000",
}
SECOND = {SELECT: "6F16840F7378312E73682EC9E7BBE1B1A3D5CFA50388011E9000", **ISSUER, **HOLDER}
FIRST = SECOND | {"00B2030006": "6A83", "00B24E0016": "6A83"}
THIRD = SECOND | {
    SELECT: "6F1C840F7378312E73682EC9E7BBE1B1A3D5CFA50988011E9F0C038601039000",
    "00B2030006": "0304332E30309000",
    CHALLENGE: ["11223344556677889000", "A0A1A2A3A4A5A6A79000", "21324354657687989000", "B0B1B2B3B4B5B6B79000"],
    INTERNAL: "60C36CAD6DFCDAAC9000",
    EXTERNAL: "9000",
}


class Wire:
    """A connection that answers from a script without a socket in between."""

    atr = bytes.fromhex("3B6D000000814A44468660650100001234")

    def __init__(self, answer):
        self.answer = answer

    def transmit(self, apdu):
        response = self.answer(bytes(apdu))
        return response[:-2], int.from_bytes(response[-2:], "big")

    def close(self):
        pass


@pytest.fixture
def card_with(script):
    def make(answers):
        wire = Wire(script(answers))
        return SocialSecurityCard(wire), wire.answer.seen

    return make


def read_all(card):
    card.select()
    issuer = card.read_issuer()
    if card.begin_reading():
        card.finish_reading(REPLY)
    return issuer, card.read_holder()


def typed(digits="123456"):
    pin = Pin(16)
    for digit in digits:
        pin.put("1234567890".index(digit))
    return pin


def fault_of(call, *arguments):
    with pytest.raises(DeviceError) as caught:
        call(*arguments)
    return caught.value.fault


def test_a_second_generation_card_is_read_without_any_key(card_with):
    card, seen = card_with(SECOND)
    issuer, holder = read_all(card)
    assert issuer.identifier == "650100D15600000500001234A1B2C3D4"
    assert (issuer.number, issuer.version, issuer.generation) == ("A00000011", "2.00", Generation.SECOND)
    assert (issuer.card_class, issuer.agency) == ("3", "915600000265010065010001")
    assert (issuer.issued.day, issuer.expires.day) == (date(2024, 1, 15), date(2034, 1, 15))
    assert (holder.name, holder.ssn, holder.sex) == ("张三", "110101199003070011", "1")
    assert (holder.ethnic, holder.birthplace, holder.birth.day) == ("01", "650100", date(1990, 3, 7))
    assert CHALLENGE not in seen


def test_a_first_generation_card_has_no_version_and_no_name_extension(card_with):
    issuer, holder = read_all(card_with(FIRST)[0])
    assert (issuer.generation, holder.name) == (Generation.FIRST, "张三")


def test_the_request_to_the_hsm_is_that_of_the_worked_trace(card_with):
    card, seen = card_with(THIRD)
    card.select()
    card.read_issuer()
    request = card.begin_reading()
    assert "|".join(getattr(request, name) for name in request.__slots__) == (
        "650100|00814A44468660650100001234|03|650100D15600000500001234A1B2C3D4|"
        "A0A1A2A3A4A5A6A7|1122334455667788|B0B1B2B3B4B5B6B7|2132435465768798"
    )
    assert seen[-6:] == [SELECT, CHALLENGE, CHALLENGE, INTERNAL, CHALLENGE, CHALLENGE]
    assert "650100D156" not in repr(request)


def test_a_third_generation_card_opens_with_the_hsms_reply(card_with):
    card, seen = card_with(THIRD)
    _, holder = read_all(card)
    assert holder.name == "张三"
    assert seen[seen.index(EXTERNAL) + 1] == "00A4020002EF06"


def test_a_card_without_the_bureaus_key_is_not_genuine_and_gets_no_answer(card_with):
    card, seen = card_with(THIRD | {INTERNAL: "00000000000000009000"})
    assert fault_of(read_all, card) is CardFault.NOT_GENUINE
    assert EXTERNAL not in seen


@pytest.mark.parametrize(
    ("sw", "fault"),
    [
        ("63C2", CardFault.AUTHENTICATION_REFUSED),
        ("6984", CardFault.AUTHENTICATION_REFUSED),
        ("6A88", CardFault.AUTHENTICATION_REFUSED),
        ("6983", CardFault.AUTHENTICATION_BLOCKED),
    ],
)
def test_a_card_that_refuses_the_hsms_value_says_which_way(card_with, sw, fault):
    assert fault_of(read_all, card_with(THIRD | {EXTERNAL: sw})[0]) is fault


def test_a_locked_holder_file_says_that_authentication_is_missing(card_with):
    card, _ = card_with(SECOND | {"00B2080014": "6982"})
    assert fault_of(read_all, card) is CardFault.AUTHENTICATION_MISSING


@pytest.mark.parametrize("value", ["", "60C36CAD6DFCDA", "60C36CAD6DFCDAACFF", "nonsense!", "60C36CAD6DFCDAA"])
def test_an_hsm_reply_that_is_none_never_reaches_the_card(card_with, value):
    for reply in (HsmReply(value, REPLY.external_auth), HsmReply(REPLY.internal_auth, value)):
        card, seen = card_with(THIRD)
        card.select(), card.read_issuer(), card.begin_reading()
        assert fault_of(card.finish_reading, reply) is CardFault.REQUEST_INVALID
        assert seen[-1] == CHALLENGE


def test_a_reply_counts_once(card_with):
    card, _ = card_with(THIRD)
    read_all(card)
    with pytest.raises(RuntimeError, match="begin_reading"):
        card.finish_reading(REPLY)


def test_authentication_needs_the_issuers_data_first(card_with):
    with pytest.raises(RuntimeError, match="read_issuer"):
        card_with(THIRD)[0].begin_reading()


@pytest.mark.parametrize(
    ("sw", "fault"),
    [
        ("9303", CardFault.APPLICATION_BLOCKED),
        ("6A81", CardFault.BLOCKED),
        ("6A82", CardFault.FOREIGN),
        ("6D00", CardFault.FOREIGN),
        ("6E00", CardFault.FOREIGN),
        ("6581", CardFault.WORN),
    ],
)
def test_a_card_that_cannot_be_selected_says_why(card_with, sw, fault):
    with pytest.raises(CardError) as caught:
        card_with({SELECT: sw})[0].select()
    assert (caught.value.fault, f"{caught.value.sw:04X}") == (fault, sw)


def test_a_t0_card_that_keeps_its_answer_back_is_asked_for_it(card_with):
    card, seen = card_with({SELECT: "6118", "00C0000018": SECOND[SELECT]})
    card.select()
    assert seen == [SELECT, "00C0000018"]


def test_a_record_of_another_length_is_asked_for_again(card_with):
    longer = "0904" + "张三".encode("gb18030").hex() + "9000"
    card, seen = card_with(SECOND | {"00B2090020": "6C06", "00B2090006": longer})
    assert read_all(card)[1].name == "张三"
    assert seen.count("00B2090006") == 1


@pytest.mark.parametrize(
    "answer", ["0813" + "31" * 18 + "9000", "0912" + "31" * 18 + "9000", "9000", "0812" + "31" * 19 + "9000"]
)
def test_a_record_against_the_standard_is_malformed(card_with, answer):
    assert fault_of(read_all, card_with(SECOND | {"00B2080014": answer})[0]) is CardFault.MALFORMED


@pytest.mark.parametrize(
    ("sw", "state"), [("9000", PinUnset()), ("63C3", PinReady(3)), ("63C0", PinBlocked()), ("6983", PinBlocked())]
)
def test_tries_left_are_asked_for_without_costing_one(card_with, sw, state):
    card, seen = card_with({"0020000000": sw})
    assert card.tries_left() == state
    assert seen == ["0020000000"]


@pytest.mark.parametrize(
    ("sw", "outcome"),
    [
        ("9000", PinVerified()),
        ("63C2", PinWrong(2)),
        ("63C1", PinWrong(1)),
        ("63C0", PinBlocked()),
        ("6983", PinBlocked()),
    ],
)
def test_a_pin_is_verified_or_wrong_or_blocked(card_with, sw, outcome):
    card, seen = card_with({"0020000003123456": sw})
    assert card.verify(typed()) == outcome
    assert seen == ["0020000003123456", OVER_THE_PIN]


@pytest.mark.parametrize("sw", ["6C03", "6103", "6700", "6F00"])
def test_verify_is_never_sent_twice_whatever_the_card_answers(card_with, sw):
    card, seen = card_with({"0020000003123456": sw})
    with pytest.raises(CardError, match=f"SW {sw} to 00 20 00 00$"):
        card.verify(typed())
    assert seen == ["0020000003123456", OVER_THE_PIN]


def test_the_command_after_a_pin_is_at_least_as_long_as_any_with_one():
    assert len(OVER_THE_PIN) // 2 >= len(bytes.fromhex("805E010011")) + 17


def test_the_commands_own_bytes_are_overwritten():
    held = []

    class Keeping(Wire):
        def transmit(self, apdu):
            held.append(apdu)
            return b"", 0x9000

    SocialSecurityCard(Keeping(None)).verify(typed())
    assert held[0] == bytearray(8)


@pytest.mark.parametrize(
    ("sw", "outcome"), [("9000", PinChanged()), ("63C2", PinWrong(2)), ("63C0", PinBlocked()), ("6983", PinBlocked())]
)
def test_a_pin_change_is_one_command_with_the_old_and_the_new_pin(card_with, sw, outcome):
    card, seen = card_with({"805E010007123456FF654321": sw})
    assert card.change_pin(typed(), typed("654321")) == outcome
    assert [apdu for apdu in seen if apdu.startswith("805E")] == ["805E010007123456FF654321"]


def test_a_pin_that_was_wiped_before_it_was_sent_is_not_sent(card_with):
    card, seen = card_with({})
    old = typed()
    old.wipe()
    assert fault_of(card.change_pin, old, typed("654321")) is CardFault.PIN_CANCELLED
    assert seen == []


def test_too_short_a_pin_never_becomes_a_question_for_tries(card_with):
    card, seen = card_with({})
    with pytest.raises(ValueError, match="at least 4"):
        card.verify(typed("123"))
    assert seen == []


def journey(connection):
    card = SocialSecurityCard(connection)
    read_all(card)
    card.tries_left()
    outcome = card.verify(typed())
    card.tries_left()
    return outcome


JOURNEY = THIRD | {"0020000000": "63C3", "0020000003123456": "9000"}


def test_a_card_pulled_at_any_apdu_is_removed_and_the_next_one_reads(vpcd, insert, script):
    whole = script(JOURNEY)
    card = insert(vpcd, whole)
    with vpcd.connect() as connection:
        assert journey(connection) == PinVerified()
    card.pull()
    vpcd.poll()
    assert len(whole.seen) == 28
    for index in range(len(whole.seen)):
        card = insert(vpcd, script(JOURNEY, vanish_at=index))
        assert vpcd.poll().media is Media.PRESENT
        with vpcd.connect() as connection:
            assert fault_of(journey, connection) is CardFault.REMOVED, index
        assert vpcd.poll().media is Media.NOT_PRESENT
        card.pull()
    insert(vpcd, script(JOURNEY))
    with vpcd.connect() as connection:
        assert journey(connection) == PinVerified()


RESTORING = THIRD | {
    CHALLENGE: ["31425364758697089000", "C0C1C2C3C4C5C6C79000", "D0D1D2D3D4D5D6D79000"],
    "00820006107BD6DEE618F5906E3142536475869708": "9000",
    "8424000114E4C4D3E2DA062B6347113B8E26E4C4DAF7AD0853": "9000",
    "8424000004A7EA1859": "9000",
}
OPENING, RESET, UNBLOCK = "7BD6DEE618F5906E", "E4C4D3E2DA062B6347113B8E26E4C4DAF7AD0853", "A7EA1859"


def test_the_hsms_command_is_put_between_the_cards_challenges_as_in_the_worked_trace(card_with):
    card, seen = card_with(RESTORING)
    card.select(), card.read_issuer()
    assert card.begin_unblocking() == UnblockingRequest(
        area="650100",
        reset_info="00814A44468660650100001234",
        algorithm="03",
        identifier="650100D15600000500001234A1B2C3D4",
        factor="C0C1C2C3C4C5C6C7",
        raw="3142536475869708",
    )
    assert card.open_unblocking(OPENING) == "D0D1D2D3D4D5D6D7"
    assert card.restore_pin(RESET, new=True) == PinRestored()
    assert card.restore_pin(UNBLOCK, new=False) == PinRestored()
    assert [command[:4] for command in seen[-7:]] == ["00A4", "0084", "0084", "0082", "0084", "8424", "8424"]


@pytest.mark.parametrize("sw", [0x9302, 0x6982, 0x6984, 0x6A80])
def test_a_card_that_does_not_take_the_command_says_so_and_is_not_asked_again(card_with, sw):
    card, seen = card_with(RESTORING | {f"8424000004{UNBLOCK}": f"{sw:04X}"})
    card.select(), card.read_issuer(), card.begin_unblocking(), card.open_unblocking(OPENING)
    assert card.restore_pin(UNBLOCK, new=False) == PinRejected(sw)
    assert sum(command.startswith("8424") for command in seen) == 1


@pytest.mark.parametrize(("command", "new"), [("A7EA1859", True), (RESET, False), ("", False), ("zz", True)])
def test_a_command_of_another_shape_never_reaches_the_card(card_with, command, new):
    card, seen = card_with(RESTORING)
    card.select(), card.read_issuer(), card.begin_unblocking(), card.open_unblocking(OPENING)
    assert fault_of(lambda: card.restore_pin(command, new=new)) is CardFault.REQUEST_INVALID
    assert not any(command.startswith("8424") for command in seen)


def test_unblocking_is_opened_once_for_a_pair_of_challenges(card_with):
    card, _ = card_with(RESTORING)
    card.select(), card.read_issuer(), card.begin_unblocking(), card.open_unblocking(OPENING)
    with pytest.raises(RuntimeError):
        card.open_unblocking(OPENING)


def test_no_command_ever_blocks_a_card_or_application(card_with):
    card, seen = card_with(JOURNEY)
    read_all(card), card.tries_left(), card.verify(typed())
    assert not [command for command in seen if command[:4] in ("841E", "8416")]


@contextmanager
def only(*faults):
    """Lets these faults pass, and no other error."""
    try:
        yield
    except DeviceError as error:
        if error.fault not in faults:
            raise


@given(st.lists(st.binary(min_size=2, max_size=258), min_size=1, max_size=30))
def test_any_answers_of_a_card_are_values_or_named_faults(answers):
    left = list(answers)
    card = SocialSecurityCard(Wire(lambda _: left.pop(0) if len(left) > 1 else left[0]))
    for call in (card.select, card.read_issuer, card.read_holder, card.tries_left, lambda: card.verify(typed())):
        with only(*FAULTS):
            call()


@given(st.sampled_from(sorted(THIRD)), st.binary(min_size=2, max_size=258))
def test_one_wrong_answer_in_a_reading_is_a_value_or_a_named_fault(command, answer):
    answers = THIRD | {command: answer.hex()}
    challenges = list(THIRD[CHALLENGE])

    def respond(apdu):
        name = apdu.hex().upper()
        if name == CHALLENGE and name != command and challenges:
            return bytes.fromhex(challenges.pop(0))
        found = answers.get(name, "6D00")
        return bytes.fromhex(found if isinstance(found, str) else found[-1])

    with only(*FAULTS):
        issuer, _ = read_all(SocialSecurityCard(Wire(respond)))
        assert isinstance(issuer.issued, CardDate)
