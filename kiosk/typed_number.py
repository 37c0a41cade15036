"""The ID number, typed where the wallet is gone: the hotline is named first, and the number itself proves nothing."""

from devices.id_card import check_digit_right
from kiosk.session import Session
from texts import Text
from ui.pages import Keypad, Notice, Steps, Typed

DIGITS = 18
GROUPS = (6, 8, 4)
LETTER = "X"


async def ask_for_number(session: Session, steps: Steps) -> str:
    """One's own, where the wallet is gone: what is quickest is told first."""
    await session.ask(_notice(session, steps))
    return await type_number(session, steps)


async def type_number(session: Session, steps: Steps, words: str = "typed_number") -> str:
    """A citizen number whose check digit is right (GB 11643). No page remembers it, and all show it masked.

    `words`: by whose texts (`type_it`, `type_it_how`) it is asked for.
    """
    trouble: Text | None = None
    while True:
        typed = await session.ask(_page(steps, trouble, words))
        assert isinstance(typed, Typed), "the page has no other ways"
        if check_digit_right(typed.digits):
            return typed.digits
        trouble = Text("typed_number.wrong")


def _notice(session: Session, steps: Steps) -> Notice:
    """What is quickest, and what can be done here."""
    hotline = session.configuration.terminal.hotline
    return Notice(
        headline=Text("typed_number.wallet_gone"),
        how=Text("typed_number.wallet_gone_how"),
        steps=steps,
        points=(
            (Text("typed_number.call"), Text("typed_number.call_how", hotline=hotline)),
            (Text("typed_number.here"), Text("typed_number.here_how")),
            (Text("typed_number.not_here"), Text("typed_number.not_here_how")),
        ),
        proceed=Text("typed_number.proceed"),
    )


def _page(steps: Steps, trouble: Text | None, words: str) -> Keypad:
    return Keypad(
        headline=Text(f"{words}.type_it"),
        how=Text(f"{words}.type_it_how"),
        steps=steps,
        least=DIGITS,
        most=DIGITS,
        groups=GROUPS,
        letter=LETTER,
        trouble=trouble,
    )
