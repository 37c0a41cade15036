"""A new PIN, typed twice alike: not the old one, and none of those that are too easy."""

from collections.abc import Awaitable, Callable
from typing import Any

from devices.pin import Pin
from devices.pin_rules import PinRules, Weakness, weakness
from kiosk.session import Session
from kiosk.tables import PinTable
from texts import Text
from ui.pages import PinPad, Steps

Ask = Callable[[PinPad], Awaitable[Any]]


async def new_pin_twice(session: Session, ask: Ask, steps: Steps, name: str, old: Pin | None = None) -> Pin:
    """Asked for as `NAME.new` and `NAME.again`; what was typed wrongly is asked for again from the start."""
    trouble: Text | None = None
    while True:
        new, again = session.new_pin(), session.new_pin()
        await ask(_page(session, new, f"{name}.new", steps, trouble))
        if old is not None and new.same_as(old):
            trouble = Text("new_pin.same_as_old")
        elif (weak := _weakness(session, new)) is not None:
            trouble = Text(f"new_pin.weak_{weak.value}")
        else:
            await ask(_page(session, again, f"{name}.again", steps, None))
            if new.same_as(again):
                again.wipe()
                return new
            trouble = Text("new_pin.differ")
        new.wipe()
        again.wipe()


def _weakness(session: Session, pin: Pin) -> Weakness | None:
    """By the city's rules, and by what the holder's own papers show to whoever finds them."""
    proven = session.proven
    card = () if proven.card is None else (proven.card.issuer.number,)
    return weakness(pin, _rules(session.configuration.pin), (proven.id_number, *card), proven.birth)


def _rules(table: PinTable) -> PinRules:
    return PinRules(
        refused=(table.initial,) if table.initial else (),
        runs=table.no_runs,
        repeated=table.no_repeats,
        own_numbers=table.no_own_numbers,
        birth_date=table.no_birth_date,
    )


def _page(session: Session, pin: Pin, name: str, steps: Steps, trouble: Text | None) -> PinPad:
    card = session.configuration.card
    return PinPad(
        headline=Text(name),
        how=Text(f"{name}_how", digits=card.pin_most),
        steps=steps,
        pin=pin,
        least=card.pin_least,
        most=card.pin_most,
        trouble=trouble,
    )
