"""The draft of an operation at the bureau: minted where the confirming answer arrives, from the body that is sent."""

from dataclasses import replace

from kiosk.backend.operations import Item, OperationBody
from kiosk.backend.staff import StaffMember
from kiosk.journal import Draft, HalfDraft, new_intention
from kiosk.operations import BUREAU


def bureau_draft(item: Item, kind: str, body: OperationBody, *, card: str, repeatable: bool = False) -> Draft:
    """One half, at the bureau. After a lost answer its key is settled and nothing is sent twice.

    `repeatable`: it is sent again instead until it is answered. `card`: what the journal knows the card by.
    """
    return Draft(
        intention=new_intention(),
        item=item.value,
        kind=kind,
        person=body.id_number,
        card=card,
        halves=(HalfDraft(BUREAU, body.body()),),
        repeatable=repeatable,
    )


def stood_for(draft: Draft, **staff: StaffMember | None) -> Draft:
    """The same, with the numbers of those of the staff who stand for it (`assisted_by`, `reviewed_by`).

    The journal keeps them in the operation's history, and the bureau is told them with what it is asked to do.
    """
    numbers = {name: member.number for name, member in staff.items() if member is not None}
    if not numbers:
        return draft
    halves = (replace(half, body={**half.body, **numbers}) if half.name == BUREAU else half for half in draft.halves)
    return replace(draft, staff=numbers, halves=tuple(halves))
