"""Drives a camera by OpenCV, on a device or a stream, and delivers no picture that is not surely live.

Pictures are taken by a thread of the driver's own into a slot that holds the newest one alone, so that no picture ever
queues, and none passes through the core's loop. A picture is live when it has just come and the camera is seen to
move on: numbers count up, and pixels differ. A sensor's noise alone changes some in each picture, so one that sends
the same picture again and again is frozen, whatever it shows. Nothing of a picture outlives who looks at it: see
`devices.pixels`.
"""

import itertools
import os
import threading
from collections import deque
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, unique
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Protocol

from devices.camera_place import Asked, Place, parse_place
from devices.faults import DeviceError, Fault, Owner
from devices.pixels import moved
from devices.status import State, Status

if TYPE_CHECKING:
    from devices.pixels import Picture


class CameraFault:
    """Every known way in which a camera fails."""

    DRIVER_MISSING = Fault("camera_driver_missing", Owner.ENGINEER)
    GONE = Fault("camera_gone", Owner.STAFF)
    NO_PICTURE = Fault("camera_no_picture", Owner.STAFF)
    LOST = Fault("camera_lost", Owner.STAFF)
    STALLED = Fault("camera_stalled", Owner.STAFF)
    FROZEN = Fault("camera_frozen", Owner.STAFF)
    DAMAGED = Fault("camera_damaged", Owner.STAFF)
    TOO_SMALL = Fault("camera_too_small", Owner.ENGINEER)
    DARK = Fault("camera_dark", Owner.RESIDENT)
    STOPPED = Fault("camera_stopped", Owner.ITSELF)


FAULTS: Final = tuple(value for value in vars(CameraFault).values() if isinstance(value, Fault))

_STATES: Final = {
    CameraFault.DRIVER_MISSING: State.NO_DEVICE,
    CameraFault.GONE: State.NO_DEVICE,
    CameraFault.FROZEN: State.HARDWARE_ERROR,
    CameraFault.DAMAGED: State.HARDWARE_ERROR,
    CameraFault.TOO_SMALL: State.HARDWARE_ERROR,
    CameraFault.DARK: State.USER_ERROR,
}
"""All others: offline."""

DARK_BELOW: Final = 12.0
"""Mean luminance below which nothing is to be seen: a covered lens gives 0 to 5, a dim hall at night 25 and more."""

_CLIPPED_DARK: Final = 4
_CLIPPED_BRIGHT: Final = 251
_EVERY: Final = 4
"""Exposure is measured at every fourth pixel of every fourth line."""
_ROWS: Final = 64
"""Of two pictures that are compared, at once."""
_RATE_OVER: Final = 30
_JPEG_START: Final = b"\xff\xd8"
_JPEG_END: Final = b"\xff\xd9"
_MOST_PIXELS: Final = 1 << 25
_ENVIRONMENT: Final = {
    "OPENCV_FFMPEG_LOGLEVEL": "-8",  # FFmpeg writes the stream's URL to standard error
    "OPENCV_IO_MAX_IMAGE_PIXELS": str(_MOST_PIXELS),  # a damaged header may announce a gigabyte
    "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "1",  # seconds; ten otherwise
}


@unique
class Damage(Enum):
    """What came in place of a picture."""

    TRUNCATED = "truncated"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class CameraTimeouts:
    """Seconds."""

    open: float = 1.0
    first: float = 2.0
    """For opening, and again from there to the first live picture: sensors take a second to find their exposure."""
    read: float = 0.5
    stale: float = 0.5
    """A picture older than this is none."""
    frozen: float = 0.7
    """So long may pictures be the same."""
    reopen_every: float = 1.0
    presence_every: float = 10.0
    absence_every: float = 2.0
    """As above while the camera is not there."""
    presence: float = 0.15
    close: float = 0.6


@dataclass(frozen=True, slots=True)
class Exposure:
    """How light a picture is: mean luminance from 0 to 255, and the shares (0 to 1) that are black and white."""

    mean: float
    black: float
    white: float


@dataclass(frozen=True, slots=True, repr=False)
class Frame:
    """One live picture. `sequence` grows by one with each picture since the driver was made."""

    sequence: int
    taken_at: float
    image: "Picture"
    exposure: Exposure


class Source(Protocol):
    """Where pictures come from: open when made. Called from the driver's own thread alone."""

    @property
    def format(self) -> str:
        """How they come, by V4L2's code as "MJPG"; "" where that is not known."""
        ...

    def read(self) -> "Picture | Damage | None":
        """The next picture, what came in its place, or None when the camera is gone."""
        ...

    def release(self) -> None:
        """Give the camera back."""
        ...


