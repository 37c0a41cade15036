"""委托受理: both ID cards are read, relation and authorisation are kept, and the slip with the number is printed."""

from dataclasses import dataclass, field, replace
from functools import partial

from devices.id_card import IdCard
from kiosk.assistance import Offered, assistance
from kiosk.backend.assistance import OpenRequest, Step
from kiosk.backend.entrustments import Acceptance, Representative
from kiosk.backend.operations import Item
from kiosk.backend.schemas import Attachment, PersonAnswered, Proof, Relation
from kiosk.conclusion import conclude
from kiosk.documents import can_take_documents, document
from kiosk.drafting import bureau_draft
from kiosk.journal import Draft, Operation, Standing
from kiosk.presenting import present_id_card
from kiosk.proven import Resident
from kiosk.receipts import operation_slip
from kiosk.refusals import Refusal
from kiosk.services.request_assistance import phone_to_call
from kiosk.session import Session
from kiosk.staff.desk import AtDesk
from kiosk.staff.told import MENU
from kiosk.ways import refuse_unfit
from texts import Kind, Personal, Text, literal
from ui.pages import Button, Choice, Confirm, Point, Row, Steps

SELF = Button("self", Text("entrusting.self"), icon="person")
AGENT = Button("agent", Text("entrusting.agent"), icon="swap")
SEEN = Button("seen", Text("entrusting.seen"), icon="check")


@dataclass(frozen=True)
class Entrusted:
    """What is taken on, for whom, on whose word. `paper`: the 委托书, photographed; `seen`: staff had it in hand."""

    offered: Offered
    person: IdCard = field(repr=False)
    agent: Representative | None = field(repr=False)
    paper: Attachment | None
    seen: bool
    phone: str | None = field(repr=False)


async def accept(at: AtDesk, request: OpenRequest | None) -> None:
    """Take on what was filed, or something new; nothing is sent before it was confirmed."""
    at.session.memory.forget_fetched()  # an authorisation that was photographed for somebody else
    offered = await _item(at, request)
    if offered is None:
        return
    entrusted = await _entrusted(at, offered, request)
    await at.session.ask(_confirmation(entrusted))
    operation = await at.session.submit(_draft(at, entrusted, request))
    at.note(operation.reference.number if request is None else request.reference, f"accept {operation.standing.value}")
    person = PersonAnswered(id_number=entrusted.person.id_number, name=entrusted.person.name)
    rows = _rows(operation, entrusted, request)
    slip = partial(operation_slip, at.session.surroundings, operation, person, rows)
    await conclude(at.session, operation, at_step(Step.ACCEPTED), rows, slip)


async def _item(at: AtDesk, request: OpenRequest | None) -> Offered | None:
    """What was filed for; else one of the list. None: back to the menu."""
    items = {str(each.number): each for each in assistance().items}
    if request is not None:
        if str(request.item) not in items:
            raise Refusal("CHOICE_NOT_OFFERED")
        return items[str(request.item)]
    options = tuple(Button(key, each.tile, "service", each.manner) for key, each in items.items())
    page = Choice(headline=Text("entrusting.which"), steps=at_step(Step.ACCEPTED), options=(*options, MENU))
    return items.get(await at.session.offer(page))


async def _entrusted(at: AtDesk, offered: Offered, request: OpenRequest | None) -> Entrusted:
    """The agent's card first, then the person's."""
    session = at.session
    sent = await _id_card(session, "entrusting.lay_agents", "") if await _somebody_else(session, offered) else None
    person = await _id_card(session, "entrusting.lay_persons", "" if sent is None else sent.id_number)
    agent = None if sent is None else await _agent(session, sent)
    needed = agent is not None and offered.authorisation
    paper = await _paper(session, person) if needed else None
    seen = needed and paper is None and await _seen(session)
    phone = await phone_to_call(session, at_step(Step.ACCEPTED)) if request is None else None
    return Entrusted(offered, person, agent, paper, seen, phone)


async def _somebody_else(session: Session, offered: Offered) -> bool:
    """Asked where the item allows it."""
    if not offered.agent:
        return False
    page = Choice(headline=Text("entrusting.who"), steps=at_step(Step.ACCEPTED), options=(SELF, AGENT))
    return await session.offer(page) == AGENT.key


