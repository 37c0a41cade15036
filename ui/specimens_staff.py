"""Specimens of the pages of branch staff: their desk and each act on it, and what they are asked beside a resident."""

import tomllib
from collections.abc import Iterator

import resources
from texts import Kind, Personal, Text, literal
from ui.pages import (
    AnyPage,
    Button,
    Card,
    Choice,
    CodeEntry,
    Confirm,
    Keypad,
    Outcome,
    Picture,
    PinPad,
    Point,
    PresentCard,
    PresentId,
    Record,
    Result,
    Row,
    Steps,
    TextEntry,
    Tone,
    Writing,
)

_MENU = Button("menu", Text("staff.menu"), icon="back")
_ATTENDED = Text("staff.join.attended", staff="1001")
_PERSON = (Personal(Kind.NAME, "张三丰"), Personal(Kind.ID_NUMBER, "50010319500101123X"))
_ITEM = Text("request_assistance.item.1")
_REFERENCE = "A01-4GP223"


class _NoPin:
    """Nothing was typed yet."""

    layout, length = "1234567890", 0

    def put(self, position: int) -> None: ...

    def delete(self) -> None: ...

    def clear(self) -> None: ...


def staff() -> Iterator[tuple[str, AnyPage]]:
    """Each by its file name."""
    yield from _signing_in()
    yield from _beside()
    yield from _desk()
    yield from _requests()
    yield from _entrusting()
    yield from _machine()


def _signing_in() -> Iterator[tuple[str, AnyPage]]:
    yield "staff_number", _number("staff.number")
    yield "staff_number_wrong", _number("staff.number", trouble=Text("staff.wrong"))
    yield (
        "staff_password",
        PinPad(headline=Text("staff.password"), how=Text("staff.password_how"), pin=_NoPin(), least=6, most=12),
    )
    yield (
        "staff_card_away",
        PresentCard(
            headline=Text("staff.card.take"), how=Text("staff.card.take_how"), picture=Picture.TAKE_CARD, leave=False
        ),
    )


def _number(headline: str, trouble: Text | None = None, ways: tuple[Button, ...] = ()) -> Keypad:
    how = Text("staff.number_or_card_how")
    return Keypad(headline=Text(headline), how=how, least=4, most=10, trouble=trouble, other_ways=ways, sensitive=False)


def _beside() -> Iterator[tuple[str, AnyPage]]:
    back = Button("not_now", Text("staff.join.not_now"), icon="back")
    yield "staff_joins", _number("staff.join.number", ways=(back,))
    yield (
        "staff_consent",
        Choice(
            headline=Text("staff.join.consent", staff="1001"),
            how=Text("staff.join.consent_how"),
            options=(
                Button("agree", Text("staff.join.agree"), icon="check"),
                Button("decline", Text("staff.join.decline"), icon="stop"),
                Button("gone", Text("staff.join.gone"), icon="exit"),
            ),
        ),
    )
    yield (
        "staff_attends",
        PresentId(headline=Text("identity.lay_id_card"), how=Text("identity.lay_id_card_how"), attended=_ATTENDED),
    )
    yield "staff_review_needed", _review_needed()
    yield "staff_review", _review()


def _review_needed() -> Choice:
    return Choice(
        headline=Text("staff.review.needed"),
        how=Text("staff.review.needed_how"),
        options=(
            Button("ring", Text("staff.review.ring"), icon="call", detail=Text("staff.review.ring_how")),
            Button("here", Text("staff.review.here"), icon="person", detail=Text("staff.review.here_how")),
            Button("not_now", Text("staff.review.not_done"), icon="exit"),
        ),
    )


def _review() -> Choice:
    return Choice(
        headline=Text("staff.review.question", what=Text("cancel_card.title")),
        how=Text("staff.review.question_how", person=_PERSON[1]),
        options=(
            Button("approve", Text("staff.review.approve"), icon="check"),
            Button("refuse", Text("staff.review.refuse"), icon="stop"),
        ),
    )


