"""帮办代办: 提出申请 → 委托受理 → 事项办理 → 交接归档, as staff see it and take it from one step to the next."""

from dataclasses import dataclass

from kiosk.assistance import assistance
from kiosk.backend.assistance import Handled, OpenRequest, Step, open_requests
from kiosk.backend.entrustments import Advance, Move
from kiosk.backend.operations import Item
from kiosk.journal import Draft, HalfDraft, Standing, new_intention
from kiosk.operation_words import outcome_of, words_of
from kiosk.operations import BUREAU
from kiosk.refusals import refusal_page_words
from kiosk.staff.beside import BRANCH
from kiosk.staff.desk import AtDesk
from kiosk.staff.entrusting import accept, at_step
from kiosk.staff.sign_in import sign_in
from kiosk.staff.told import MENU, told
from texts import Text, literal
from ui.pages import Button, Card, Choice, Outcome, Record, Row, Tone

NEW = Button("new", Text("staff.requests.new"), icon="service")
LIST = Button("list", Text("staff.requests.list"), icon="back")
ACCEPT = Button("accept", Text("staff.requests.accept"), icon="check")
HAND_ON = Button("hand_on", Text("staff.requests.hand_on"), icon="swap")


@dataclass(frozen=True, slots=True)
class _Way:
    """A button on a request's page, and what it does."""

    button: Button
    move: Move
    outcome: Handled | None = None


DONE = _Way(Button("done", Text("staff.requests.done"), icon="check"), Move.HANDLE, Handled.DONE)
NOT_DONE = _Way(Button("not_done", Text("staff.requests.not_done"), icon="stop"), Move.HANDLE, Handled.NOT_DONE)
ARCHIVE = _Way(Button("archive", Text("staff.requests.archive"), icon="document"), Move.ARCHIVE)
CLOSE = _Way(Button("close", Text("staff.requests.close"), icon="stop"), Move.CLOSE)
WAYS = {way.button.key: way for way in (DONE, NOT_DONE, ARCHIVE, CLOSE)}
OPEN_TO = {
    Step.FILED: (ACCEPT, HAND_ON, CLOSE.button),
    Step.ACCEPTED: (DONE.button, NOT_DONE.button, HAND_ON, CLOSE.button),
    Step.HANDLED: (ARCHIVE.button, HAND_ON),
}
"""What can be done at each step; the first is what comes next."""


async def requests(at: AtDesk) -> None:
    """The oldest first, with what is needed to call back: the whole number stands in the bureau's own system."""
    while True:
        asking = at.session.equipment.bureau.call("requests", lambda bureau: open_requests(bureau, at.member.number))
        found = await at.session.working(Text("common.looking_up"), Text("common.waiting_for_bureau"), asking)
        at.note(str(len(found)), "listed")
        key = await at.session.offer(_which(found))
        if key == MENU.key:
            return
        if key == NEW.key:
            await accept(at, None)
        else:
            await _one(at, next(each for each in found if each.reference == key))


async def _one(at: AtDesk, request: OpenRequest) -> None:
    key = await at.session.offer(_page(request))
    if key == ACCEPT.key:
        await accept(at, request)
    elif key == HAND_ON.key:
        headline = Text("staff.requests.to_whom")
        to = await sign_in(at.session, at.house.roll, headline, besides=at.member.number, roles=BRANCH)
        at.session.log.write("staff.signed_out", session=at.session.number, staff=to.number)
        await _advance(at, Advance(by=at.member.number, request=request.reference, move=Move.HAND_ON, to=to.number))
    elif key in WAYS:
        way = WAYS[key]
        advance = Advance(by=at.member.number, request=request.reference, move=way.move, outcome=way.outcome)
        await _advance(at, advance)


async def _advance(at: AtDesk, advance: Advance) -> None:
    """Written down, sent once, and told; after a lost answer it settles by itself."""
    operation = await at.session.submit(_draft(advance))
    at.note(advance.request, f"{advance.move.value} {operation.standing.value}")
    if operation.standing is Standing.DONE:
        await told(at, outcome_of(operation), Outcome.DONE, words_of(operation, "done_now"))
        return
    bureau = operation.half(BUREAU)
    what, now = refusal_page_words(bureau.detail, str((bureau.answer or {}).get("message", "")))
    if operation.standing is Standing.PENDING:
        what, now = Text("operation.pending"), words_of(operation, "pending_now")
    await told(at, what, Outcome.FAILED, now)


def _draft(advance: Advance) -> Draft:
    """The journal knows it by the request's number: one step of it at a time."""
    return Draft(
        intention=new_intention(),
        item=Item.ADVANCE_ENTRUSTMENT.value,
        kind=advance.move.value,
        person=advance.request,
        halves=(HalfDraft(BUREAU, advance.body()),),
        staff={"done_by": advance.by},
    )


def _which(found: tuple[OpenRequest, ...]) -> Choice:
    return Choice(
        headline=Text("staff.requests.count", count=len(found)),
        how=Text("staff.requests.how" if found else "staff.requests.none"),
        options=(NEW, *(_button(each) for each in found), MENU),
    )


def _button(request: OpenRequest) -> Button:
    """Named by the person: several may want the same item, and large words leave no room for what stands below."""
    detail = Text("staff.requests.line", step=_step(request), what=item_title(request.item))
    return Button(request.reference, _who(request), icon="document", detail=detail)


def _page(request: OpenRequest) -> Record:
    first, *others = OPEN_TO[request.step]
    return Record(
        headline=item_title(request.item),
        how=literal(request.reference),
        steps=at_step(request.step),
        cards=(Card(title=_step(request), rows=tuple(_rows(request))),),
        main=first,
        next_steps=(*others, LIST),
        sensitive=False,
    )


def _rows(request: OpenRequest) -> list[Row]:
    where = "at_home" if request.at_home else "at_counter"
    held_by = literal(request.held_by) if request.held_by else Text("staff.requests.nobody")
    when = Text(f"request_assistance.time.{request.convenient.value}")
    rows = [
        Row(Text("staff.requests.who"), _who(request)),
        Row(Text("request_assistance.label.where"), Text(f"request_assistance.{where}")),
        Row(Text("request_assistance.label.when"), when, Tone.ATTENTION),
        Row(Text("staff.requests.filed"), literal(f"{request.at:%Y-%m-%d %H:%M}")),
        Row(Text("staff.requests.held_by"), held_by),
        Row(Text("staff.requests.came"), Text("staff.requests.agent" if request.agent else "staff.requests.self")),
    ]
    if request.outcome is not None:
        rows.append(Row(Text("staff.standing_label"), Text(f"staff.requests.outcome.{request.outcome.value}")))
    if request.remark:
        rows.append(Row(Text("request_assistance.label.remark"), literal(request.remark)))
    return rows


def _who(request: OpenRequest) -> Text:
    return literal(f"{request.surname}** {request.phone}")


def _step(request: OpenRequest) -> Text:
    return Text(f"staff.requests.step.{request.step.value}")


def item_title(number: int) -> Text:
    """Its name; only its number where this terminal's list does not have it."""
    known = next((each.title for each in assistance().items if each.number == number), None)
    return known or literal(str(number))
