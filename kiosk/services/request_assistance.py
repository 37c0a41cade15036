"""帮办代办登记: ask for somebody to help with an item, at the counter or at home; a number, and a call within days."""

from dataclasses import dataclass, field
from functools import partial

from kiosk.assistance import Offered, assistance
from kiosk.backend.assistance import AssistanceRequest, Convenient
from kiosk.backend.operations import Item
from kiosk.backend.schemas import PersonAnswered
from kiosk.conclusion import conclude
from kiosk.drafting import bureau_draft
from kiosk.identity import Resident, identify_for
from kiosk.journal import Draft, Operation, Standing
from kiosk.new_phone import DIGITS, GROUPS, MOBILE
from kiosk.receipts import operation_slip
from kiosk.session import Session
from texts import Kind, Personal, Text, literal
from ui.pages import Button, Choice, Confirm, Keypad, Point, Row, Steps, TextEntry, Tone, Typed, Writing, Written

TRANSITION = "request_assistance"
"""As shipped: card_pin, id_card+face, id_card+sms or id_card+staff (`resources/proofs.toml`)."""
HOME = "home"
"""上门办; anything else is 帮办代办 at the counter."""
NOTHING = Button("nothing", Text("request_assistance.no_remark"), "forward")


@dataclass(frozen=True)
class Wish:
    """What somebody is to be helped with, where, when, and how they are reached."""

    offered: Offered
    phone: str = field(repr=False)
    convenient: Convenient
    address: str | None = field(default=None, repr=False)
    """Where somebody comes to; None where the resident comes to the counter."""
    remark: str | None = field(default=None, repr=False)
    """What whoever calls should know; None where nothing was said."""


async def request_assistance(session: Session) -> None:
    """Identify, choose item, place and time, write what to know, give a telephone, confirm, leave the request."""
    resident = await identify_for(session, TRANSITION, steps(0))
    wish = await _wish(session)
    await session.ask(_confirmation(resident, wish))
    operation = await session.submit(_draft(resident, wish))
    rows = _rows(operation, wish)
    person = PersonAnswered(id_number=resident.id_number, name=resident.name)
    slip = partial(operation_slip, session.surroundings, operation, person, rows)
    await conclude(session, operation, steps(3), rows, slip)


async def _wish(session: Session) -> Wish:
    offered = await _item(session)
    address = await _address(session) if await _at_home(session, offered) else None
    convenient = await _convenient(session)
    remark = await _remark(session)
    return Wish(offered, await phone_to_call(session, steps(1)), convenient, address, remark)


async def _item(session: Session) -> Offered:
    options = tuple(Button(str(each.number), each.tile, "service", each.manner) for each in assistance().items)
    chosen = await session.ask(Choice(headline=Text("request_assistance.which"), steps=steps(1), options=options))
    return next(each for each in assistance().items if str(each.number) == chosen)


async def _at_home(session: Session, offered: Offered) -> bool:
    """Asked where there is a choice."""
    if not (offered.at_counter and offered.at_home):
        return offered.at_home
    page = Choice(
        headline=Text("request_assistance.where"),
        steps=steps(1),
        options=(
            Button("counter", Text("request_assistance.at_counter"), "place"),
            Button(HOME, Text("request_assistance.at_home"), "home"),
        ),
    )
    return await session.ask(page) == HOME


async def _address(session: Session) -> str:
    page = TextEntry(
        headline=Text("request_assistance.address"),
        how=Text("request_assistance.address_how"),
        steps=steps(1),
        writing=Writing.ADDRESS,
        least=6,
        most=60,
    )
    answer = await session.ask(page)
    assert isinstance(answer, Written), "the page has no other ways"
    return answer.words.value


async def _convenient(session: Session) -> Convenient:
    options = tuple(Button(each.value, Text(f"request_assistance.time.{each.value}"), "clock") for each in Convenient)
    page = Choice(headline=Text("request_assistance.when"), steps=steps(1), options=options)
    return Convenient(await session.ask(page))


