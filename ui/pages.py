"""The page values that services show and the answers they get: plain frozen data, no Qt.

A page says what is asked, in `Text`; QML draws each kind once. What comes back from the screen is an action and a
value; `Page.answer` turns them into the page's typed answer, or says that this page has no such answer.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, unique
from itertools import pairwise
from math import dist
from typing import Generic, Never, Protocol, TypeVar

from texts import Kind, Personal, Text

A = TypeVar("A", covariant=True)


class UnknownActionError(ValueError):
    """The screen sent an action that the page does not have; the stage drops it."""


@dataclass(frozen=True, slots=True)
class Back:
    """返回: one question back."""


@dataclass(frozen=True, slots=True)
class Leave:
    """退出: the session ends."""


@unique
class Tone(Enum):
    """How a statement is meant; always beside words or a sign, never colour alone."""

    NEUTRAL = "neutral"
    GOOD = "good"
    ATTENTION = "attention"
    DANGER = "danger"


@unique
class Picture(Enum):
    """The illustrations that QML can draw (`ui/qml/components/Illustration.qml`)."""

    INSERT_CARD = "insert_card"
    REINSERT_CARD = "reinsert_card"
    LAY_ID_CARD = "lay_id_card"
    LIFT_ID_CARD = "lift_id_card"
    TAKE_CARD = "take_card"
    TAKE_BOTH = "take_both"
    PRINTING = "printing"
    TAKE_SLIP = "take_slip"


@dataclass(frozen=True, slots=True)
class Steps:
    """The step strip: where in the service the resident is. `current` counts from 0."""

    labels: tuple[Text, ...]
    current: int


@dataclass(frozen=True, slots=True)
class Button:
    """One thing to press. `key` is what the service gets back; a button that cannot be used says why in `reason`."""

    key: str
    label: Text
    icon: str = ""
    detail: Text | None = None
    enabled: bool = True
    reason: Text | None = None
    wait: int = 0
    """Seconds from the page's first frame until it can be pressed; `reason` stands with it that long."""
    keywords: tuple[str, ...] = ()
    """What people say when they mean it, in any language: 「卡丢了」, "lost". Not shown; Home finds it by them."""


@dataclass(frozen=True, kw_only=True)
class Page(Generic[A]):
    """What stands on the screen. `leave` shows 退出, `back` shows 返回; both stand in the same place on every page."""

    headline: Text
    how: Text | None = None
    steps: Steps | None = None
    back: bool = False
    leave: bool = True
    code: str = ""
    """A code for the hotline, small at the foot: never in the headline."""
    sensitive: bool = False
    """Shows the resident's data, or takes a PIN: the shorter idle limit counts."""
    card_in: bool = False
    """A card is in the reader: 退出 says that it comes back; the session says so on every page."""
    attended: Text | None = None
    """Who of the staff helps here, with the resident's consent; the session says so on every page."""

    def answer(self, action: str, value: object = None) -> "A | Back | Leave":
        """The typed answer of what the screen sent, or `UnknownActionError`."""
        if action == "back" and self.back:
            return Back()
        if action == "leave" and self.leave:
            return Leave()
        return self._own_answer(action, value)

    def _own_answer(self, action: str, value: object) -> A:
        raise UnknownActionError(f"{type(self).__name__} has no action {action!r} with {type(value).__name__}")


def pressed(page: "Page[object]", buttons: tuple[Button, ...], action: str, value: object) -> str:
    """The key of the enabled one of `buttons` that was pressed; `value` is what came from the front."""
    if action == "press" and any(button.key == value and button.enabled for button in buttons):
        return str(value)
    raise UnknownActionError(f"{type(page).__name__} has no action {action!r} like that")


@dataclass(frozen=True, kw_only=True)
class Starting(Page[Never]):
    """正在准备: the terminal comes up. Takes no answers."""

    leave: bool = False


