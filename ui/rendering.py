"""Turns a page value into plain strings, numbers and lists for QML: the moment at which `Text` becomes words."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, cast

from texts import Language, Show, Text, render
from ui.pages import (
    CODE_KEYS,
    INK_HEIGHT,
    INK_LINE,
    INK_WIDTH,
    LEAST_INK,
    MOST_POINTS,
    RATING_LEVELS,
    AnyPage,
    Card,
    Choice,
    CodeEntry,
    Confirm,
    Countdown,
    Frame,
    HelpCall,
    Home,
    Keypad,
    Notice,
    Paused,
    PinPad,
    PresentCard,
    PresentId,
    Print,
    Rate,
    Reason,
    Record,
    Result,
    Row,
    Signature,
    Standby,
    Steps,
    TakeBack,
    TextEntry,
    Working,
)
from ui.pen import Drawn, Pen, draw_action, draw_button, draw_buttons, draw_main
from ui.rendering_checks import CHECK_DRAWERS
from ui.rendering_documents import DOCUMENT_DRAWERS
from ui.rendering_faces import FACE_DRAWERS
from ui.rendering_records import RECORD_DRAWERS, unparted
from ui.seeking import best

FINDS_FROM = 6
"""With more than this to choose from, Home can be searched."""

CHROME = (
    "locale",
    "day",
    "weekday",
    "back",
    "leave",
    "large",
    "standard",
    "contrast",
    "voice",
    "low",
    "language",
    "reveal",
    "clear",
    "delete",
    "enter",
    "extend",
    "previous",
    "next",
    "more",
    "wake",
    "sample",
    "sample_long",
    "reference",
    "reference_keep",
    "still_there",
    "at_the_end",
    "keyboard",
    "done",
    "starting",
    "seek",
    "seek_how",
    "seek_none",
    "everything",
    "often",
    "close",
    "read_all",
    "other_level",
    "call",
    "call_short",
    "hang_up",
    "understood",
    "year_before",
    "year_after",
    "larger",
    "smaller",
    "space",
    "shift",
    "signs",
    "letters",
    "chinese",
    "latin",
    "left",
    "right",
    "parted",
    "hint_pinyin",
    "hint_latin",
)
"""The words that belong to the screen itself, `ui.words.…` in the text files."""


def draw(page: AnyPage, frame: Frame, language: Language, show: Show = Show.MASKED) -> Drawn:
    """The page in the words of `language`: what every page has, and what its kind adds."""
    pen = Pen(language, show)
    common: Drawn = {
        "kind": type(page).__name__,
        "headline": pen(page.headline),
        "how": pen(page.how),
        "steps": _steps(page.steps, pen),
        "back": page.back,
        "leave": pen(Text("ui.words.leave_with_card" if page.card_in else "ui.words.leave")) if page.leave else "",
        "code": pen(Text("ui.words.code", code=page.code)) if page.code else "",
        "hotline": pen(frame.hotline),
        "main": None,
        "skip": None,
        "attended": pen(page.attended),
    }
    add = _KINDS.get(type(page))
    return common | (add(page, pen) if add else {})


def chrome(frame: Frame, language: Language) -> Drawn:
    """The words around every page, in `language`: who and where, and what the screen's own buttons say."""
    words: Drawn = {name: render(Text(f"ui.words.{name}"), language) for name in CHROME}
    return words | {"place": render(frame.place, language), "terminal": frame.terminal_id, "isSample": frame.sample}


def ring(countdown: Countdown | None, language: Language) -> Drawn | None:
    """The idle warning, or None when it goes away."""
    if countdown is None:
        return None
    said = render(Text("ui.words.seconds_left", seconds=countdown.left), language)
    may_extend = countdown.extensions_left > 0
    return {"left": countdown.left, "whole": countdown.whole, "said": said, "mayExtend": may_extend}


def help_call(call: HelpCall | None, language: Language) -> Drawn:
    """What stands over the page while somebody calls for help; empty when it goes away."""
    if call is None:
        return {}
    said = [render(line, language) for line in call.lines]
    pen = Pen(language, Show.MASKED)
    staff = [draw_button(button, pen) for button in call.staff]
    return {"headline": render(call.headline, language), "lines": said, "rings": call.rings, "staff": staff}


def typed(count: int, language: Language) -> str:
    """How many digits of a PIN have been typed, for the accessibility tree."""
    return render(Text("ui.words.typed", count=count), language)


