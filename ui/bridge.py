"""Where QML and the stage meet: pages in as plain values, actions out with the moment at which the finger came down."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Property, QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent

from texts import Language, Show, Text, render
from ui.face_pages import FaceView, LiveCapture
from ui.guard import Clock, TouchGuard
from ui.pages import (
    Action,
    AnyPage,
    By,
    Countdown,
    Frame,
    HelpCall,
    Outcome,
    PinHandle,
    PinPad,
    Result,
    Signed,
    TakeBack,
    TextEntry,
    Typed,
    Written,
)
from ui.pen import Pen
from ui.rendering import Drawn, chrome, draw, found, help_call, ring, typed, typed_of, written_of
from ui.rendering_faces import draw_guide
from ui.sounds import LOUDEST, Alarm, Cue, Cues, cue_sound
from ui.theme import ThemeName, Token
from ui.voice import Voice
from ui.writing import WritingKeys

REVEAL_SECONDS = 10
"""How long 按住显示 lasts when it was not a finger that asked for it."""

_KEY_EVENTS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)


class Calls(Protocol):
    """What the front tells the core; a `Stage`. Called on the core's thread, by way of `Post`."""

    def painted(self, serial: int, at: float) -> None:
        """The first frame of page `serial` is on the screen."""
        ...

    def act(self, action: Action) -> None:
        """Something was pressed."""
        ...

    def active(self) -> None:
        """Somebody is there."""
        ...

    def dressed(self, language: Language, care: bool) -> None:
        """The language and the theme as they are now chosen."""
        ...

    def speaking(self, on: bool) -> None:
        """Voice has begun to speak, or ended."""
        ...


class Post(Protocol):
    """Runs a callable on the core's thread, soon: `loop.call_soon_threadsafe`."""

    def __call__(self, callback: Callable[[], None], /) -> object: ...


