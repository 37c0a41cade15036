"""代办: what somebody has done for a card's holder, the holder reads on the telephone that is registered for them."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy.orm import Session

from sandbox.backend.asked import Asked
from sandbox.backend.database import PersonRow
from sandbox.backend.sms import tell

WORDS: Final[Mapping[str, str]] = {
    "report_loss": "社保卡临时挂失",
    "apply_card": "社保卡申领申请",
    "replace_card": "社保卡补领申请",
    "cancel_card": "社保卡注销申请",
    "accept_entrustment": "帮办代办委托",
}
"""Item that is open to agents → what messages call it. The account's loss is the bank's to tell."""


def tell_holder(session: Session, asked: Asked, now: float) -> None:
    """Who acted, with the surname alone, and whom to call where that was not agreed."""
    agent = _agent(asked.operation)
    holder = session.get(PersonRow, asked.id_number)
    if agent is None or holder is None or asked.item not in WORDS:
        return
    done = f"{agent['name'][:1]}**已代您办理{WORDS[asked.item]}"
    tell(session, holder.phone, f"{done}。不是您同意的，请拨打 12333。", now)


def _agent(operation: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """代办人 at the terminal, or before staff at its desk (受托人)."""
    return operation.get("agent") or operation.get("representative")