def typed_of(count: int, most: int, language: Language) -> str:
    """How many digits of a number typed in sight are there; the digits themselves stay on the glass."""
    return render(Text("ui.words.typed_of", count=count, most=most), language)


def written_of(count: int, most: int, language: Language) -> str:
    """How many characters of how many have been written; the words themselves stay on the glass."""
    return render(Text("ui.words.written_of", count=count, most=most), language)


def _steps(steps: Steps | None, pen: Pen) -> Drawn | None:
    if steps is None:
        return None
    place = Text("ui.words.step", number=steps.current + 1, count=len(steps.labels))
    return {"labels": pen.all(steps.labels), "current": steps.current, "said": pen(place)}


def _row(row: Row, pen: Pen) -> Drawn:
    return {
        "label": pen(row.label),
        "value": pen(row.value),
        "tone": row.tone.value,
        "meaning": pen(row.meaning),
    }


def _card(card: Card, pen: Pen) -> Drawn:
    return {
        "title": pen(card.title),
        "number": pen.personal(card.number),
        "tone": card.tone.value,
        "summary": pen(card.summary),
        "rows": [_row(row, pen) for row in card.rows],
    }


def _standby(page: Standby, pen: Pen) -> Drawn:
    return {
        "offers": draw_buttons(page.offers, pen),
        "notices": pen.all(page.notices),
        "public": [{"words": pen(notice.words), "publicity": notice.publicity} for notice in page.public],
    }


def _paused(page: Paused, pen: Pen) -> Drawn:
    return {
        "corner": draw_button(page.corner, pen) if page.corner else None,
        "told": pen(page.told),
        "whereElse": pen.all(page.where_else),
    }


def _home(page: Home, pen: Pen) -> Drawn:
    groups = [
        {"key": str(place), "label": pen(group.title), "icon": group.icon, "buttons": draw_buttons(group.buttons, pen)}
        for place, group in enumerate(page.groups)
    ]
    return {
        "corner": draw_button(page.corner, pen) if page.corner else None,
        "tiles": draw_buttons(page.tiles, pen),
        "groups": groups,
        "finds": len(page.everything) > FINDS_FROM,
        "notices": pen.all(page.notices),
    }


def found(page: AnyPage, sought: str, language: Language) -> list[Drawn]:
    """What Home has for the words or initials typed, best first, as QML draws buttons."""
    if not isinstance(page, Home):
        return []
    pen = Pen(language, Show.MASKED)
    words = [(button, (pen(button.label), pen(button.detail), *button.keywords)) for button in page.everything]
    return draw_buttons(tuple(best(sought, words)), pen)


def _notice(page: Notice, pen: Pen) -> Drawn:
    points = [{"label": pen(label), "words": pen(words)} for label, words in page.points]
    return {"points": points, "main": draw_action("proceed", page.proceed, pen)}


def _confirm(page: Confirm, pen: Pen) -> Drawn:
    points = [{"label": pen(p.label), "words": pen(p.words), "tone": p.tone.value} for p in page.points]
    act = draw_action("proceed", page.proceed, pen)
    return {
        "points": points,
        "person": [Pen(pen.language, Show.MASKED).personal(value) for value in page.person],
        "note": pen(page.note),
        "act": act if page.danger else None,
        "main": None if page.danger else act,
    }


def _choice(page: Choice, pen: Pen) -> Drawn:
    return {"options": draw_buttons(page.options, pen)}


def _present(page: PresentCard | PresentId, pen: Pen) -> Drawn:
    ways = draw_buttons(page.other_ways, pen)
    return {"picture": page.picture.value, "trouble": pen(page.trouble), "otherWays": ways}


def _pin_pad(page: PinPad, pen: Pen) -> Drawn:
    return {
        "keys": [] if page.on_pad else list(page.pin.layout),
        "least": page.least,
        "most": page.most,
        "trouble": pen(page.trouble),
        "otherWays": draw_buttons(page.other_ways, pen),
        "onPad": [pen(Text("ui.pad.type_there")), unparted(pen(Text("ui.pad.then")))] if page.on_pad else [],
        "main": None if page.on_pad else draw_action("enter", Text("ui.words.enter"), pen),
    }


def _keypad(page: Keypad, pen: Pen) -> Drawn:
    return {
        "keys": list("1234567890"),
        "letter": page.letter,
        "least": page.least,
        "most": page.most,
        "groups": list(page.groups),
        "trouble": pen(page.trouble),
        "otherWays": draw_buttons(page.other_ways, pen),
        "main": draw_action("enter", Text("ui.words.enter"), pen),
    }


