"""The drivers against the simulated slot: every kind of card that residents hold, every fault that it can be told."""

import time

import pytest

from devices.card_reader import CardFault
from devices.faults import DeviceError
from devices.pin import Pin
from devices.social_security_card import (
    HsmReply,
    PinBlocked,
    PinReady,
    PinUnset,
    PinVerified,
    PinWrong,
    SocialSecurityCard,
)
from devices.status import Media
from devices.vpcd import VpcdReader
from sandbox.card import CardSlot
from sandbox.hsm import Hsm
from sandbox.population import people

PEOPLE = people(1)
HELD = [(person, index, card) for person in PEOPLE for index, card in enumerate(person.cards)]
SOUND = [row for row in HELD if not row[2].chip.blocked]


def kinds():
    """The first card of each generation, algorithm and date style."""
    found = {}
    for row in SOUND:
        chip = row[2].chip
        found.setdefault(f"{chip.generation} {chip.algorithm}{' ascii dates' * chip.ascii_dates}", row)
    return found


KINDS = kinds()


@pytest.fixture
def reader():
    opened = VpcdReader(0, look_seconds=0.3, answer_seconds=0.5)
    yield opened
    opened.close()


@pytest.fixture
def slot(reader):
    simulated = CardSlot(PEOPLE, port=reader.port, retry=0.005)
    yield simulated
    simulated.fault("none")
    simulated.stop()


@pytest.fixture
def inserted(slot, reader):
    def put_in(person_key, index=0):
        slot.insert(person_key, index)
        until(reader, Media.PRESENT)
        return reader

    return put_in


def until(reader, media):
    deadline = time.monotonic() + 20
    while (status := reader.poll()).media is not media:
        assert time.monotonic() < deadline, status
        time.sleep(0.001)
    return status


def authorised(request):
    """What the bureau answers."""
    proof = Hsm().authorise_reading(*(getattr(request, name) for name in request.__slots__))
    return HsmReply(proof.internal_auth, proof.external_auth)


def read_all(connection):
    card = SocialSecurityCard(connection)
    card.select()
    issuer = card.read_issuer()
    if request := card.begin_reading():
        card.finish_reading(authorised(request))
    return issuer, card.read_holder()


def typed(digits):
    pin = Pin(16)
    for digit in digits:
        pin.put(pin.layout.index(digit))
    return pin


def fault_of(call, *arguments):
    with pytest.raises(DeviceError) as caught:
        call(*arguments)
    return caught.value.fault


def first(**wanted):
    """A resident whose card's chip is so."""
    return next(
        (person, index, card)
        for person, index, card in HELD
        if all(getattr(card.chip, name) == value for name, value in wanted.items())
    )


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_card_says_whose_it_is(inserted, kind):
    person, index, card = KINDS[kind]
    with inserted(person.key, index).connect() as connection:
        issuer, holder = read_all(connection)
    assert (issuer.identifier, issuer.number) == (card.identifier, card.number)
    assert (issuer.issued.year, issuer.expires.year) == (card.issued.year, card.expires.year)
    assert (issuer.issued.day is None) == card.chip.ascii_dates
    assert (holder.ssn, holder.sex, holder.ethnic) == (person.id_number, person.sex, person.ethnic)
    assert holder.birth.day == person.birth
    assert person.name.startswith(holder.name)


def test_rare_and_long_names_come_whole(inserted):
    rare = [row for row in SOUND if set(row[0].name) & set("𬍛䶮") and row[2].chip.generation != "1.00"]
    long = [row for row in SOUND if len(row[0].name) >= 16 and row[2].chip.generation != "1.00"]
    for person, index, _ in (rare[0], long[0]):
        with inserted(person.key, index).connect() as connection:
            assert read_all(connection)[1].name == person.name


def test_a_wrong_pin_costs_a_try_and_the_right_one_gives_all_back(inserted):
    person, index, card = next(row for row in SOUND if row[2].chip.pin and row[2].chip.tries_left >= 2)
    tries = card.chip.tries_left
    wrong = "0" * len(card.chip.pin) if card.chip.pin.strip("0") else "1" * len(card.chip.pin)
    with inserted(person.key, index).connect() as connection:
        application = SocialSecurityCard(connection)
        application.select()
        assert application.tries_left() == PinReady(tries)
        assert application.verify(typed(wrong)) == PinWrong(tries - 1)
        assert application.tries_left() == PinReady(tries - 1)
        assert application.verify(typed(card.chip.pin)) == PinVerified()


def test_a_pin_that_is_blocked_or_unset_is_told_before_it_is_asked_for(inserted):
    for (person, index, _), state in ((first(tries_left=0), PinBlocked()), (first(pin="", blocked=""), PinUnset())):
        with inserted(person.key, index).connect() as connection:
            application = SocialSecurityCard(connection)
            application.select()
            assert application.tries_left() == state


@pytest.mark.parametrize(
    ("blocked", "fault"), [("application", CardFault.APPLICATION_BLOCKED), ("card", CardFault.BLOCKED)]
)
def test_a_blocked_card_says_which_block_it_is(inserted, blocked, fault):
    person, index, _ = first(blocked=blocked)
    with inserted(person.key, index).connect() as connection:
        assert fault_of(SocialSecurityCard(connection).select) is fault


@pytest.mark.parametrize("kind", ["foreign-bank", "foreign-sim", "foreign-transit"])
def test_a_foreign_card_is_refused_and_the_next_good_one_reads(slot, inserted, kind):
    person, index, card = next(iter(KINDS.values()))
    slot.fault(kind)
    with inserted(person.key, index).connect() as connection:
        assert fault_of(SocialSecurityCard(connection).select) is CardFault.FOREIGN
    slot.fault("none")
    slot.pull()
    with inserted(person.key, index).connect() as connection:
        assert read_all(connection)[0].number == card.number


@pytest.mark.parametrize(
    ("name", "faults"),
    [
        ("silent", {CardFault.SILENT}),
        ("stall", {CardFault.SILENT}),
        ("long-answer", {CardFault.MALFORMED}),
        ("dirty", {CardFault.MALFORMED, CardFault.FOREIGN, CardFault.REFUSED}),
        ("pull-at", {CardFault.REMOVED}),
    ],
)
def test_a_misbehaving_card_has_a_name_and_the_next_good_one_reads(slot, reader, inserted, name, faults):
    person, index, card = next(iter(KINDS.values()))
    slot.fault(name)
    inserted(person.key, index)
    assert fault_of(lambda: read_all(reader.connect())) in faults
    slot.fault("none")
    slot.pull()
    until(reader, Media.NOT_PRESENT)
    with inserted(person.key, index).connect() as connection:
        assert read_all(connection)[0].number == card.number
