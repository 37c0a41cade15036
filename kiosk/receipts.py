"""What is printed, in the resident's language and independent of the printer: slips of 48 columns."""

import secrets
from collections.abc import Iterable
from typing import NamedTuple

from devices.slip import Align, Element, Feed, Line, Qr, Row, Rule, Slip
from kiosk.backend.schemas import CardsAnswer, CardStates, PersonAnswered
from kiosk.card_words import (
    application_row,
    bank_row,
    card_personal,
    card_title,
    electronic_row,
    headline,
    production_row,
)
from kiosk.config import Mode
from kiosk.journal import Operation
from kiosk.journal.reference import ALPHABET
from kiosk.operation_words import outcome_of, words_of
from kiosk.place import in_both
from kiosk.surroundings import Surroundings
from texts import Kind, Language, Personal, Show, Text, render
from ui import pages


class Done(NamedTuple):
    """What the foot calls the moment and the number: a query's, or those of something that was done."""

    time: Text
    number: Text


QUERY = Done(Text("slip.query_time"), Text("slip.query_number"))
OPERATION = Done(Text("slip.operation_time"), Text("slip.operation_number"))


def reference(around: Surroundings) -> str:
    """A slip's own number: terminal, day, and four random characters; nothing about the person."""
    random = "".join(secrets.choice(ALPHABET) for _ in range(4))
    return f"{around.configuration.terminal.id} {around.wall():%m%d} {random}"


def card_status_slip(around: Surroundings, answer: CardsAnswer, language: Language) -> Slip:
    """The state of every card: the outcome first, then who, then each card's dimensions, then where and help."""
    number = reference(around)
    cards = sorted(answer.cards, key=lambda card: not card.is_current)
    say = _Sayer(language)
    return Slip(
        (
            *_head(around, say, Text("card_status.slip.title"), headline(cards[0])),
            *_person(say, answer.person),
            *(element for card in cards for element in _card(say, card)),
            *_foot(around, say, number),
        ),
        number,
    )


def operation_slip(
    around: Surroundings,
    operation: Operation,
    person: PersonAnswered,
    rows: tuple[pages.Row, ...],
    card: CardStates | None = None,
) -> Slip:
    """What was done and its outcome first, then who and which card, what it means, and the reference to ask by."""
    title, outcome = words_of(operation, "title"), outcome_of(operation)
    return joint_slip(around, operation, person, rows, title=title, outcome=outcome, card=card)


def joint_slip(
    around: Surroundings,
    first: Operation,
    person: PersonAnswered,
    rows: tuple[pages.Row, ...],
    *,
    title: Text,
    outcome: Text,
    card: CardStates | None = None,
) -> Slip:
    """Several operations that were confirmed as one: a row for each, under the number of the first."""
    say, number = _Sayer(around.stage.language), str(first.reference)
    return Slip(
        (
            *_head(around, say, title, outcome),
            *_person(say, person, card),
            *(element for row in rows for element in _dimension(say, row)),
            *([Rule()] if rows else []),
            *_foot(around, say, number, OPERATION),
        ),
        number,
    )


def sentences_slip(
    around: Surroundings, title: Text, outcome: Text, person: PersonAnswered, sentences: Iterable[Text]
) -> Slip:
    """Something in a few sentences, as a record in short: what it is, whose, and how things stand."""
    say, number = _Sayer(around.stage.language), reference(around)
    said = (element for sentence in sentences for element in (Line(say(sentence)), Feed()))
    return Slip(
        (*_head(around, say, title, outcome), *_person(say, person), *said, Rule(), *_foot(around, say, number)), number
    )


class _Sayer:
    """Texts as words of one language, personal data in its shortest form."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def __call__(self, text: Text) -> str:
        return render(text, self._language, Show.SHORT)

    def row(self, label: Text, value: Text | str) -> Row:
        """A label and its value."""
        return Row(self(label), value if isinstance(value, str) else self(value))


def _head(around: Surroundings, say: _Sayer, title: Text, outcome: Text) -> Iterable[Element]:
    if around.configuration.terminal.mode is Mode.SANDBOX:
        yield Line(say(Text("slip.sample")), align=Align.CENTRE)
    yield Line(say(title), bold=True, large=True, align=Align.CENTRE)
    yield Feed()
    yield Line(say(outcome), bold=True, align=Align.CENTRE)
    yield Rule()


def _person(say: _Sayer, person: PersonAnswered, card: CardStates | None = None) -> Iterable[Element]:
    yield say.row(Text("slip.person"), Personal(Kind.NAME, person.name).short)
    yield say.row(Text("slip.id_number"), Personal(Kind.ID_NUMBER, person.id_number).short)
    if card is not None:
        yield say.row(Text("slip.card"), card_personal(card).short)
    yield Rule()


def _card(say: _Sayer, card: CardStates) -> Iterable[Element]:
    """Each dimension that the bureau knows, with its state and what it means."""
    yield Line(say(card_title(card)), bold=True)
    for row in (application_row(card), bank_row(card), production_row(card), electronic_row(card)):
        yield from _dimension(say, row)
    yield Rule()


def _dimension(say: _Sayer, row: pages.Row) -> Iterable[Element]:
    yield Row(say(row.label), say(row.value), bold=True)
    if row.meaning is not None:
        yield Line(say(row.meaning))


def _foot(around: Surroundings, say: _Sayer, number: str, done: Done = QUERY) -> Iterable[Element]:
    terminal = around.configuration.terminal
    yield say.row(done.time, f"{around.wall():%Y-%m-%d %H:%M}")
    yield say.row(Text("slip.terminal"), terminal.id)
    yield say.row(Text("slip.place"), in_both(terminal.place, terminal.place_en))
    yield say.row(Text("slip.hotline"), terminal.hotline)
    yield say.row(done.number, number)
    yield Feed()
    yield Qr(number)
    yield Line(say(Text("slip.keep")), align=Align.CENTRE)
    yield Feed(2)
