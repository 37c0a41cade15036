"""一次申请，多事联办 for pensioners: certification, activation, payout account (item 37) and contact in one visit."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from kiosk.backend.applications import Asker, Contact, ContactField, Upload
from kiosk.backend.errors import BackendRefused
from kiosk.backend.faces import Certification, Helper, Pension, PensionStanding, pension
from kiosk.backend.operations import Item
from kiosk.backend.payouts import PayoutAccount, PayoutChange, PayoutPolicy, payout_policy
from kiosk.backend.schemas import ApplicationState, Attachment, CardsAnswer, CardStates, Proof
from kiosk.card_next import still_made
from kiosk.card_words import card_title
from kiosk.drafting import bureau_draft
from kiosk.identity import Resident, card_of, identify_for, look_up_cards, prove_again
from kiosk.journal import Draft, Operation
from kiosk.meant_card import card_in_reader
from kiosk.new_pin import new_pin_twice
from kiosk.presenting import ask_while_inserted
from kiosk.refusals import Refusal
from kiosk.services import activate, certify_pension, change_information
from kiosk.session import Session
from kiosk.signature import sign, staged
from kiosk.together import Part, carry_out_all, conclude_together
from texts import Kind, Personal, Text, literal
from ui.pages import Button, Card, Choice, Confirm, Point, Record, Row, Steps, Tone

R = TypeVar("R")

RULE = "pension_together"
"""As shipped: id_card+face, id_card+sms or id_card+staff; the holder is at least 16; presence proven longer ago than
`identity.second_check_after` is proven again before the effect (`resources/proofs.toml`)."""
NOT_NOW = Button("not_now", Text("pension_together.not_now"))
BEGIN = Button("begin", Text("pension_together.begin"))
CHANGED_HERE = (ContactField.PHONE, ContactField.ADDRESS)
ACTIVATION, CERTIFICATION, PAYOUT, CONTACT = (
    Text(f"pension_together.part_{name}") for name in ("activate", "certify", "payout", "contact")
)


@dataclass(frozen=True)
class Due:
    """What the bureau says of each of the things."""

    pension: Pension
    payout: PayoutPolicy
    cards: CardsAnswer | None = field(repr=False)
    contact: Contact | None = field(repr=False)

    @property
    def sealed(self) -> CardStates | None:
        """The first card that is in hand and not active yet. An activation that was left open is refused when the card
        is put in (`_activated`)."""
        cards = () if self.cards is None else self.cards.cards
        return next((card for card in cards if _is_sealed(card) and not still_made(card)), None)


async def pension_together(session: Session) -> None:
    """Identify once, show what is due, ask about each thing but the certification, one summary; each an operation of
    its own, one slip. The certification is done unasked, where their face was compared."""
    resident = await identify_for(session, RULE, steps(0))
    due = await _due(session, resident)
    await session.ask(_overview(resident, due))
    parts = await _chosen(session, resident, due)
    if not parts:
        raise Refusal("NOTHING_CHOSEN")
    await session.ask(_summary(due, parts))
    resident = await prove_again(session, RULE, steps(2))
    ended = await carry_out_all(session, parts, resident)
    await conclude_together(session, ended, due.pension.person, steps(3), title=Text("pension_together.title"))


# What is due.


async def _due(session: Session, resident: Resident) -> Due:
    """A pension they must have; what else they have not got, as a card, is not offered."""
    asker = Asker(**resident.evidence, card=resident.card)
    return Due(
        await session.looked_up(("pension", resident.proofs), lambda bureau: pension(bureau, asker)),
        await session.looked_up(("payout", resident.proofs), lambda bureau: payout_policy(bureau, asker)),
        await _unless_refused(look_up_cards(session, resident)),
        await _unless_refused(change_information.look_up_contact(session, resident)),
    )


async def _unless_refused(asking: Awaitable[R]) -> R | None:
    try:
        return await asking
    except (BackendRefused, Refusal):
        return None


def _overview(resident: Resident, due: Due) -> Record:
    """Each thing with how it stands; nothing is chosen yet."""
    told = (_certification_row(resident, due), _payout_row(due), _activation_row(due), _contact_row(due))
    return Record(
        headline=Text("pension_together.overview"),
        how=Text("pension_together.overview_how"),
        steps=steps(1),
        person=_person(due),
        cards=(Card(Text("pension_together.title"), tuple(row for row in told if row is not None)),),
        main=BEGIN,
    )


def _certification_row(resident: Resident, due: Due) -> Row:
    standing, until = due.pension.standing.value, due.pension.due.isoformat()
    value = Text(f"certify_pension.standings.{standing}")
    means = Text("pension_together.certify_due" if _seen(resident) else "pension_together.certify_no_face", day=until)
    return Row(CERTIFICATION, value, certify_pension.TONES[due.pension.standing], means)


def _payout_row(due: Due) -> Row:
    payout = due.payout
    now = Text("pension_together.no_account") if payout.current is None else account(payout.current)
    name = "pending" if payout.pending else "can_change" if payout.choices else "as_it_is"
    return Row(PAYOUT, now, Tone.NEUTRAL, Text(f"pension_together.payout_{name}"))


def _activation_row(due: Due) -> Row | None:
    if due.sealed is None:
        return None
    return Row(ACTIVATION, card_title(due.sealed), Tone.ATTENTION, Text("pension_together.activate_due"))


def _contact_row(due: Due) -> Row | None:
    if due.contact is None:
        return None
    phone = Text("change_information.nothing") if due.contact.phone is None else literal(due.contact.phone)
    return Row(CONTACT, phone, Tone.NEUTRAL, Text("pension_together.contact_due"))


# What is to be done: one question for each thing, but none for the certification.


async def _chosen(session: Session, resident: Resident, due: Due) -> tuple[Part, ...]:
    """In the order in which they are done: the chip first, whose PIN may yet be given up."""
    asked = (
        await _activation(session, due),
        _certification(resident, due) if _seen(resident) else None,
        await _payout(session, resident, due),
        await _contact(session, resident, due),
    )
    return tuple(part for part in asked if part is not None)


def _certification(resident: Resident, due: Due) -> Part:
    """They were seen already: nothing is left to ask. It is of use at any time of the year."""
    kind = "resume" if due.pension.standing is PensionStanding.SUSPENDED else "certify"

    def draft(now: Resident) -> Draft:
        seen = now if _seen(now) else resident
        return bureau_draft(Item.CERTIFY_PENSION, kind, Certification(**seen.evidence, helper=Helper.SELF), card="")

    return _at_the_bureau(CERTIFICATION, Text("pension_together.certify_does"), draft)


async def _payout(session: Session, resident: Resident, due: Due) -> Part | None:
    """Which account, and a signature for it (item 37)."""
    payout = due.payout
    if payout.pending or not payout.choices:
        return None
    chosen = await session.ask(_which_account(payout))
    if chosen == NOT_NOW.key:
        return None
    wanted = next(choice for choice in payout.choices if choice.handle == chosen)
    try:
        signed = await sign(session, Text("pension_together.signs", account=account(wanted)), steps(1), words=RULE)
    except Refusal:  # who cannot write here does it at the counter; the other things go on
        return None
    signature = await _staged(session, resident, signed)

    def draft(now: Resident) -> Draft:
        change = PayoutChange(**now.evidence, handle=wanted.handle, signature=signature)
        return bureau_draft(Item.MAINTAIN_PAYOUT_ACCOUNT, "", change, card="")

    return _at_the_bureau(PAYOUT, Text("pension_together.payout_does", account=account(wanted)), draft)


async def _staged(session: Session, resident: Resident, signed: Upload) -> Attachment:
    """Once in a visit, whatever is gone back to."""
    return await session.fetched(("signature", signed.digest), lambda: staged(session, resident, signed))


async def _activation(session: Session, due: Due) -> Part | None:
    """Of a sealed card, where its PIN can be typed here; whether it is at hand shows when it is put in."""
    card = due.sealed
    if card is None or due.cards is None or not session.pin_possible:
        return None
    yes = Button("activate", Text("pension_together.activate_now"), "card_new", Text("pension_together.activate_how"))
    page = Choice(headline=Text("pension_together.activate_ask"), steps=steps(1), options=(yes, NOT_NOW))
    if await session.ask(page) == NOT_NOW.key:
        return None
    point = Point(ACTIVATION, Text("pension_together.activate_does"), Tone.GOOD)
    return Part(ACTIVATION, point, partial(_activated, due.cards))


async def _contact(session: Session, resident: Resident, due: Due) -> Part | None:
    """The registered telephone or address, where it is not right any more."""
    if due.contact is None:
        return None
    right = Button(NOT_NOW.key, Text("pension_together.contact_right"), "check")
    options = tuple(change_information.field_option(each, due.contact) for each in CHANGED_HERE)
    page = Choice(headline=Text("pension_together.contact_ask"), steps=steps(1), options=(right, *options))
    if (chosen := await session.ask(page)) == NOT_NOW.key:
        return None
    changed = ContactField(chosen)
    value, proof = await change_information.ask_new_value(session, resident, due.contact, changed)
    new = change_information.masked_value(changed, value)

    def draft(now: Resident) -> Draft:
        return change_information.contact_draft(now, changed, value, proof)

    return _at_the_bureau(CONTACT, Text("pension_together.contact_does", value=new), draft)


def _at_the_bureau(title: Text, does: Text, draft: Callable[[Resident], Draft]) -> Part:
    """A thing of one half; its draft is minted once all was confirmed."""

    async def carry_out(session: Session, resident: Resident) -> Operation:
        return await session.submit(draft(resident))

    return Part(title, Point(title, does, Tone.GOOD), carry_out)


async def _activated(cards: CardsAnswer, session: Session, _: Resident) -> Operation:
    """As `activate`, on the card that is put in now; what an earlier try has left open is not for here."""
    read = await card_of(session, activate.TRANSITION, steps(2))
    card = card_in_reader(cards, read.card.inserted, activate.REFUSED_IN)
    if card.open_mark is not None:
        raise Refusal("MARK_OPEN")
    initial = await activate.initial_pin(session, read)
    new = await new_pin_twice(session, partial(ask_while_inserted, session), steps(2), "activate", old=initial)
    resident = await prove_again(session, activate.TRANSITION, steps(2))
    return await activate.activated(session, resident, read, initial, new)


# Pages.


def _which_account(payout: PayoutPolicy) -> Choice:
    options = tuple(Button(choice.handle, account(choice), icon="bank") for choice in payout.choices)
    now = Text("pension_together.no_account") if payout.current is None else account(payout.current)
    return Choice(
        headline=Text("pension_together.payout_ask"),
        how=Text("pension_together.payout_now", account=now),
        steps=steps(1),
        options=(Button(NOT_NOW.key, Text("pension_together.payout_keep"), "check"), *options),
    )


def _summary(due: Due, parts: tuple[Part, ...]) -> Confirm:
    """All of it on one page, before anything is done."""
    return Confirm(
        headline=Text("pension_together.confirm", count=len(parts)),
        how=Text("pension_together.confirm_how"),
        steps=steps(2),
        person=_person(due),
        points=tuple(part.point for part in parts),
        proceed=Text("pension_together.proceed", count=len(parts)),
        danger=False,
    )


def account(told: PayoutAccount) -> Text:
    """「重庆银行 尾号 6217」."""
    return Text("pension_together.account", bank=told.bank, tail=told.tail)


def _person(due: Due) -> tuple[Personal, ...]:
    person = due.pension.person
    return (Personal(Kind.NAME, person.name), Personal(Kind.ID_NUMBER, person.id_number))


def _seen(resident: Resident) -> bool:
    """Whether their own face was compared, by the bureau or by staff: a certification needs that."""
    return bool({Proof.FACE, Proof.STAFF} & {*resident.proofs}) and resident.agent is None


def _is_sealed(card: CardStates) -> bool:
    return card.application.state is ApplicationState.SEALED


def steps(current: int) -> Steps:
    """① 核验身份 ② 选择 ③ 确认 ④ 完成."""
    names = ("operation.step_identify", "pension_together.step_choose", "operation.step_confirm", "operation.step_done")
    return Steps(tuple(map(Text, names)), current)
