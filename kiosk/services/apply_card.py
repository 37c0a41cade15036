"""社会保障卡申领 (item 5): apply for one's first card, or for one after the last has been cancelled."""

from functools import partial

from kiosk.agent import agent_rows
from kiosk.backend.applications import ApplicationKind, ApplicationPolicy, CardApplication
from kiosk.backend.operations import Item
from kiosk.backend.schemas import Attachment, PersonAnswered
from kiosk.card_application import (
    Wanted,
    choose_photo_bank_and_place,
    look_up_application,
    steps,
    tell_first,
    wanted_points,
    wanted_rows,
)
from kiosk.conclusion import conclude
from kiosk.drafting import bureau_draft
from kiosk.identity import Resident, identify_for, prove_again
from kiosk.journal import Draft
from kiosk.receipts import operation_slip
from kiosk.session import Session
from kiosk.signature import sign, staged
from texts import Kind, Personal, Text
from ui.pages import Confirm

TRANSITION = "apply_card"
"""As shipped: id_card+face, id_card+sms, id_card+staff or agent+id_card; an agent may come
(`resources/proofs.toml`)."""


async def apply_card(session: Session) -> None:
    """Identify, tell what to know, choose what is wanted, confirm, sign, apply; the slip is for the pick-up place."""
    resident = await identify_for(session, TRANSITION, steps(0))
    policy = await look_up_application(session, resident, ApplicationKind.NEW)
    await tell_first(session, policy, "apply_card", steps(1))
    wanted = await choose_photo_bank_and_place(session, resident, policy, steps(1))
    await session.ask(_confirmation(resident, policy, wanted))
    upload = await sign(session, Text("apply_card.signs", wanted=wanted.sentence), steps(2))
    resident = await prove_again(session, TRANSITION, steps(2))
    signature = await staged(session, resident, upload)
    operation = await session.submit(_draft(resident, wanted, signature))
    rows = (*agent_rows(session), *wanted_rows(operation, policy, wanted, Text("apply_card.bring")))
    person = PersonAnswered(id_number=resident.id_number, name=resident.name)
    slip = partial(operation_slip, session.surroundings, operation, person, rows)
    await conclude(session, operation, steps(3), rows, slip)


def _confirmation(resident: Resident, policy: ApplicationPolicy, wanted: Wanted) -> Confirm:
    """What is applied for; it does no harm, and its button is an ordinary one."""
    return Confirm(
        headline=Text("apply_card.confirm"),
        how=Text("apply_card.confirm_how"),
        steps=steps(2),
        person=(Personal(Kind.NAME, resident.name), Personal(Kind.ID_NUMBER, resident.id_number)),
        points=wanted_points(policy, wanted),
        proceed=Text("apply_card.proceed"),
        danger=False,
    )


def _draft(resident: Resident, wanted: Wanted, signature: Attachment) -> Draft:
    """One half, at the bureau; after a lost answer its key is settled, and nothing is sent twice."""
    application = CardApplication(
        **resident.evidence, bank=wanted.bank.key, place=wanted.place.key, signature=signature, photo=wanted.photo.taken
    )
    return bureau_draft(Item.APPLY_CARD, ApplicationKind.NEW.value, application, card="")