def _desk() -> Iterator[tuple[str, AnyPage]]:
    acts = tomllib.loads(resources.path("staff.toml").read_text("utf-8"))
    own = tuple(
        Button(key, Text(f"staff.{key}.title"), icon=act["icon"], detail=Text(f"staff.{key}.detail"))
        for key, act in acts.items()
        if "supervisor" in act["roles"]
    )
    out = Button("sign_out", Text("staff.sign_out"), icon="exit")
    role = Text("staff.role.supervisor")
    yield (
        "staff_desk",
        Choice(
            headline=Text("staff.what_to_do"),
            how=Text("staff.signed_in_as", number="2001", role=role),
            options=(*own, out),
        ),
    )
    operations = (
        _operation("02:51", "report_loss", "done", "A01-4GQ07B"),
        _operation("02:38", "apply_card", "pending", _REFERENCE),
    )
    yield "staff_today", Record(headline=Text("staff.today.count", count=2), cards=operations, main=_MENU)
    yield (
        "staff_reprint",
        Choice(headline=Text("staff.reprint.which"), options=(_operation_button("receipt"), _MENU)),
    )
    yield (
        "staff_tickets",
        Choice(
            headline=Text("staff.tickets.which", count=1),
            how=Text("staff.tickets.what_it_is"),
            options=(_operation_button("attention"), _MENU),
        ),
    )
    yield (
        "staff_told",
        _told(Text("staff.reprint.printed"), Outcome.DONE, Text("staff.reprint.printed_now")),
    )
    yield (
        "staff_told_failed",
        _told(
            Text("staff.reprint.failed"),
            Outcome.FAILED,
            Text("faults.printer_paper_out.staff"),
            Text("staff.reprint.failed_now"),
        ),
    )


def _operation(when: str, item: str, standing: str, reference: str) -> Card:
    title = Text("staff.operation_title_of", when=literal(when), what=Text(f"{item}.title"), person=_PERSON[1])
    tone = Tone.GOOD if standing == "done" else Tone.ATTENTION
    return Card(
        title=title,
        rows=(
            Row(Text("staff.standing_label"), Text(f"staff.standing.{standing}"), tone),
            Row(Text("staff.reference_label"), literal(reference)),
            Row(Text("staff.slip_label"), Text("staff.slip.printed")),
        ),
    )


def _operation_button(icon: str) -> Button:
    label = Text("staff.operation_title", when=literal("02:38"), what=Text("apply_card.title"))
    return Button(_REFERENCE, label, icon=icon, detail=literal(_REFERENCE))


def _told(headline: Text, outcome: Outcome, *now: Text) -> Result:
    return Result(headline=headline, outcome=outcome, what_now=now, main=_MENU)


def _requests() -> Iterator[tuple[str, AnyPage]]:
    who = literal("张** 199****5678")
    line = Text("staff.requests.line", step=Text("staff.requests.step.filed"), what=_ITEM)
    new = Button("new", Text("staff.requests.new"), icon="service")
    one = Button(_REFERENCE, who, icon="document", detail=line)
    yield (
        "staff_requests",
        Choice(
            headline=Text("staff.requests.count", count=1), how=Text("staff.requests.how"), options=(new, one, _MENU)
        ),
    )
    rows = (
        Row(Text("staff.requests.who"), who),
        Row(Text("request_assistance.label.where"), Text("request_assistance.at_counter")),
        Row(Text("request_assistance.label.when"), Text("request_assistance.time.morning"), Tone.ATTENTION),
        Row(Text("staff.requests.filed"), literal("2026-11-20 03:12")),
        Row(Text("staff.requests.held_by"), Text("staff.requests.nobody")),
        Row(Text("staff.requests.came"), Text("staff.requests.self")),
        Row(Text("request_assistance.label.remark"), literal("听力不好，请打给女儿")),
    )
    keys = {"accept": "check", "hand_on": "swap", "close": "stop"}
    accept, *others = (Button(key, Text(f"staff.requests.{key}"), icon=icon) for key, icon in keys.items())
    yield (
        "staff_request",
        Record(
            headline=_ITEM,
            how=literal(_REFERENCE),
            steps=_steps(0),
            cards=(Card(title=Text("staff.requests.step.filed"), rows=rows),),
            main=accept,
            next_steps=(*others, Button("list", Text("staff.requests.list"), icon="back")),
        ),
    )


def _steps(current: int) -> Steps:
    names = ("filed", "accepted", "handled", "archived")
    return Steps(tuple(Text(f"staff.requests.step.{name}") for name in names), current)