async def _remark(session: Session) -> str | None:
    """What whoever calls should know: that one hears badly, who is called in one's place."""
    page = TextEntry(
        headline=Text("request_assistance.remark"),
        how=Text("request_assistance.remark_how"),
        steps=steps(1),
        writing=Writing.FREE,
        most=60,
        other_ways=(NOTHING,),
    )
    answer = await session.ask(page)
    return answer.words.value if isinstance(answer, Written) else None


async def phone_to_call(session: Session, steps: Steps) -> str:
    """Where somebody calls back: any mobile telephone will do, a relative's too, and none is registered by this."""
    trouble: Text | None = None
    while True:
        page = Keypad(
            headline=Text("request_assistance.phone"),
            how=Text("request_assistance.phone_how"),
            steps=steps,
            least=DIGITS,
            most=DIGITS,
            groups=GROUPS,
            trouble=trouble,
        )
        typed = await session.offer(page)
        assert isinstance(typed, Typed), "the page has no other ways"
        if MOBILE.fullmatch(typed.digits):
            return typed.digits
        trouble = Text("request_assistance.no_phone_number")


def _confirmation(resident: Resident, wish: Wish) -> Confirm:
    """Who asks for what; it does no harm, and its button is an ordinary one."""
    return Confirm(
        headline=Text("request_assistance.confirm"),
        how=Text("request_assistance.called_within", days=assistance().called_within_days),
        steps=steps(2),
        person=(Personal(Kind.NAME, resident.name), Personal(Kind.ID_NUMBER, resident.id_number)),
        points=tuple(Point(row.label, row.value) for row in _wished(wish)),
        proceed=Text("request_assistance.proceed"),
        danger=False,
    )


def _draft(resident: Resident, wish: Wish) -> Draft:
    """One half, at the bureau; after a lost answer its key is settled, and nothing is sent twice."""
    request = AssistanceRequest(
        **resident.evidence,
        card=resident.card,
        item=wish.offered.number,
        at_home=wish.address is not None,
        address=wish.address,
        phone=wish.phone,
        convenient=wish.convenient,
        remark=wish.remark,
    )
    return bureau_draft(Item.REQUEST_ASSISTANCE, "request", request, card="")


def _rows(operation: Operation, wish: Wish) -> tuple[Row, ...]:
    """What the slip keeps: what was asked for, and by when somebody calls."""
    if operation.standing is not Standing.DONE:
        return ()
    called = Text("request_assistance.called_within", days=assistance().called_within_days)
    first, *others = _wished(wish)
    return (Row(first.label, first.value, Tone.GOOD, called), *others)


def _wished(wish: Wish) -> tuple[Row, ...]:
    where = "at_counter" if wish.address is None else "at_home"
    remark = (Row(Text("request_assistance.label.remark"), literal(wish.remark)),) if wish.remark else ()
    address = (_personal_row("address", Personal(Kind.ADDRESS, wish.address)),) if wish.address is not None else ()
    return (
        Row(Text("request_assistance.label.item"), wish.offered.title),
        Row(Text("request_assistance.label.where"), Text(f"request_assistance.{where}")),
        Row(Text("request_assistance.label.when"), Text(f"request_assistance.time.{wish.convenient.value}")),
        *address,
        _personal_row("phone", Personal(Kind.PHONE, wish.phone)),
        *remark,
    )


def _personal_row(label: str, value: Personal) -> Row:
    """Masked, on the screen until it is pressed to be shown."""
    return Row(Text(f"request_assistance.label.{label}"), Text("ui.words.personal", value=value))


def steps(current: int) -> Steps:
    """① 核验身份 ② 填写 ③ 确认 ④ 完成."""
    names = ("operation.step_identify", "card_application.step_fill", "operation.step_confirm", "operation.step_done")
    return Steps(tuple(map(Text, names)), current)