class Slot:
    """The newest picture of one opening, and whether it is live. Thread-safe."""

    def __init__(self, times: CameraTimeouts, clock: Callable[[], float], numbers: "itertools.count[int]") -> None:
        self._times = times
        self._clock = clock
        self._numbers = numbers
        self._news = threading.Condition()
        self._since = clock()
        """From when on the first picture is waited for."""
        self._changed_at: float | None = None
        self._damaged: Damage | None = None
        self._newest: Frame | None = None
        self._error: DeviceError | None = None
        self._arrivals: deque[float] = deque(maxlen=_RATE_OVER)
        self.format = ""
        """How pictures come, by V4L2's code."""

    def opened(self, kind: str = "") -> None:
        """The camera is open: its first picture has its whole time from now on, however long opening took."""
        with self._news:
            self._since, self.format = self._clock(), kind

    def put(self, image: "Picture") -> None:
        """A whole picture has come."""
        now = self._clock()
        frame = Frame(next(self._numbers), now, image, exposure(image))
        with self._news:
            if self._newest is not None and _differ(self._newest.image, image):
                self._changed_at = now
            self._newest, self._damaged, self._error = frame, None, None
            self._arrivals.append(now)
            self._news.notify_all()

    def damage(self, damage: Damage) -> None:
        """Something came that is no whole picture."""
        with self._news:
            self._damaged = damage
            self._news.notify_all()

    def fail(self, error: DeviceError) -> None:
        """The camera is gone; whatever it showed is no longer live, and must prove itself anew."""
        with self._news:
            self._error, self._newest, self._changed_at = error, None, None
            self._since = self._clock()
            self._arrivals.clear()
            self._news.notify_all()

    def live(self) -> Frame | None:
        """The newest picture, if it is live now."""
        with self._news:
            return None if self._changed_at is None or self._trouble() else self._newest

    def trouble(self) -> DeviceError | None:
        """Why there is no live picture; None also while the first one may still come."""
        with self._news:
            return self._trouble()

    def next(self, after: int, seconds: float, stopped: threading.Event) -> Frame:
        """Wait for a live picture with a number above `after`. Raises `DeviceError`."""
        deadline = self._clock() + seconds
        with self._news:
            while True:
                if stopped.is_set():
                    raise DeviceError(CameraFault.STOPPED, "asked to stop")
                trouble, frame = self._trouble(), self._newest
                if trouble is not None:
                    raise trouble
                if self._changed_at is not None and frame is not None and frame.sequence > after:
                    return frame
                if (left := deadline - self._clock()) <= 0:
                    raise DeviceError(CameraFault.NO_PICTURE, f"no live picture within {seconds:g} s")
                self._news.wait(min(left, self._times.stale))

    def wake(self) -> None:
        """Let whoever waits look again."""
        with self._news:
            self._news.notify_all()

    @property
    def rate(self) -> float:
        """Pictures in a second, measured over the last ones; 0 before there are two."""
        with self._news:
            span = self._arrivals[-1] - self._arrivals[0] if len(self._arrivals) > 1 else 0.0
            return (len(self._arrivals) - 1) / span if span > 0 else 0.0

    def _trouble(self) -> DeviceError | None:
        now = self._clock()
        if self._error is not None:
            return self._error
        last = self._since + self._times.first - self._times.stale if self._newest is None else self._newest.taken_at
        if now - last > self._times.stale:
            return self._late(now - last)
        still_since = self._changed_at if self._changed_at is not None else self._since + self._times.first
        if self._newest is not None and now - still_since > self._times.frozen:
            return DeviceError(CameraFault.FROZEN, f"the same picture for {now - still_since:.1f} s")
        return None

    def _late(self, seconds: float) -> DeviceError:
        if self._damaged is not None:
            return DeviceError(CameraFault.DAMAGED, self._damaged.value)
        if self._newest is None:
            return DeviceError(CameraFault.NO_PICTURE, "nothing since it was opened")
        return DeviceError(CameraFault.STALLED, f"no picture for {seconds:.1f} s")


