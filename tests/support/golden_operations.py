"""Operations that ended well, with nothing in them that changes: what their golden slips are made of."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from devices.slip import Slip
from kiosk.backend.applications import ApplicationKind, ApplicationPolicy
from kiosk.backend.operations import Item, LossPolicy
from kiosk.backend.schemas import CardsAnswer
from kiosk.card_application import Wanted, wanted_rows
from kiosk.card_photo import Photo
from kiosk.journal import Half, Operation, SlipState, State
from kiosk.journal.reference import Reference
from kiosk.operations import BUREAU
from kiosk.receipts import operation_slip
from kiosk.services.report_loss import loss_rows
from texts import Text

MOMENT: Final = datetime.fromisoformat("2026-11-20T09:00:00+08:00")
UNTIL: Final = datetime(2026, 11, 27, 9, 0).astimezone().isoformat()
ANSWER = """{
  "person": {"id_number": "500103199005219700", "name": "张小满"}, "detail": "full",
  "cards": [{
    "handle": "6d1f0b7c9a3e5d2480f1c2b3", "number_tail": "0013", "number": "C00050013", "issued": "2024-08-28",
    "expires": "2034-08-28", "is_current": true, "application": {"state": "1", "loss_until": null},
    "bank": {"name": "光大银行", "state": "normal", "account_tail": "7029", "hotline": "95595"},
    "chip": {"generation": "3.00"}, "electronic_card": "issued",
    "production": {"step": "at_pickup", "pickup": "渝中区松溪巷服务网点", "updated": "2026-11-18T09:00:00+08:00"}
  }]
}"""
APPLICATION = """{
  "kind": "replacement", "handle": "6d1f0b7c9a3e5d2480f1c2b3", "obstacles": [], "reasons": [], "fee_fen": 0, "days": 10,
  "banks": [{"key": "cqrcb", "name": "重庆农村商业银行", "name_en": "Chongqing Rural Bank"}],
  "places": [{"key": "songxi", "name": "松溪巷服务网点", "name_en": "Songxi Lane", "address": "渝中区松溪巷 18 号",
              "hours": "工作日 9:00–17:00"}],
  "photo_taken": "2019-05-01", "phone": "199****0001"
}"""
LOSS = """{
  "handle": "6d1f0b7c9a3e5d2480f1c2b3", "kinds": [],
  "bank": {"name": "光大银行", "hotline": "95595", "reports": false}
}"""


def _confirmed(item: Item, kind: str, **answer: object) -> Operation:
    """As the journal holds it when the bureau has done it."""
    half = Half("k" * 32, BUREAU, State.CONFIRMED, True, 1, "", MOMENT, {}, answer)
    return Operation(
        reference=Reference("A01-4UA223", "K7MQ"),
        intention="i" * 32,
        terminal="A01",
        item=item.value,
        kind=kind,
        created=MOMENT,
        halves=(half,),
        slip=SlipState.WAITING,
        reprints=0,
        marked=False,
        repeatable=False,
        personal=None,
    )


def _temporary_loss(around: Any) -> Slip:
    answer, policy = CardsAnswer.model_validate_json(ANSWER), LossPolicy.model_validate_json(LOSS)
    operation = _confirmed(Item.REPORT_LOSS, "temporary", loss_until=UNTIL)
    (card,) = answer.cards
    return operation_slip(around, operation, answer.person, loss_rows(operation, None, card, policy), card)


def _card_replacement(around: Any) -> Slip:
    """办卡凭条."""
    answer, policy = CardsAnswer.model_validate_json(ANSWER), ApplicationPolicy.model_validate_json(APPLICATION)
    operation = _confirmed(Item.REPLACE_CARD, ApplicationKind.REPLACEMENT.value)
    wanted = Wanted(Photo(None, Text("card_photo.taken")), policy.banks[0], policy.places[0])
    rows = wanted_rows(operation, policy, wanted, Text("replace_card.bring"))
    return operation_slip(around, operation, answer.person, rows, answer.cards[0])


OPERATIONS: Final[Mapping[str, Callable[[Any], Slip]]] = {
    "temporary_loss": _temporary_loss,
    "card_replacement": _card_replacement,
}
"""The slip's name → what is printed there."""
