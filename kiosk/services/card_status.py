"""社会保障卡应用状态查询 (item 7): every card of the person, each dimension in words, and a slip to take away."""

from devices.faults import DeviceError
from devices.receipt_printer import Printed
from devices.slip import Slip
from kiosk.backend.schemas import CardsAnswer
from kiosk.card_next import CALLED, needed_item, next_items
from kiosk.card_words import card_groups, headline
from kiosk.identity import Resident, identify_for, look_up_cards
from kiosk.place import who_helps
from kiosk.receipts import card_status_slip
from kiosk.session import GoOn, Session
from kiosk.slip_code import TAKE_AWAY, fits, shown_as_code
from texts import Kind, Personal, Text
from ui.pages import Button, Outcome, Picture, Print, Record, Result, Steps

TRANSITION = "card_status"
"""As shipped: card_pin, id_card or agent+id_card; an agent may come (`resources/proofs.toml`). The ID card alone shows
states and opens nothing else."""
PRINT = Button("print", Text("card_status.print"))
FINISH = Button("finish", Text("card_status.finish"))
SHOW_AGAIN = Button("show_again", Text("card_status.show_again"))


async def card_status(session: Session) -> None:
    """Identify, look up, show; print when asked to, or go on with what can be done about the card."""
    resident = await identify_for(session, TRANSITION, steps(0))
    answer = await look_up_cards(session, resident)
    record = _record(session, answer, resident)
    while (pressed := await session.offer(record)) in (PRINT.key, TAKE_AWAY.key):
        if await _handed_out(session, answer, pressed) == FINISH.key:
            return
    raise GoOn(pressed)


async def _handed_out(session: Session, answer: CardsAnswer, way: str) -> str:
    """On paper, or by a code where paper fails or is not wanted; what is pressed then."""
    while way in (PRINT.key, TAKE_AWAY.key):
        if way == TAKE_AWAY.key:
            await shown_as_code(session, _slip(session, answer), steps(2))
            return SHOW_AGAIN.key
        way = await session.offer(await _printed(session, answer))
    return way


def _slip(session: Session, answer: CardsAnswer) -> Slip:
    return card_status_slip(session.surroundings, answer, session.stage.language)


def _record(session: Session, answer: CardsAnswer, resident: Resident) -> Record:
    """The outcome in words, then the cards, the current one first.

    The main button is the item that the card needs; of a card that works, and where that item is closed, it prints.
    """
    cards = sorted(answer.cards, key=lambda card: not card.is_current)
    current, today = cards[0], session.surroundings.wall().date()
    onwards = session.leading_to(next_items(current, today), CALLED.get(current.application.state))
    in_hand = resident.card is not None and resident.card.number == current.number
    key = needed_item(current, in_hand=in_hand)
    needed = next((Button(each.key, each.label) for each in onwards if each.key == key), None)
    paper = (PRINT,) if session.equipment.receipt_printer.usable else ()
    away = (TAKE_AWAY,) if fits(_slip(session, answer)) else ()
    main = needed or next(iter(paper), None)
    others = tuple(each for each in (*onwards, *paper, *away) if main is None or each.key != main.key)
    return Record(
        headline=headline(current),
        how=_how(resident, needed),
        steps=steps(1),
        person=(Personal(Kind.NAME, answer.person.name), Personal(Kind.ID_NUMBER, answer.person.id_number)),
        cards=tuple(group for card in cards for group in card_groups(card, resident, today)),
        next_headline=Text("card_status.next") if others else None,
        next_steps=others,
        main=main,
    )


def _how(resident: Resident, needed: Button | None) -> Text | None:
    """What to do about the card; where nothing has to be done, what was not shown."""
    if needed is not None:
        return Text(f"card_status.needed.{needed.key}", do=needed.label)
    return None if resident.card else Text("card_status.states_only")


async def _printed(session: Session, answer: CardsAnswer) -> Result:
    """Print the slip and say what became of it: printed, handed to a printer that cannot tell, or not printed."""
    session.show(Print(headline=Text("card_status.printing"), how=Text("card_status.printing_how"), steps=steps(1)))
    try:
        printed = await session.printed(_slip(session, answer))
    except DeviceError as error:
        return _not_printed(session, error, answer)
    if printed is Printed.UNCONFIRMED:
        return _result("printed_unconfirmed", Outcome.UNKNOWN)
    return _result("printed", Outcome.DONE)


def _not_printed(session: Session, error: DeviceError, answer: CardsAnswer) -> Result:
    """The query stands; only the paper failed, and the screen can be seen again."""
    return Result(
        headline=Text("card_status.not_printed"),
        outcome=Outcome.FAILED,
        steps=steps(2),
        what_now=(Text(f"faults.{error.fault.id}.resident"), Text("card_status.not_printed_now")),
        who_helps=who_helps(session.configuration),
        code=error.fault.id,
        main=FINISH,
        buttons=(SHOW_AGAIN, *((TAKE_AWAY,) if fits(_slip(session, answer)) else ())),
    )


def _result(name: str, outcome: Outcome) -> Result:
    return Result(
        headline=Text(f"card_status.{name}"),
        outcome=outcome,
        steps=steps(2),
        what_now=(Text(f"card_status.{name}_now"),),
        picture=Picture.TAKE_SLIP,
        main=FINISH,
        buttons=(SHOW_AGAIN,),
    )


def steps(current: int) -> Steps:
    """① 核验身份 ② 查看 ③ 完成."""
    labels = ("card_status.step_identify", "card_status.step_look", "card_status.step_done")
    return Steps(tuple(Text(label) for label in labels), current)