def _entrusting() -> Iterator[tuple[str, AnyPage]]:
    manner = Text("request_assistance.manner.at_counter")
    items = (Button(str(n), Text(f"request_assistance.tile.{n}"), icon="service", detail=manner) for n in range(1, 16))
    yield (
        "staff_which_item",
        Choice(headline=Text("entrusting.which"), steps=_steps(1), options=(*items, _MENU)),
    )
    yield (
        "staff_who_came",
        Choice(
            headline=Text("entrusting.who"),
            steps=_steps(1),
            options=(
                Button("self", Text("entrusting.self"), icon="person"),
                Button("agent", Text("entrusting.agent"), icon="swap"),
            ),
        ),
    )
    for name in ("agents", "persons"):
        words = f"entrusting.lay_{name}"
        page = PresentId(headline=Text(words), how=Text(f"{words}_how"), steps=_steps(1))
        yield f"staff_lay_{name}", page
    agent = Text("agent.acted_who", name=Personal(Kind.NAME, "李小芳"), relation=Text("agent.relation.family"))
    facts = (
        Row(Text("request_assistance.label.item"), _ITEM),
        Row(Text("agent.acted"), agent),
        Row(Text("entrusting.authorisation"), Text("entrusting.photographed")),
        Row(
            Text("request_assistance.label.phone"),
            Text("ui.words.personal", value=Personal(Kind.PHONE, "19912345678")),
        ),
    )
    yield (
        "staff_entrusting",
        Confirm(
            headline=Text("entrusting.confirm"),
            how=Text("entrusting.confirm_how"),
            steps=_steps(1),
            person=_PERSON,
            points=tuple(Point(row.label, row.value) for row in facts),
            proceed=Text("entrusting.proceed"),
            danger=False,
        ),
    )
    yield (
        "staff_entrusted",
        Result(
            headline=Text("accept_entrustment.done"),
            outcome=Outcome.DONE,
            steps=_steps(1),
            what_now=(Text("accept_entrustment.done_now"),),
            rows=facts,
            reference=f"{_REFERENCE}-ALRM",
            main=Button("print", Text("operation.print")),
        ),
    )


def _machine() -> Iterator[tuple[str, AnyPage]]:
    rows = (
        Row(Text("staff.paper.printer_says"), Text("staff.paper.supplies.low"), Tone.ATTENTION),
        Row(Text("staff.paper.left"), literal("9 / 80 m"), Tone.ATTENTION),
        Row(Text("staff.paper.slips"), literal("41")),
    )
    yield (
        "staff_paper",
        Record(
            headline=Text("staff.paper.headline"),
            how=Text("staff.paper.how"),
            cards=(Card(title=Text("staff.paper.card"), rows=rows),),
            main=Button("renewed", Text("staff.paper.renewed"), icon="check"),
            next_steps=(_MENU,),
        ),
    )
    yield from _left_cards()
    reasons = ("paper", "repair", "cleaning", "moved")
    pauses = tuple(
        Button(key, Text(f"staff.reason.{key}"), icon="pause", detail=Text(f"staff.paused_for.{key}"))
        for key in reasons
    )
    yield (
        "staff_service",
        Choice(headline=Text("staff.service.why"), how=Text("staff.service.why_how"), options=(*pauses, _MENU)),
    )
    hung = Text("staff.notices.by", words=literal("今天下午三点到四点停电，请提前办理。"), staff=literal("1001"))
    board = {"write": "document", "take_down": "stop"}
    ways = tuple(Button(key, Text(f"staff.notices.{key}"), icon=icon) for key, icon in board.items())
    yield "staff_notices", Choice(headline=Text("staff.notices.hangs"), how=hung, options=(*ways, _MENU))
    days = tuple(Button(key, Text(f"staff.reckoning.{key}"), icon="document") for key in ("today", "yesterday"))
    yield "staff_reckoning", Choice(headline=Text("staff.reckoning.which"), options=(*days, _MENU))


def _left_cards() -> Iterator[tuple[str, AnyPage]]:
    label = Text("staff.left_cards.line", kind=Text("staff.left_cards.kind.id_card"), tail=literal("123X"))
    since = Text("staff.left_cards.since", found=literal("2026-11-20 17:40"), staff=literal("1001"))
    one = Button("1", label, icon="card", detail=since)
    enter = Button("enter", Text("staff.left_cards.enter"), icon="card")
    yield (
        "staff_left_cards",
        Choice(
            headline=Text("staff.left_cards.count", count=1),
            how=Text("staff.left_cards.how"),
            options=(one, enter, _MENU),
        ),
    )
    tail = Text("staff.left_cards.tail")
    yield "staff_left_card_tail", CodeEntry(headline=tail, how=Text("staff.left_cards.tail_how"), least=4, most=4)
    to_whom = Text("staff.left_cards.to_whom")
    how = Text("staff.left_cards.to_whom_how")
    yield "staff_left_card_to", TextEntry(headline=to_whom, how=how, writing=Writing.NAME, most=30)
