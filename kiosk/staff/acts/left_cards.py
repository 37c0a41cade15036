"""遗留卡登记: a card that somebody left is entered, and handed over to whoever proves that it is theirs."""

from kiosk.clock import minute
from kiosk.staff.desk import AtDesk
from kiosk.staff.left_cards import KINDS, LeftCard
from kiosk.staff.sign_in import sign_in
from kiosk.staff.told import MENU, told
from texts import Text, literal
from ui.pages import Button, Choice, CodeEntry, Outcome, TextEntry, Writing, Written

ENTER = Button("enter", Text("staff.left_cards.enter"), icon="card")
TAIL = 4


async def left_cards(at: AtDesk) -> None:
    """Enter one, or choose one that is to be handed over."""
    here = at.house.left_cards.here()
    key = await at.session.offer(_which(here))
    if key == ENTER.key:
        await _enter(at)
    elif key != MENU.key:
        await _hand_over(at, next(card for card in here if str(card.number) == key))


async def _enter(at: AtDesk) -> None:
    """Its kind and its last four characters: what the owner has to name."""
    kinds = tuple(Button(kind, Text(f"staff.left_cards.kind.{kind}"), icon="card") for kind in KINDS)
    kind = await at.session.offer(Choice(headline=Text("staff.left_cards.which_kind"), options=(*kinds, MENU)))
    if kind == MENU.key:
        return
    page = CodeEntry(
        headline=Text("staff.left_cards.tail"), how=Text("staff.left_cards.tail_how"), least=TAIL, most=TAIL
    )
    tail = (await at.session.offer(page)).digits
    card = at.house.left_cards.enter(kind, tail, at.member.number)
    at.note(str(card.number), "entered")
    await told(at, Text("staff.left_cards.entered", number=card.number), Outcome.DONE, Text("staff.left_cards.keep_it"))


async def _hand_over(at: AtDesk, card: LeftCard) -> None:
    """To whom, and who besides the member has checked that it is theirs."""
    written = await at.session.offer(
        TextEntry(
            headline=Text("staff.left_cards.to_whom"),
            how=Text("staff.left_cards.to_whom_how"),
            writing=Writing.NAME,
            most=30,
        )
    )
    assert isinstance(written, Written), "there is no other way"
    checker = await sign_in(at.session, at.house.roll, Text("staff.left_cards.checker"), besides=at.member.number)
    at.house.left_cards.hand_over(card.number, written.words.value, at.member.number, checker.number)
    at.note(str(card.number), "handed_over")
    await told(at, Text("staff.left_cards.handed_over"), Outcome.DONE, Text("staff.left_cards.both_named"))


def _which(here: tuple[LeftCard, ...]) -> Choice:
    return Choice(
        headline=Text("staff.left_cards.count", count=len(here)),
        how=Text("staff.left_cards.how"),
        options=(*(_button(card) for card in here), ENTER, MENU),
    )


def _button(card: LeftCard) -> Button:
    label = Text("staff.left_cards.line", kind=Text(f"staff.left_cards.kind.{card.kind}"), tail=literal(card.tail))
    since = Text("staff.left_cards.since", found=literal(minute(card.found)), staff=literal(card.finder))
    return Button(str(card.number), label, icon="card", detail=since)