class Camera:
    """One camera. `latest` may be called from any thread, and so may `abort`; all else from one."""

    def __init__(
        self,
        url: str,
        *,
        timeouts: CameraTimeouts | None = None,
        clock: Callable[[], float] = monotonic,
        connect: Callable[[], Source] | None = None,
    ) -> None:
        """`url`: see `parse_place`. Raises `ValueError`; opens nothing yet."""
        self._place = parse_place(url)
        self._times = timeouts or CameraTimeouts()
        self._clock = clock
        self._connect = connect or (lambda: OpenCvSource(self._place, self._times))
        self._numbers = itertools.count(1)
        self._slot: Slot | None = None
        self._capture: _Capture | None = None
        self._stopped = threading.Event()
        self._presence: Status | None = None

    def open(self) -> None:
        """Begin to take pictures; returns at once, and does nothing when they are taken already."""
        self._stopped.clear()
        if self._capture is None:
            self._slot = Slot(self._times, self._clock, self._numbers)
            self._capture = _Capture(self._connect, self._slot, self._place.asked, self._times.reopen_every)

    @contextmanager
    def opened(self) -> Generator["Camera"]:
        """Open for as long as a page needs it."""
        self.open()
        try:
            yield self
        finally:
            self.close()

    def latest(self) -> Frame | None:
        """The newest picture if it is live, without waiting; None also when the camera is closed."""
        slot = self._slot
        return slot.live() if slot is not None else None

    def wait(self, after: int, seconds: float) -> Frame:
        """The next live picture with a number above `after` (0: any). Raises `DeviceError`, at once where it can."""
        self.open()
        slot = self._slot
        assert slot is not None
        return slot.next(after, seconds, self._stopped)

    @property
    def rate(self) -> float:
        """Pictures in a second, as they came; 0 when closed."""
        slot = self._slot
        return slot.rate if slot is not None else 0.0

    @property
    def asked(self) -> Asked:
        """The picture that its URL asks for."""
        return self._place.asked

    @property
    def format(self) -> str:
        """How pictures come, by V4L2's code as "MJPG"; "" when closed, or where that is not known."""
        slot = self._slot
        return slot.format if slot is not None else ""

    def poll(self) -> Status:
        """While open, what the pictures tell; while closed, whether the camera is there, seldom asked."""
        if self._slot is not None:
            return self._seen(self._slot)
        if self._presence is None or self._clock() - self._presence.observed_at >= self._look_every:
            self._presence = self._look()
        return self._presence

    def abort(self) -> None:
        """From any thread: a `wait` that runs ends at once with `STOPPED`."""
        self._stopped.set()
        if (slot := self._slot) is not None:
            slot.wake()

    def close(self) -> None:
        """Give the camera back. A read that hangs in the camera's driver is left behind; what it yields is dropped."""
        capture, self._capture, self._slot = self._capture, None, None
        if capture is not None:
            capture.stop(self._times.close)

    @property
    def _look_every(self) -> float:
        well = self._presence is not None and self._presence.fault is None
        return self._times.presence_every if well else self._times.absence_every

    def _seen(self, slot: Slot) -> Status:
        now = self._clock()
        if (trouble := slot.trouble()) is not None:
            return Status(_state(trouble.fault), now, fault=trouble.fault, detail=trouble.detail)
        frame = slot.live()
        if frame is None:
            return Status(State.BUSY, now, detail="opening")
        dark = frame.exposure.mean < DARK_BELOW
        detail = f"{slot.rate:.0f} pictures/s, luminance {frame.exposure.mean:.0f}"
        state, fault = (State.USER_ERROR, CameraFault.DARK) if dark else (State.ONLINE, None)
        return Status(state, now, fault=fault, detail=detail)

    def _look(self) -> Status:
        try:
            known = self._place.is_there(self._times.presence)
        except OSError as error:
            detail = error.strerror or type(error).__name__
            return Status(State.NO_DEVICE, self._clock(), fault=CameraFault.GONE, detail=detail)
        if not known:
            return Status(State.NOT_OBSERVABLE, self._clock(), detail="cannot be looked for while closed")
        return Status(State.ONLINE, self._clock(), detail="there, closed")


class _Capture:
    """The thread that takes pictures from one opening to its close, opening the camera again when it was lost."""

    def __init__(self, connect: Callable[[], Source], slot: Slot, asked: Asked, reopen_every: float) -> None:
        self._connect = connect
        self._slot = slot
        self._asked = asked
        self._reopen_every = reopen_every
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)
        self._thread.start()

    def stop(self, within: float) -> None:
        self._ended.set()
        self._slot.wake()
        self._thread.join(within)

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                source = self._connect()
            except DeviceError as error:
                self._slot.fail(error)
            else:
                self._slot.opened(source.format)
                self._take(source)
            self._ended.wait(self._reopen_every)

    def _take(self, source: Source) -> None:
        try:
            while not self._ended.is_set():
                taken = source.read()
                if taken is None:
                    return self._slot.fail(DeviceError(CameraFault.LOST, "the camera gives no more"))
                if isinstance(taken, Damage):
                    self._slot.damage(taken)
                elif not self._asked.met_by(*_size(taken)):
                    return self._slot.fail(_too_small(taken, self._asked))
                else:
                    self._slot.put(taken)
        finally:
            source.release()


