"""社会保障卡信息变更 (item 8): change the registered telephone, address or contact; name and number at the counter."""

from functools import partial

from kiosk.backend.applications import Asker, Contact, ContactChange, ContactField
from kiosk.backend.filing import contact
from kiosk.backend.operations import Item
from kiosk.backend.schemas import PersonAnswered, SmsProof
from kiosk.card_application import stop_at
from kiosk.conclusion import conclude
from kiosk.drafting import bureau_draft
from kiosk.identity import Resident, identify_for, prove_again
from kiosk.journal import Draft, Operation, Standing
from kiosk.new_phone import ask_new_phone
from kiosk.receipts import operation_slip
from kiosk.refusals import Refusal
from kiosk.session import Session
from texts import Kind, Personal, Text, literal
from ui.pages import Button, Choice, Confirm, Point, Row, Steps, TextEntry, Tone, Writing, Written

TRANSITION = "change_information"
"""As shipped: id_card+face, id_card+sms, id_card+card_pin or id_card+staff; the holder is at least 16; presence proven
longer ago than `identity.second_check_after` is proven again before the effect (`resources/proofs.toml`)."""
AT_COUNTER = "name"
"""The option that leads to the counter: a new name or number needs a new card."""
ICONS = {ContactField.PHONE: "phone", ContactField.ADDRESS: "place", ContactField.CONTACT: "person"}
KINDS = {ContactField.PHONE: Kind.PHONE, ContactField.ADDRESS: Kind.ADDRESS, ContactField.CONTACT: Kind.NAME}
WRITTEN = {ContactField.ADDRESS: (Writing.ADDRESS, 6, 60), ContactField.CONTACT: (Writing.NAME, 1, 30)}
"""How each is written: kind of words, and characters at least and at most."""


async def change_information(session: Session) -> None:
    """Identify, show what is registered, have the new value given, confirm it, change it."""
    resident = await identify_for(session, TRANSITION, steps(0))
    registered = await look_up_contact(session, resident)
    field = await _field(session, registered)
    value, proof = await ask_new_value(session, resident, registered, field)
    await session.ask(_confirmation(resident, registered, field, value))
    resident = await prove_again(session, TRANSITION, steps(2))
    operation = await session.submit(contact_draft(resident, field, value, proof))
    rows = _rows(operation, field, value)
    person = PersonAnswered(id_number=resident.id_number, name=resident.name)
    slip = partial(operation_slip, session.surroundings, operation, person, rows)
    await conclude(session, operation, steps(3), rows, slip)


async def look_up_contact(session: Session, resident: Resident) -> Contact:
    """What is registered, masked; a refusal with all that stands against changing it."""
    asker = _asker(resident)
    registered = await session.looked_up(("contact", resident.proofs), lambda bureau: contact(bureau, asker))
    stop_at(registered.obstacles)
    return registered


async def _field(session: Session, registered: Contact) -> ContactField:
    """Each with what is registered now, masked; name and number are told about and go to the counter."""
    options = tuple(field_option(field, registered) for field in ContactField)
    counter = Button(AT_COUNTER, Text("change_information.name"), "id_card", Text("change_information.name_how"))
    page = Choice(headline=Text("change_information.which"), steps=steps(1), options=(*options, counter))
    chosen = await session.ask(page)
    if chosen == AT_COUNTER:
        raise Refusal("NAME_AT_COUNTER")
    return ContactField(chosen)


def field_option(field: ContactField, registered: Contact) -> Button:
    """The button that changes one field, with what is registered now."""
    now = Text("change_information.now", value=_present(registered, field))
    return Button(field.value, Text(f"change_information.field.{field.value}"), ICONS[field], now)


async def ask_new_value(
    session: Session, resident: Resident, registered: Contact, field: ContactField
) -> tuple[str, SmsProof | None]:
    """A telephone proves itself by the code that it gets; words are written."""
    if field is ContactField.PHONE:
        phone = await ask_new_phone(session, _asker(resident), _present(registered, field), steps(1))
        return phone.number, phone.proof
    return await _written(session, registered, field), None


async def _written(session: Session, registered: Contact, field: ContactField) -> str:
    writing, least, most = WRITTEN[field]
    told: str | None = getattr(registered, field.value)
    page = TextEntry(
        headline=Text(f"change_information.write_{field.value}"),
        how=Text(f"change_information.write_{field.value}_how"),
        steps=steps(1),
        writing=writing,
        least=least,
        most=most,
        present=None if told is None else Personal(KINDS[field], told),
    )
    answer = await session.ask(page)
    assert isinstance(answer, Written), "the page has no other ways"
    return answer.words.value


def _confirmation(resident: Resident, registered: Contact, field: ContactField, value: str) -> Confirm:
    """What becomes of what; who is told."""
    return Confirm(
        headline=Text("change_information.confirm", field=_name(field)),
        how=Text("change_information.confirm_how"),
        steps=steps(2),
        person=(Personal(Kind.NAME, resident.name), Personal(Kind.ID_NUMBER, resident.id_number)),
        points=(
            Point(Text("change_information.before"), _present(registered, field)),
            Point(Text("change_information.after"), masked_value(field, value), Tone.GOOD),
            Point(Text("change_information.told"), Text("change_information.told_what"), Tone.ATTENTION),
        ),
        proceed=Text("change_information.proceed"),
        danger=False,
    )


def contact_draft(resident: Resident, field: ContactField, value: str, proof: SmsProof | None) -> Draft:
    """One half, at the bureau; after a lost answer its key is settled, and nothing is sent twice."""
    change = ContactChange(**resident.evidence, card=resident.card, field=field, value=value, phone_proof=proof)
    return bureau_draft(Item.CHANGE_INFORMATION, field.value, change, card="")


def _rows(operation: Operation, field: ContactField, value: str) -> tuple[Row, ...]:
    """What the slip keeps: the new value, masked."""
    if operation.standing is not Standing.DONE:
        return ()
    return (Row(_name(field), masked_value(field, value), Tone.GOOD, Text("change_information.counts_now")),)


def _asker(resident: Resident) -> Asker:
    return Asker(**resident.evidence, card=resident.card)


def _present(registered: Contact, field: ContactField) -> Text:
    """As the bureau masks it."""
    told: str | None = getattr(registered, field.value)
    return Text("change_information.nothing") if told is None else literal(told)


def masked_value(field: ContactField, value: str) -> Text:
    """The new value, as it may stand on screen and slip."""
    return Text("ui.words.personal", value=Personal(KINDS[field], value))


def _name(field: ContactField) -> Text:
    return Text(f"change_information.field.{field.value}")


def steps(current: int) -> Steps:
    """① 核验身份 ② 填写 ③ 确认 ④ 完成."""
    names = ("operation.step_identify", "card_application.step_fill", "operation.step_confirm", "operation.step_done")
    return Steps(tuple(map(Text, names)), current)