@dataclass(frozen=True, kw_only=True)
class Paused(Page[str]):
    """暂停服务: whether to wait or go, and why; the hotline stands on it. Answer: the corner's key."""

    leave: bool = False
    told: Text | None = None
    """How it opens again: by itself, or by whom."""
    where_else: tuple[Text, ...] = ()
    """Places, each with its hours."""
    corner: Button | None = None
    """员工登录: where the people of the house sign in."""

    def _own_answer(self, action: str, value: object) -> str:
        return pressed(self, () if self.corner is None else (self.corner,), action, value)


@dataclass(frozen=True, slots=True)
class Wake:
    """A sleeping screen was touched, or a card was put in."""


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """What the bureau tells everybody. `publicity` is not shown in 关怀版."""

    words: Text
    publicity: bool = False


@dataclass(frozen=True, kw_only=True)
class Standby(Page[Wake]):
    """Nobody is here: what the terminal can do, and what is closed now. Any touch wakes it, and presses nothing."""

    leave: bool = False
    offers: tuple[Button, ...] = ()
    """What the terminal can do: label and icon of the first tiles; not to be pressed."""
    notices: tuple[Text, ...] = ()
    """What does not work today."""
    public: tuple[PublicNotice, ...] = ()

    def _own_answer(self, action: str, value: object) -> Wake:
        if action == "wake":
            return Wake()
        return super()._own_answer(action, value)


@dataclass(frozen=True, slots=True)
class Group:
    """What belongs together among everything that the terminal can do: 「社保卡」, 「养老」."""

    title: Text
    buttons: tuple[Button, ...]
    icon: str = ""


@dataclass(frozen=True, kw_only=True)
class Home(Page[str]):
    """What would you like to do? What most come for as `tiles`, everything by `groups`. Answer: a button's key."""

    leave: bool = False
    tiles: tuple[Button, ...] = ()
    groups: tuple[Group, ...] = ()
    notices: tuple[Text, ...] = ()
    corner: Button | None = None
    """员工登录: where the people of the house sign in; no tile."""

    @property
    def everything(self) -> tuple[Button, ...]:
        """All that can be chosen, each once."""
        grouped = (button for group in self.groups for button in group.buttons)
        return tuple({button.key: button for button in (*self.tiles, *grouped)}.values())

    def _own_answer(self, action: str, value: object) -> str:
        corner = () if self.corner is None else (self.corner,)
        return pressed(self, (*self.everything, *corner), action, value)


@dataclass(frozen=True, slots=True)
class Proceed:
    """The page's one main button."""