class OpenCvSource:
    """A camera opened by OpenCV.

    Motion JPEG is taken as it comes and decoded here: FFmpeg's own decoder passes half a JPEG off as a whole picture,
    its lower half grey or green.
    """

    def __init__(self, place: Place, times: CameraTimeouts) -> None:
        """Raises `DeviceError`: `DRIVER_MISSING`, or `GONE` within `times.open`."""
        self._cv2 = _opencv()
        self._capture = self._opened(place, times)
        if not self._capture.isOpened():
            self._capture.release()
            raise DeviceError(CameraFault.GONE, "cannot be opened")
        self.format = self._told_format()
        self._compressed = bool(place.stream) and self.format == "MJPG" and self._takes_compressed()

    def read(self) -> "Picture | Damage | None":
        """See `Source`."""
        there, image = self._capture.read()
        if not there:
            return None
        return self._decoded(image) if self._compressed else moved(image)

    @staticmethod
    def _decoded(jpeg: Any) -> "Picture | Damage":
        try:
            return decoded(memoryview(jpeg).cast("B"))
        finally:
            jpeg[:] = 0

    def release(self) -> None:
        """See `Source`."""
        self._capture.release()

    def _opened(self, place: Place, times: CameraTimeouts) -> Any:
        cv2 = self._cv2
        if place.path:
            capture = cv2.VideoCapture(place.path, cv2.CAP_V4L2, [cv2.CAP_PROP_BUFFERSIZE, 1])
            _ask(cv2, capture, place.asked)
            return capture
        limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, round(times.open * 1000)]
        limits += [cv2.CAP_PROP_READ_TIMEOUT_MSEC, round(times.read * 1000)]
        return cv2.VideoCapture(place.stream, cv2.CAP_FFMPEG, limits)

    def _told_format(self) -> str:
        code = int(self._capture.get(self._cv2.CAP_PROP_FOURCC)) & 0xFFFFFFFF
        return code.to_bytes(4, "little").decode("ascii", "replace").strip("\0 ")

    def _takes_compressed(self) -> bool:
        return bool(self._capture.set(self._cv2.CAP_PROP_FORMAT, -1))


def _ask(cv2: Any, capture: Any, asked: Asked) -> None:
    """The format first: a device has other sizes in each. What it does not have it replaces by the nearest."""
    if asked.format:
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*asked.format.upper()))
    if asked.width:
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, asked.width)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, asked.height)


def decoded(data: bytes | memoryview) -> "Picture | Damage":
    """One picture of a Motion JPEG stream."""
    if not whole_jpeg(data):
        return Damage.TRUNCATED
    cv2 = _opencv()
    import numpy as np  # noqa: PLC0415 (OpenCV has brought it)

    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return Damage.UNREADABLE
    return Damage.UNREADABLE if image is None else moved(image)


def whole_jpeg(data: bytes | memoryview) -> bool:
    """Whether a JPEG begins and ends as one; cameras fill up with zeros behind the end."""
    end = len(data)
    while end and not data[end - 1]:
        end -= 1
    return data[:2] == _JPEG_START and data[max(end - 2, 0) : end] == _JPEG_END


def exposure(image: "Picture") -> Exposure:
    """How light a picture is, by ITU-R BT.601's weights."""
    pixels = image[::_EVERY, ::_EVERY]
    blue, green, red = (pixels[:, :, channel].astype("float32") for channel in range(3))
    light = 0.114 * blue + 0.587 * green + 0.299 * red
    return Exposure(
        float(light.mean()), float((light <= _CLIPPED_DARK).mean()), float((light >= _CLIPPED_BRIGHT).mean())
    )


def _differ(one: "Picture", other: "Picture") -> bool:
    """Looked at from above until they do: as a rule that is at once."""
    rows = range(0, len(one), _ROWS)
    return one.shape != other.shape or any((one[y : y + _ROWS] != other[y : y + _ROWS]).any() for y in rows)


def _size(image: "Picture") -> tuple[int, int]:
    return image.shape[1], image.shape[0]


def _too_small(image: "Picture", asked: Asked) -> DeviceError:
    width, height = _size(image)
    return DeviceError(CameraFault.TOO_SMALL, f"{width}x{height} instead of {asked}")


def _state(fault: Fault) -> State:
    return _STATES.get(fault, State.OFFLINE)


def _opencv() -> Any:
    """OpenCV, loaded (0.3 s) when the first camera is opened, and silenced."""
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    try:
        import cv2  # noqa: PLC0415 (see above)
    except ImportError as error:
        raise DeviceError(CameraFault.DRIVER_MISSING, "opencv-python-headless") from error
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    return cv2