class Bridge(QObject):
    """The GUI thread's side. QML knows it as `Kiosk.bridge`; the core reaches it through the `incoming` signals."""

    incoming_page = Signal(int, object, object)
    incoming_warning = Signal(object)
    incoming_count = Signal(int)
    incoming_help = Signal(object)
    incoming_reset = Signal()

    # Types by their Qt names: as `dict` they would reach QML wrapped, not as objects.
    drawn = Signal("QVariantMap", "QVariantMap", bool)  # pyright: ignore[reportArgumentType]
    """The page, the same with personal data revealed (empty: masked), and whether it is a new one."""
    dressed = Signal("QVariantMap", "QVariantMap")  # pyright: ignore[reportArgumentType]
    """The theme's tokens and the words around the page."""
    warned = Signal("QVariantMap")  # pyright: ignore[reportArgumentType]
    told = Signal(str)
    """What changed on the page without a new one: for who listens to a screen reader."""
    helped = Signal("QVariantMap")  # pyright: ignore[reportArgumentType]
    stands = Signal()
    """The first frame of a page is on the screen."""
    forgotten = Signal()
    pin_changed = Signal()
    voice_changed = Signal()
    unheard = Signal(str)
    """What was tried out, "voice", and turned out not to be there."""
    low_changed = Signal()

    def __init__(
        self, frame: Frame, language: Language, theme: ThemeName, themes: dict[str, dict[str, Token]], clock: Clock
    ) -> None:
        super().__init__()
        self._frame, self._clock, self._themes = frame, clock, themes
        self._default = (language, theme)
        self._language, self._theme = language, theme
        self._core: tuple[Calls, Post] | None = None
        self._serial = 0
        self._page: AnyPage | None = None
        self._previous: object = None
        self._unpainted: int | None = None
        self._drawn_is_seen = False
        """Whether a frame went out since the page was last drawn: until then nothing stands where it will."""
        self._finger_down = False
        self._renewed = False
        """Whether what the page says has changed under a finger, and is drawn once that is lifted."""
        self.last_frame_at: float | None = None
        """When a frame last went out, by the terminal's clock; for whoever watches that the screen still paints."""
        self._revealed = False
        self._countdown: Countdown | None = None
        self._call: HelpCall | None = None
        self._low = False
        self._on_pad = 0
        """How many digits stand on the PIN pad."""
        self._guided = ""
        """The last thing that the mirror said."""
        self.voice = Voice()
        self.voice.spoke.connect(self._tell_speaking)
        self.voice.failed.connect(self._voice_failed)
        self.alarm, self.cues = Alarm(), Cues()
        self.guard = TouchGuard()
        self._keys = PinKeys(self)
        self._writing = WritingKeys(self)
        self._reveal_end = QTimer(self, interval=REVEAL_SECONDS * 1000, singleShot=True)
        self._reveal_end.timeout.connect(lambda: self._set_revealed(False))
        self.incoming_page.connect(self._show)
        self.incoming_warning.connect(self._warn)
        self.incoming_count.connect(self._count)
        self.incoming_help.connect(self._help)
        self.incoming_reset.connect(self._reset)

    def attach(self, calls: Calls, post: Post) -> None:
        """From now on the core hears what happens on the screen. From any thread."""
        self._core = (calls, post)
        self._tell_dress()

    @property
    def page(self) -> AnyPage | None:
        """The page that stands on the screen."""
        return self._page

    @property
    def language(self) -> Language:
        """The language that is chosen now."""
        return self._language

    @property
    def clock(self) -> Clock:
        """The terminal's clock."""
        return self._clock

    @property
    def takes_input(self) -> bool:
        """Whether the page has been painted as it is now, and its guard has opened."""
        return self._drawn_is_seen and self.guard.takes(self._serial, self._clock.now())

    def dress(self) -> None:
        """Give QML the theme and the words of the screen, as they are chosen now."""
        self.dressed.emit(self._themes[self._theme.value], chrome(self._frame, self._language))

    def show_at_once(self, page: AnyPage) -> None:
        """Put a page up before there is a core."""
        self._show(0, page, None)

    @Slot(int, object, object)
    def _show(self, serial: int, page: AnyPage, previous: object) -> None:
        if serial == self._serial and self._page is not None:
            self._page = page
            self._renew()
            return
        self._serial, self._page, self._previous = serial, page, previous
        self._unpainted = serial
        self._revealed = self._renewed = self._finger_down = False
        self._reveal_end.stop()
        self.guard.shown(serial)
        self._on_pad = 0
        self._guided = ""
        self._keys.serve(self._own_pin)
        self._writing.serve(isinstance(page, TextEntry))
        self._draw(new=True)
        self.pin_changed.emit()
        self.voice.say(page, self._language)
        if isinstance(page, TakeBack):
            self.alarm.sound(page.alarm)
        else:
            self.alarm.stop()
            self._give_cue(page)

    def _give_cue(self, page: AnyPage) -> None:
        """What has become of something is heard as well as seen."""
        if isinstance(page, Result):
            self.cues.give(Cue.SUCCESS if page.outcome is Outcome.DONE else Cue.ATTENTION)
        elif getattr(page, "trouble", None) is not None:
            self.cues.give(Cue.ATTENTION)

    @Slot(object)
    def _warn(self, countdown: Countdown | None) -> None:
        self._countdown = countdown
        self.warned.emit(ring(countdown, self._language) or {})

    @Slot(object)
    def _help(self, call: HelpCall | None) -> None:
        self._call = call
        self.helped.emit(help_call(call, self._language))

    @Slot()
    def _reset(self) -> None:
        self._warn(None)
        self._page = self._previous = None
        self._revealed = self._renewed = False
        self._keys.serve(None)
        self._writing.serve(False)
        self._speak(on=False)
        self._reach(low=False)
        self.alarm.stop()
        self.forgotten.emit()
        self.pin_changed.emit()
        if (self._language, self._theme) != self._default:
            self._language, self._theme = self._default
            self._tell_dress()
            self.dress()

    def _draw(self, *, new: bool) -> None:
        page = self._page
        if page is None:
            return
        drawn = draw(page, self._frame, self._language)
        drawn["previous"] = _chosen(self._previous)
        revealed: Drawn = draw(page, self._frame, self._language, Show.REVEALED) if self._revealed else {}
        self._drawn_is_seen = False
        self.drawn.emit(drawn, revealed, new)

    def frame_swapped(self) -> None:
        """The window's frame went out: the page drawn before it is on the screen."""
        self.last_frame_at = self._clock.now()
        self._drawn_is_seen = True
        serial, self._unpainted = self._unpainted, None
        if serial is None:
            return
        at = self.last_frame_at
        self.guard.painted(serial, at)
        self.stands.emit()
        if self._core is not None and serial:
            calls, post = self._core
            post(lambda: calls.painted(serial, at))

    @Slot(result=float)
    def now(self) -> float:
        """The terminal's clock, at the press of a finger."""
        return self._clock.now()

    @Slot(str, result="QVariantList")
    def find(self, sought: str) -> list[Drawn]:
        """What Home has for what was typed, best first."""
        return [] if self._page is None else found(self._page, sought, self._language)

    @Slot(str, result=bool)
    def fits(self, words: str) -> bool:
        """Whether what stands in the field may stand there."""
        return isinstance(self._page, TextEntry) and self._page.writing.takes(words)

    @Slot(float, result=bool)
    def takes(self, began: float) -> bool:
        """Whether the page takes a touch that began then, for what is entered on the page itself."""
        return self.guard.takes(self._serial, began)

    @property
    def live_view(self) -> FaceView | None:
        """The capture that is on the screen, of a face or of a paper."""
        return self._page.view if isinstance(self._page, LiveCapture) else None

    @Slot(str, result=bool)
    def tryOut(self, sound: str) -> bool:  # noqa: N802 - as QML writes
        """Play one of `ui.check_pages.SOUNDS`; False where this machine has nothing that does."""
        if sound == "voice":
            return self.voice.try_out(render(Text("ui.checks.voice_sample"), self._language), self._language)
        if sound == "alarm":
            self.alarm.sound(LOUDEST)
        else:
            self.cues.play(cue_sound(Cue(sound), night=False))
        return self.cues.there

    @Slot(result="QVariantMap")
    def guide(self) -> Drawn:
        """What the mirror says now; new words are spoken, and told to who listens."""
        view = self.live_view
        if view is None:
            return {}
        drawn = draw_guide(view.guide, Pen(self._language, Show.MASKED))
        if drawn["words"] != self._guided:
            self._guided = drawn["words"]
            self.voice.tell(drawn["words"], self._language)
            self.told.emit(drawn["words"])
        return drawn

    @Slot(int, int, result=str)
    def typedOf(self, count: int, most: int) -> str:  # noqa: N802 - as QML writes
        """How many digits, or characters, of how many stand on the page, in words."""
        said = written_of if isinstance(self._page, TextEntry) else typed_of
        return said(count, most, self._language)

    @Slot(str, "QVariant", str, float)
    def act(self, name: str, value: object, by: str, began: float) -> None:
        """A control was pressed; `by` is a value of `By`."""
        self.cues.give(Cue.KEY)
        self._send(Action(self._serial, name, value, By(by), began))

    @Slot(bool)
    def finger(self, down: bool) -> None:
        """A finger came down on something that can be pressed, or has left it."""
        self._finger_down = down
        if not down and self._renewed:
            QTimer.singleShot(0, self._lifted)  # what it pressed is told first

    def _lifted(self) -> None:
        if self._renewed:
            self._renew()

    def _renew(self) -> None:
        """Draw what has changed on the page that stands; nothing moves away under a finger."""
        self._renewed = self._finger_down
        if not self._finger_down:
            self._draw(new=False)

    @Slot()
    def active(self) -> None:
        """Somebody touched the glass, wherever."""
        self.voice.stop()
        if self._core is not None:
            calls, post = self._core
            post(calls.active)

    @Slot(int, float)
    def pin(self, position: int, began: float) -> None:
        """The PIN key at `position` was pressed at `began`."""
        if (pin := self._own_pin) is not None and self.guard.takes(self._serial, began):
            pin.put(position)
            self._pin_touched()

    @Slot(float)
    def pinDelete(self, began: float) -> None:  # noqa: N802 - as QML writes
        """退格."""
        if (pin := self._own_pin) is not None and self.guard.takes(self._serial, began):
            pin.delete()
            self._pin_touched()

    @Slot(float)
    def pinClear(self, began: float) -> None:  # noqa: N802 - as QML writes
        """清除."""
        if (pin := self._own_pin) is not None and self.guard.takes(self._serial, began):
            pin.clear()
            self._pin_touched()

    @Slot(str)
    def toggle(self, what: str) -> None:
        """大字, 高对比, 语音, 低位 or the language: on the page that stands, at once."""
        if what == "voice":
            self._speak(on=not self.voice.on)
            return
        if what == "low":
            self._reach(low=not self._low)
            return
        if what == "language":
            self._language = Language.EN if self._language is Language.ZH_CN else Language.ZH_CN
        else:
            wanted = ThemeName(what)
            self._theme = ThemeName.STANDARD if self._theme is wanted else wanted
        self._tell_dress()
        self.dress()
        self._draw(new=False)
        self._warn(self._countdown)
        self._help(self._call)
        self.pin_changed.emit()

    def _speak(self, *, on: bool) -> None:
        self.voice.switch(on)
        if self._page is not None:
            self.voice.say(self._page, self._language)
        self.voice_changed.emit()

    def hush(self) -> None:
        """The screen goes: no sound and no process of one outlasts it."""
        self.voice.close()
        self.alarm.close()
        self.cues.close()

    def _voice_failed(self) -> None:
        """Nothing here speaks: the button is off again, and whoever tries sounds out is told."""
        self.voice_changed.emit()
        self.unheard.emit("voice")

    def _tell_speaking(self, on: bool) -> None:
        if self._core is not None:
            calls, post = self._core
            post(lambda: calls.speaking(on))

    def _reach(self, *, low: bool) -> None:
        self._low = low
        self.low_changed.emit()

    @Property(QObject, constant=True)
    def writing(self) -> WritingKeys:
        """Who tells of a real keyboard's keys while words are written."""
        return self._writing

    @Property(bool, notify=low_changed)
    def low(self) -> bool:
        """低位操作: within reach of somebody who sits."""
        return self._low

    @Property(bool, notify=voice_changed)
    def voiceOn(self) -> bool:  # noqa: N802 - as QML writes
        """Whether pages are spoken."""
        return self.voice.on

    @Slot(bool, bool)
    def reveal(self, on: bool, held: bool) -> None:
        """按住显示: while the finger is held, or for ten seconds."""
        self._reveal_end.stop()
        if on and not held:
            self._reveal_end.start()
        self._set_revealed(on)

    @Property(int, notify=pin_changed)
    def pinLength(self) -> int:  # noqa: N802 - as QML writes
        """How many digits of the PIN are there."""
        return self._typed_length()

    @Property(str, notify=pin_changed)
    def pinTyped(self) -> str:  # noqa: N802 - as QML writes
        """The same in words."""
        return typed(self._typed_length(), self._language)

    def _set_revealed(self, on: bool) -> None:
        if on != self._revealed:
            self._revealed = on
            self._draw(new=False)

    def _typed_length(self) -> int:
        if not isinstance(self._page, PinPad):
            return 0
        return self._on_pad if self._page.on_pad else self._page.pin.length

    @property
    def _own_pin(self) -> PinHandle | None:
        """The PIN that the screen's own keys type into; None where there is none."""
        page = self._page
        return page.pin if isinstance(page, PinPad) and not page.on_pad else None

    @Slot(int)
    def _count(self, count: int) -> None:
        self._on_pad = count
        self.pin_changed.emit()

    def _pin_touched(self) -> None:
        self.cues.give(Cue.KEY)
        self.active()
        self.pin_changed.emit()

    def _tell_dress(self) -> None:
        if self._core is not None:
            calls, post = self._core
            language, care = self._language, self._theme is ThemeName.CARE
            post(lambda: calls.dressed(language, care))

    def _send(self, action: Action) -> None:
        if self._core is not None:
            calls, post = self._core
            post(lambda: calls.act(action))