@dataclass(frozen=True, kw_only=True)
class Notice(Page[Proceed]):
    """一次性告知: what is needed, what happens, how long, what it costs. One button."""

    points: tuple[tuple[Text, Text], ...] = ()
    """(label, words) pairs."""
    proceed: Text = field(default_factory=lambda: Text("common.continue"))

    def _own_answer(self, action: str, value: object) -> Proceed:
        if action == "proceed":
            return Proceed()
        return super()._own_answer(action, value)


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to know before a dangerous act: what stops, until when, what does not."""

    label: Text
    words: Text
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True, kw_only=True)
class Confirm(Page[Proceed]):
    """A dangerous act, confirmed: the headline asks, `how` says in one sentence what stops; the button is the verb.

    The dangerous button (`danger`) stands above the footer, never where another page has its main button, so that a
    hurried finger meets nothing there. It can be pressed once every point has been leafed to.
    """

    points: tuple[Point, ...]
    proceed: Text
    danger: bool = True
    person: tuple[Personal, ...] = ()
    """Whose card it is, always masked."""
    note: Text | None = None
    """How it is undone, or what to do next; under the points."""
    sensitive: bool = True

    def _own_answer(self, action: str, value: object) -> Proceed:
        if action == "proceed":
            return Proceed()
        return super()._own_answer(action, value)


@dataclass(frozen=True, kw_only=True)
class Choice(Page[str]):
    """One of several; answer: the key of the option."""

    options: tuple[Button, ...] = ()

    def _own_answer(self, action: str, value: object) -> str:
        return pressed(self, self.options, action, value)


@dataclass(frozen=True, kw_only=True)
class PresentCard(Page[str]):
    """Put the social security card in. The reader says when it is there; an answer is the key of another way."""

    picture: Picture = Picture.INSERT_CARD
    trouble: Text | None = None
    """Why this page stands here again: the card cannot be read, is another one, was pulled out."""
    other_ways: tuple[Button, ...] = ()

    def _own_answer(self, action: str, value: object) -> str:
        return pressed(self, self.other_ways, action, value)


@dataclass(frozen=True, kw_only=True)
class PresentId(Page[str]):
    """Lay the ID card on the reader. The reader says when it is read; an answer is the key of another way."""

    picture: Picture = Picture.LAY_ID_CARD
    trouble: Text | None = None
    other_ways: tuple[Button, ...] = ()

    def _own_answer(self, action: str, value: object) -> str:
        return pressed(self, self.other_ways, action, value)


class PinHandle(Protocol):
    """The screen's hand on a PIN that lives elsewhere: it can be typed into, never read."""

    def put(self, position: int) -> None:
        """Type the key at `position` of the layout (0 to 9); ignored when the PIN is full."""
        ...

    def delete(self) -> None:
        """Take the last digit back."""
        ...

    def clear(self) -> None:
        """Take all digits back and overwrite them."""
        ...

    @property
    def length(self) -> int:
        """How many digits have been typed."""
        ...

    @property
    def layout(self) -> str:
        """The ten digits in the order in which their keys stand: "1234567890", or shuffled."""
        ...


@dataclass(frozen=True, slots=True)
class PinEntered:
    """确认: the PIN behind the page's handle is complete."""


@dataclass(frozen=True, kw_only=True)
class PinPad(Page["PinEntered | str"]):
    """Type the PIN. `pin` is compared by identity: no page that takes a PIN is ever equal to another."""

    pin: PinHandle = field(compare=False)
    turn: object = field(default_factory=object, repr=False)
    least: int = 6
    most: int = 6
    trouble: Text | None = None
    """「密码错误，还可以输入 5 次」."""
    on_pad: bool = False
    """Typed and confirmed on a pad beside the screen: the page has no keys, and shows the count alone."""
    on_screen: bool = False
    """Typed on the screen though there is a pad, which is out of order: the password of who comes to mend it."""
    sensitive: bool = True
    other_ways: tuple[Button, ...] = ()

    def _own_answer(self, action: str, value: object) -> "PinEntered | str":
        if action == "enter" and not self.on_pad and self.least <= self.pin.length <= self.most:
            return PinEntered()
        return pressed(self, self.other_ways, action, value)


@dataclass(frozen=True, slots=True)
class Typed:
    """确认: the digits, or the code, that were typed in sight. They are in no page and no log."""

    digits: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Keypad(Page["Typed | str"]):
    """Type a number in sight: a code from a message, a phone number. Never a PIN. `groups` are the lengths shown."""

    least: int
    most: int
    groups: tuple[int, ...] = ()
    letter: str = ""
    """The one letter that may stand last: X, as in a citizen number (GB 11643)."""
    trouble: Text | None = None
    other_ways: tuple[Button, ...] = ()
    """As 「重新获取验证码」 with `wait=60` and the reason 「一分钟后可以重新获取」."""
    sensitive: bool = True

    def _own_answer(self, action: str, value: object) -> "Typed | str":
        if action != "enter":
            return pressed(self, self.other_ways, action, value)
        typed = value if isinstance(value, str) else ""
        digits = typed.removesuffix(self.letter)
        if digits.isascii() and digits.isdigit() and self.least <= len(typed) <= self.most:
            return Typed(typed)
        raise UnknownActionError(f"{self.least} to {self.most} digits are asked for")


