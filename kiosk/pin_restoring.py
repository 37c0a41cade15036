"""A PIN restored by the bureau's HSM: the card's challenges go to it, its proof and its command to the card (LD/T 33).

Begun at the bureau (the mark), authorised by the HSM in two questions, done by one command to the chip, and finished at
the bureau (the mark closed). Until that one command has been sent nothing can have changed.
"""

from pathlib import Path

from devices.faults import DeviceError
from devices.pin import Pin
from devices.social_security_card import (
    PinBlocked,
    PinReady,
    PinRejected,
    PinRestored,
    PinState,
    UnblockingRequest,
)
from kiosk.backend.errors import BackendError
from kiosk.backend.pin_restoring import Commanded, PinCommandQuestion, PinKeyQuestion
from kiosk.card_in_hand import CardInHand
from kiosk.open_mark import which_pin
from kiosk.operations import ChipEnd
from kiosk.pin_block import PinKeyError, TerminalKey
from kiosk.refusals import Refusal
from kiosk.session import Session


def terminal_key(session: Session) -> TerminalKey:
    """What this terminal shares with the HSM; `Refusal` where there is none, before anything is asked."""
    table = session.configuration.pin
    if not table.key_file:
        raise Refusal("NOT_AT_TERMINAL")
    try:
        return TerminalKey.open(table.cipher, Path(table.key_file))
    except PinKeyError as error:
        session.log.write("pin_key.unusable", session=session.number, detail=str(error))
        raise Refusal("NOT_AT_TERMINAL") from None


async def restore(session: Session, key: TerminalKey, card: CardInHand, new: Pin | None, mark: str) -> ChipEnd:
    """Set `new`, or let the PIN be tried again where there is none.

    `DeviceError`: the command was sent and not answered. Whatever fails before it leaves the chip untouched.
    """
    try:
        command = await _authorised(session, key, card, new, mark)
    except (BackendError, DeviceError, PinKeyError) as error:
        session.log.write("chip.untouched", session=session.number, error=type(error).__name__, detail=_where(error))
        return ChipEnd.UNTOUCHED
    match await card.restore_pin(command, new=new is not None):
        case PinRestored():
            return ChipEnd.CHANGED
        case PinRejected(sw=sw):
            session.log.write("chip.rejected", session=session.number, sw=f"{sw:04X}")
            return ChipEnd.REJECTED


async def _authorised(session: Session, key: TerminalKey, card: CardInHand, new: Pin | None, mark: str) -> str:
    """Both questions to the HSM, with the card's answer to the first between them."""
    bureau = session.equipment.bureau
    request = await card.begin_unblocking()
    asked = _commanded(request, card, mark)
    to_open = PinKeyQuestion(**asked, cipher=key.cipher, factor=request.factor, raw=request.raw)
    given = await bureau.call("hsm_pin_key", lambda line: line.pin_key(to_open))
    challenge = await card.open_unblocking(given.external_auth)
    block = "" if new is None else key.session_key(given.session_key, mark, request.identifier).seal(new)
    to_command = PinCommandQuestion(**asked, challenge=challenge, pin_block=block)
    return (await bureau.call("hsm_pin_command", lambda line: line.pin_command(to_command))).command


def _commanded(request: UnblockingRequest, card: CardInHand, mark: str) -> Commanded:
    return Commanded(
        mark=mark,
        card=card.inserted,
        area=request.area,
        reset_info=request.reset_info,
        algorithm=request.algorithm,
    )


def _where(error: Exception) -> str:
    """What is known of it without anything personal: a fault's id, or the kind alone."""
    return error.fault.id if isinstance(error, DeviceError) else ""


# What a card shows that is here again.


async def was_reset(card: CardInHand, before: PinState, new: Pin) -> bool | None:
    """Whether it took the new PIN: the counter tells, and only where it cannot the PIN is tried."""
    after = await card.tries_left()
    if not isinstance(after, PinReady):
        return False
    if not isinstance(before, PinReady) or after.tries_left > before.tries_left:
        return True
    return await which_pin(card, new)


async def was_unblocked(card: CardInHand) -> bool:
    """Whether its PIN may be tried again; it could not be before."""
    return not isinstance(await card.tries_left(), PinBlocked)
