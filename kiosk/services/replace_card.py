"""社会保障卡补领 (item 12): apply for another card in place of one that was formally reported lost."""

from functools import partial

from kiosk.agent import agent_rows
from kiosk.backend.applications import ApplicationKind, ApplicationPolicy, CardReplacement
from kiosk.backend.operations import Item
from kiosk.backend.schemas import ApplicationState, Attachment, CardsAnswer, CardStates
from kiosk.card_application import (
    Wanted,
    choose_photo_bank_and_place,
    look_up_application,
    steps,
    tell_first,
    wanted_points,
    wanted_rows,
)
from kiosk.card_words import card_personal
from kiosk.conclusion import conclude
from kiosk.drafting import bureau_draft
from kiosk.identity import Resident, identify_for, look_up_cards, prove_again
from kiosk.journal import Draft
from kiosk.meant_card import choose_card
from kiosk.receipts import operation_slip
from kiosk.session import Session
from kiosk.signature import sign, staged
from texts import Kind, Personal, Text
from ui.pages import Confirm, Point, Tone

TRANSITION = "replace_card"
"""As shipped: id_card+face, id_card+sms, id_card+staff or agent+id_card; an agent may come; presence proven longer ago
than `identity.second_check_after` is proven again before the effect (`resources/proofs.toml`)."""
REFUSED_IN = {
    ApplicationState.SEALED: "NEED_FORMAL_LOSS",
    ApplicationState.NORMAL: "NEED_FORMAL_LOSS",
    ApplicationState.LOCKED: "NEED_FORMAL_LOSS",
    ApplicationState.TEMPORARY_LOSS: "NEED_FORMAL_LOSS",
    ApplicationState.CANCELLED: "CARD_CANCELLED",
}
"""What the bureau would refuse anyway is said before anything is asked."""


async def replace_card(session: Session) -> None:
    """Identify, tell what to know, choose what is wanted, confirm that there is no way back, sign, apply."""
    resident = await identify_for(session, TRANSITION, steps(0))
    answer = await look_up_cards(session, resident)
    card = await choose_card(session, answer, REFUSED_IN, Text("replace_card.which_card"), steps(1))
    policy = await look_up_application(session, resident, ApplicationKind.REPLACEMENT, card.handle)
    await tell_first(session, policy, "replace_card", steps(1))
    wanted = await choose_photo_bank_and_place(session, resident, policy, steps(1))
    await session.ask(_confirmation(answer, card, policy, wanted))
    upload = await sign(session, Text("replace_card.signs", wanted=wanted.sentence), steps(2))
    resident = await prove_again(session, TRANSITION, steps(2))
    signature = await staged(session, resident, upload)
    operation = await session.submit(_draft(resident, card, wanted, signature))
    rows = (*agent_rows(session), *wanted_rows(operation, policy, wanted, Text("replace_card.bring")))
    slip = partial(operation_slip, session.surroundings, operation, answer.person, rows, card)
    await conclude(session, operation, steps(3), rows, slip)


def _confirmation(answer: CardsAnswer, card: CardStates, policy: ApplicationPolicy, wanted: Wanted) -> Confirm:
    """The lost card is out of use for good from here on, found or not; then what was chosen."""
    return Confirm(
        headline=Text("replace_card.confirm"),
        how=Text("replace_card.confirm_how"),
        steps=steps(2),
        person=(Personal(Kind.NAME, answer.person.name), card_personal(card)),
        points=(
            Point(Text("replace_card.for_good"), Text("replace_card.for_good_what"), Tone.DANGER),
            *wanted_points(policy, wanted),
        ),
        proceed=Text("replace_card.proceed"),
    )


def _draft(resident: Resident, card: CardStates, wanted: Wanted, signature: Attachment) -> Draft:
    """One half, at the bureau; after a lost answer its key is settled, and nothing is sent twice."""
    application = CardReplacement(
        **resident.evidence,
        handle=card.handle,
        bank=wanted.bank.key,
        place=wanted.place.key,
        signature=signature,
        photo=wanted.photo.taken,
    )
    return bureau_draft(Item.REPLACE_CARD, ApplicationKind.REPLACEMENT.value, application, card=card.handle)