CODE_KEYS = "1234567890ABCDEFGHJKLMNPQRSTUVWXYZ"
"""The keys of `CodeEntry`. I and O are missing: 1 and 0 stand for them."""


@dataclass(frozen=True, kw_only=True)
class CodeEntry(Page[Typed]):
    """Type a code of digits and capital letters in sight, as it stands on a slip. `groups` are the lengths shown."""

    least: int
    most: int
    groups: tuple[int, ...] = ()
    trouble: Text | None = None
    sensitive: bool = True

    def _own_answer(self, action: str, value: object) -> Typed:
        code = value if action == "enter" and isinstance(value, str) else ""
        if set(code) <= set(CODE_KEYS) and self.least <= len(code) <= self.most:
            return Typed(code)
        raise UnknownActionError(f"{self.least} to {self.most} characters are asked for")


@unique
class Writing(Enum):
    """What is written on a `TextEntry`: decides the signs at hand, what may be typed, and how it masks itself."""

    NAME = "name"
    """A person's name: Chinese, or Latin letters; 「·」 and a space between its parts."""
    ADDRESS = "address"
    """An address: Chinese, digits, a hyphen."""
    FREE = "free"
    """A sentence or a remark: whatever can be printed."""

    @property
    def kind(self) -> Kind:
        """How what was written is masked from now on."""
        return {Writing.NAME: Kind.NAME, Writing.ADDRESS: Kind.ADDRESS, Writing.FREE: Kind.WORDS}[self]

    def takes(self, words: str) -> bool:
        """Whether all of `words` may stand in such a field."""
        between = {Writing.NAME: "· ", Writing.ADDRESS: "-－—,，.。#＃/()（）· ", Writing.FREE: ""}[self]
        if self is Writing.FREE:
            return words.isprintable()
        digits = self is Writing.ADDRESS
        return all(sign.isalpha() or sign in between or (digits and sign.isdigit()) for sign in words)


@dataclass(frozen=True, slots=True)
class Written:
    """确认: what was written, without spaces at its ends; it masks itself wherever it is shown, printed or logged."""

    words: Personal


@dataclass(frozen=True, kw_only=True)
class TextEntry(Page["Written | str"]):
    """Write Chinese or Latin in sight, on the screen's keyboard (pinyin) or a real one. Answer: `Written`.

    `present` is what the bureau holds now, always masked, above the field. Going back, what was written stands there.
    """

    writing: Writing
    most: int
    """Characters, as people count them."""
    least: int = 1
    label: Text | None = None
    """What the field is called, as 「新地址」; without one, the headline."""
    present: Personal | None = None
    trouble: Text | None = None
    other_ways: tuple[Button, ...] = ()
    sensitive: bool = True

    def _own_answer(self, action: str, value: object) -> "Written | str":
        if action != "enter":
            return pressed(self, self.other_ways, action, value)
        words = " ".join(value.split()) if isinstance(value, str) else ""
        if self.least <= len(words) <= self.most and self.writing.takes(words):
            return Written(Personal(self.writing.kind, words))
        raise UnknownActionError(f"{self.least} to {self.most} characters of a {self.writing.value} are asked for")


INK_WIDTH, INK_HEIGHT = 1000, 420
"""The field of a signature, in the units of its points; as wide and as high on every panel."""
INK_LINE = 7
"""Width of its line, in the same units."""
MOST_STROKES, MOST_POINTS = 100, 8000
LEAST_INK = 120
"""Units of line below which it is a slip of the finger and no name."""
Stroke = tuple[tuple[int, int], ...]
"""The points that a finger went through from its coming down to its lifting."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What was written with the finger, stroke after stroke; printed and logged nowhere."""

    strokes: tuple[Stroke, ...] = field(repr=False)

    @property
    def written(self) -> str:
        """As the screen sends it: `x,y x,y;x,y x,y`."""
        return ";".join(" ".join(f"{x},{y}" for x, y in stroke) for stroke in self.strokes)