def _chosen(previous: object) -> str:
    """What was answered before 返回, as a page marks it or stands in its field."""
    if isinstance(previous, Typed):
        return previous.digits
    if isinstance(previous, Written):
        return previous.words.value
    if isinstance(previous, Signed):
        return previous.written
    return previous if isinstance(previous, str) else ""


class PinKeys(QObject):
    """Takes the digits of a plain number pad at a PIN page, before Qt's accessibility filter can see them.

    Filters run youngest first, so it is installed anew at each PIN page. A key becomes its position in the layout;
    the digit itself goes nowhere.
    """

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self._positions: dict[int, int] = {}

    def serve(self, pin: object) -> None:
        """Take keys for `pin` (a `PinHandle`), or leave them alone when it is None."""
        application = QCoreApplication.instance()
        assert application is not None
        application.removeEventFilter(self)
        self._positions = {}
        layout = getattr(pin, "layout", "")
        if layout:
            self._positions = {Qt.Key.Key_0 + int(digit): place for place, digit in enumerate(layout)}
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802 - Qt's name
        """Swallow digits and Backspace; Enter stays for whatever has the focus, or for 确认."""
        if event.type() not in _KEY_EVENTS or not isinstance(event, QKeyEvent):
            return False
        key = event.key()
        if key in self._positions or key == Qt.Key.Key_Backspace:
            if event.type() is QEvent.Type.KeyPress and not event.isAutoRepeat():
                self._typed(key)
            return True
        return False

    def _typed(self, key: int) -> None:
        now = self._bridge.now()
        if key == Qt.Key.Key_Backspace:
            self._bridge.pinDelete(now)
        else:
            self._bridge.pin(self._positions[key], now)