def _code_entry(page: CodeEntry, pen: Pen) -> Drawn:
    return {
        "keys": list(CODE_KEYS),
        "least": page.least,
        "most": page.most,
        "groups": list(page.groups),
        "trouble": pen(page.trouble),
        "main": draw_action("enter", Text("ui.words.enter"), pen),
    }


def _signature(page: Signature, pen: Pen) -> Drawn:
    return {
        "signs": pen(page.signs),
        "declaration": pen(page.declaration),
        "inkWidth": INK_WIDTH,
        "inkHeight": INK_HEIGHT,
        "inkLine": INK_LINE,
        "leastInk": LEAST_INK,
        "least": 1,
        "most": len(" 1000,420") * MOST_POINTS,
        "empty": pen(Text("ui.ink.empty")),
        "there": pen(Text("ui.ink.there")),
        "clear": pen(Text("ui.ink.clear")),
        "byKeys": pen(Text("ui.ink.by_keys")),
        "otherWays": draw_buttons(page.other_ways, pen),
        "main": draw_action("sign", page.proceed, pen),
    }


def _text_entry(page: TextEntry, pen: Pen) -> Drawn:
    masked = Pen(pen.language, Show.MASKED)
    return {
        "writing": page.writing.value,
        "least": page.least,
        "most": page.most,
        "label": pen(page.label or page.headline),
        "present": masked(Text("ui.words.present", value=page.present)) if page.present else "",
        "trouble": pen(page.trouble),
        "otherWays": draw_buttons(page.other_ways, pen),
        "main": draw_action("enter", Text("ui.words.enter"), pen),
    }


def _rate(page: Rate, pen: Pen) -> Drawn:
    return {
        "levels": [{"level": level, "label": pen(Text(f"ui.rating.level_{level}"))} for level in RATING_LEVELS],
        "reasons": [_reason(reason, pen) for reason in page.reasons],
        "why": pen(Text("ui.rating.why")),
        "skip": draw_action("skip", Text("ui.rating.skip"), pen),
        "main": draw_action("rate", Text("ui.rating.send"), pen),
    }


def _reason(reason: Reason, pen: Pen) -> Drawn:
    return {"key": reason.key, "label": pen(reason.label), "levels": sorted(reason.levels)}


def _working(page: Working, pen: Pen) -> Drawn:
    return {"waitingFor": pen(page.waiting_for)}


def _record(page: Record, pen: Pen) -> Drawn:
    return {
        "person": [pen.personal(value) for value in page.person],
        "cards": [_card(card, pen) for card in page.cards],
        "nextHeadline": pen(page.next_headline),
        "nextSteps": draw_buttons(page.next_steps, pen),
        "main": draw_main(page.main, pen),
        "hasPersonal": bool(page.person) or any(card.number for card in page.cards),
    }


def _print(page: Print, pen: Pen) -> Drawn:  # noqa: ARG001 - one shape for every kind
    return {"picture": page.picture.value}


def _take_back(page: TakeBack, pen: Pen) -> Drawn:  # noqa: ARG001 - one shape for every kind
    return {"picture": page.picture.value, "alarm": page.alarm}


def _result(page: Result, pen: Pen) -> Drawn:
    return {
        "picture": page.picture.value if page.picture else "",
        "outcome": page.outcome.value,
        "whatNow": pen.all(page.what_now),
        "whoHelps": pen(page.who_helps),
        "rows": [_row(row, pen) for row in page.rows],
        "reference": page.reference,
        "main": draw_main(page.main, pen),
        "buttons": draw_buttons(page.buttons, pen),
    }


_Draw: TypeAlias = Callable[[Any, Pen], Drawn]
_KINDS: Mapping[type[AnyPage], _Draw] = cast(
    "Mapping[type[AnyPage], _Draw]",
    {
        Standby: _standby,
        Paused: _paused,
        Home: _home,
        Notice: _notice,
        Choice: _choice,
        PresentCard: _present,
        PresentId: _present,
        PinPad: _pin_pad,
        Working: _working,
        Record: _record,
        Print: _print,
        TakeBack: _take_back,
        Result: _result,
        Confirm: _confirm,
        Keypad: _keypad,
        CodeEntry: _code_entry,
        TextEntry: _text_entry,
        Signature: _signature,
        Rate: _rate,
        **RECORD_DRAWERS,
        **FACE_DRAWERS,
        **CHECK_DRAWERS,
        **DOCUMENT_DRAWERS,
    },
)