def signed(written: str) -> Signed:
    """What the screen sent, as points; `ValueError` for what is none, lies outside, or is too little or too much."""
    strokes = tuple(tuple(_point(pair) for pair in stroke.split(" ")) for stroke in written.split(";"))
    if len(strokes) > MOST_STROKES or sum(map(len, strokes)) > MOST_POINTS:
        raise ValueError("too much")
    if sum(dist(here, there) for stroke in strokes for here, there in pairwise(stroke)) < LEAST_INK:
        raise ValueError("too little")
    return Signed(strokes)


def _point(pair: str) -> tuple[int, int]:
    x, y = pair.split(",")
    if not (x + y).isascii() or not (x + y).isdigit() or int(x) > INK_WIDTH or int(y) > INK_HEIGHT:
        raise ValueError("not a point of the field")
    return int(x), int(y)


@dataclass(frozen=True, kw_only=True)
class Signature(Page["Signed | str"]):
    """Sign with a finger. `signs` says in one sentence what is signed, `declaration` what is declared by it.

    The strokes go back as points; 清除 begins anew. Who cannot write has `other_ways`.
    """

    signs: Text
    declaration: Text
    proceed: Text
    other_ways: tuple[Button, ...] = ()
    sensitive: bool = True

    def _own_answer(self, action: str, value: object) -> "Signed | str":
        if action != "sign":
            return pressed(self, self.other_ways, action, value)
        try:
            return signed(value if isinstance(value, str) else "")
        except ValueError as error:
            raise UnknownActionError(f"no signature: {error}") from None


@dataclass(frozen=True, kw_only=True)
class Working(Page[Never]):
    """Something takes its time: `headline` says what. After ten seconds `waiting_for` joins it, with 退出."""

    waiting_for: Text | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a record: a label, the value in a word or two, and what it means."""

    label: Text
    value: Text
    tone: Tone = Tone.NEUTRAL
    meaning: Text | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One group of a record, as all about one social security card; `summary` stands instead of rows when short."""

    title: Text
    rows: tuple[Row, ...] = ()
    tone: Tone = Tone.NEUTRAL
    summary: Text | None = None
    number: Personal | None = None


@dataclass(frozen=True, kw_only=True)
class Record(Page[str]):
    """What the bureau says: the outcome in the headline, then groups. Answer: the key of a button.

    `person` stands masked under the headline; it and `numbers` are revealed while 按住显示 is held.
    """

    person: tuple[Personal, ...] = ()
    cards: tuple[Card, ...] = ()
    next_headline: Text | None = None
    next_steps: tuple[Button, ...] = ()
    main: Button | None = None
    sensitive: bool = True

    def _own_answer(self, action: str, value: object) -> str:
        main = (self.main,) if self.main else ()
        return pressed(self, (*main, *self.next_steps), action, value)


@dataclass(frozen=True, kw_only=True)
class Print(Page[Never]):
    """A slip is being printed."""

    picture: Picture = Picture.PRINTING
    leave: bool = False


@dataclass(frozen=True, kw_only=True)
class TakeBack(Page[Never]):
    """Take your card (and your ID card) back. `alarm` grows from 0 (said) to 3 (loud). The reader says when."""

    picture: Picture = Picture.TAKE_CARD
    alarm: int = 0
    leave: bool = False


@unique
class Outcome(Enum):
    """What became of what the resident asked for."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Result(Page[str]):
    """Did it happen (`headline`), what now (`what_now`), who can help (`who_helps`). Answer: the key of a button."""

    outcome: Outcome
    what_now: tuple[Text, ...] = ()
    who_helps: Text | None = None
    rows: tuple[Row, ...] = ()
    picture: Picture | None = None
    reference: str = ""
    main: Button | None = None
    buttons: tuple[Button, ...] = ()

    def _own_answer(self, action: str, value: object) -> str:
        main = (self.main,) if self.main else ()
        return pressed(self, (*main, *self.buttons), action, value)


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason that may be given with an evaluation, and the levels (1 to 5) it belongs to."""

    key: str
    label: Text
    levels: frozenset[int]