async def _id_card(session: Session, words: str, unlike: str) -> IdCard:
    """One that is valid today. `unlike`: the number of the card that may still lie there."""
    card = await present_id_card(session, at_step(Step.ACCEPTED), words=words, unlike=unlike)
    assert not isinstance(card, str), "the page has no other ways"
    refuse_unfit(card, session.surroundings.wall().date())
    return card


async def _agent(session: Session, card: IdCard) -> Representative:
    options = tuple(Button(each.value, Text(f"agent.relation.{each.value}"), icon="person") for each in Relation)
    page = Choice(headline=Text("entrusting.relation"), steps=at_step(Step.ACCEPTED), options=options)
    relation = Relation(await session.offer(page))
    return Representative(id_number=card.id_number, name=card.name, relation=relation)


async def _paper(session: Session, person: IdCard) -> Attachment | None:
    """The 委托书 under the camera; None where there is none, or it will not do."""
    if not can_take_documents(session):
        return None
    of_whom = Resident(person.id_number, person.name, (Proof.ID_CARD,))
    return await document(session, of_whom, Text("entrusting.authorisation"), at_step(Step.ACCEPTED))


async def _seen(session: Session) -> bool:
    """Staff had the paper in their hands; the bureau's policy says whether their word is enough."""
    page = Choice(
        headline=Text("entrusting.seen_question"),
        how=Text("entrusting.seen_how"),
        steps=at_step(Step.ACCEPTED),
        options=(SEEN, Button("missing", Text("entrusting.missing"), icon="stop")),
    )
    if await session.offer(page) != SEEN.key:
        raise Refusal("AUTHORISATION_NEEDED")
    return True


def _confirmation(entrusted: Entrusted) -> Confirm:
    """Everything that will be kept, before it is."""
    person = entrusted.person
    return Confirm(
        headline=Text("entrusting.confirm"),
        how=Text("entrusting.confirm_how"),
        steps=at_step(Step.ACCEPTED),
        person=(Personal(Kind.NAME, person.name), Personal(Kind.ID_NUMBER, person.id_number)),
        points=tuple(Point(row.label, row.value) for row in _facts(entrusted)),
        proceed=Text("entrusting.proceed"),
        danger=False,
    )


def _draft(at: AtDesk, entrusted: Entrusted, request: OpenRequest | None) -> Draft:
    """One half, at the bureau; the journal's history names who took it on."""
    body = Acceptance(
        id_number=entrusted.person.id_number,
        proofs=(Proof.ID_CARD,),
        by=at.member.number,
        item=entrusted.offered.number,
        request=None if request is None else request.reference,
        representative=entrusted.agent,
        authorisation=entrusted.paper,
        paper_seen=entrusted.seen,
        phone=entrusted.phone,
    )
    draft = bureau_draft(Item.ACCEPT_ENTRUSTMENT, "acceptance", body, card="")
    return replace(draft, staff={"done_by": at.member.number})


def _rows(operation: Operation, entrusted: Entrusted, request: OpenRequest | None) -> tuple[Row, ...]:
    """What the slip keeps; the number is that of what was filed, where something was."""
    if operation.standing is not Standing.DONE:
        return ()
    filed = () if request is None else (Row(Text("entrusting.filed_as"), literal(request.reference)),)
    return (*_facts(entrusted), *filed)


def _facts(entrusted: Entrusted) -> tuple[Row, ...]:
    rows = [Row(Text("request_assistance.label.item"), entrusted.offered.title)]
    if (agent := entrusted.agent) is not None:
        who = Text(
            "agent.acted_who",
            name=Personal(Kind.NAME, agent.name),
            relation=Text(f"agent.relation.{agent.relation.value}"),
        )
        rows.append(Row(Text("agent.acted"), who))
    if entrusted.paper is not None or entrusted.seen:
        how = "photographed" if entrusted.paper is not None else "seen_by_staff"
        rows.append(Row(Text("entrusting.authorisation"), Text(f"entrusting.{how}")))
    if entrusted.phone:
        phone = Personal(Kind.PHONE, entrusted.phone)
        rows.append(Row(Text("request_assistance.label.phone"), Text("ui.words.personal", value=phone)))
    return tuple(rows)


def at_step(step: Step) -> Steps:
    """① 提出申请 ② 委托受理 ③ 事项办理 ④ 交接归档."""
    return Steps(tuple(Text(f"staff.requests.step.{each.value}") for each in Step), list(Step).index(step))
