"""The draft of an operation at the bureau: minted where the confirming answer arrives, from the body that is sent."""

from kiosk.backend.operations import Item, OperationBody
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