@dataclass(frozen=True, slots=True)
class Rating:
    """非常满意 is 5, 非常不满意 is 1 (GB/T 39734); the keys of the reasons, in the page's order."""

    level: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotRated:
    """不评价: kept as 未评价, never as 满意."""


RATING_LEVELS = (5, 4, 3, 2, 1)
"""非常满意, 满意, 基本满意, 不满意, 非常不满意."""


@dataclass(frozen=True, kw_only=True)
class Rate(Page["Rating | NotRated"]):
    """好差评: five levels, reasons if one likes, or 不评价. Nothing is chosen beforehand, nothing stands out."""

    reasons: tuple[Reason, ...] = ()
    leave: bool = False

    def _own_answer(self, action: str, value: object) -> "Rating | NotRated":
        if action == "skip":
            return NotRated()
        level, *chosen = value.split(" ") if action == "rate" and isinstance(value, str) else ("",)
        offered = [reason.key for reason in self.reasons if level in map(str, reason.levels)]
        if level not in map(str, RATING_LEVELS) or not set(chosen) <= set(offered):
            raise UnknownActionError(f"Rate has no action {action!r} like that")
        return Rating(int(level), tuple(key for key in offered if key in chosen))


AnyPage = Page[object]
PAGE_KINDS: tuple[type[AnyPage], ...] = (
    Starting,
    Paused,
    Standby,
    Home,
    Notice,
    Choice,
    PresentCard,
    PresentId,
    PinPad,
    Working,
    Record,
    Print,
    TakeBack,
    Result,
    Confirm,
    Keypad,
    CodeEntry,
    TextEntry,
    Signature,
    Rate,
)


@unique
class By(Enum):
    """Which way an action came: an accessibility action is carried out late rather than dropped."""

    TOUCH = "touch"
    KEY = "key"
    ACCESSIBILITY = "accessibility"


@dataclass(frozen=True, slots=True)
class Action:
    """What the screen sends to the stage: for which showing, what, and when the finger came down (terminal's clock)."""

    serial: int
    name: str
    value: object
    by: By
    began: float


@dataclass(frozen=True, slots=True)
class Countdown:
    """The ring of the idle warning: seconds left of how many, and how often 继续办理 may still be pressed."""

    left: int
    whole: int
    extensions_left: int


@dataclass(frozen=True, slots=True)
class HelpCall:
    """呼叫工作人员, over whatever page: what has become of the call, and whom else one can telephone."""

    headline: Text
    lines: tuple[Text, ...] = ()
    rings: bool = False
    staff: tuple[Button, ...] = ()
    """For whoever has come: to sign in here; to go again, or to end the visit. Their keys are the actions `come`, `go`
    and `take_over`."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds every page: the place's name, the terminal's id, the hotline; constant while running."""

    place: Text
    terminal_id: str
    hotline: Text
    """Whom to call now, and when somebody answers there."""
    sample: bool = False
    """Sandbox mode: 样张 on every page."""


class Front(Protocol):
    """Whatever draws pages: QML, or a scripted resident in a test. Called from the core's thread, never blocks."""

    def show(self, serial: int, page: AnyPage, previous: object) -> None:
        """Draw `page`; `previous` is the answer given to an equal page before 返回, or None.

        With the serial of the page that stands it is that page with something else to say: who is in it stays there.
        """
        ...

    def warn(self, countdown: Countdown | None) -> None:
        """Show, change or take away the idle warning over the page."""
        ...

    def help(self, call: HelpCall | None) -> None:
        """Show what has become of a call for help over the page, or take it away."""
        ...

    def typed(self, count: int) -> None:
        """So many digits stand on the pad, at a `PinPad` page that is `on_pad`."""
        ...

    def reset(self) -> None:
        """A session has ended: language and themes back to the terminal's default, all drawn data dropped."""
        ...


Opened = Callable[[int, float], None]
