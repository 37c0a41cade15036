"""Drives a resident identity card reader with a SAM-V module, on any port that pyserial opens."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Final

from devices.faults import DeviceError, Fault, Owner
from devices.id_card import IdCard, IdTextError, parse_card, parse_new_addresses
from devices.id_photo import UNDECODED, PhotoDecoder
from devices.sam_v import Command, Damage, FrameCutter, Reply, SamVError, Sw, card_blocks, sam_id
from devices.serial_line import LineFaults, SerialLine
from devices.serial_url import parse_serial_url
from devices.status import State, Status
from devices.tap import Tap


class IdReaderFault:
    """Every known way in which the ID reader fails, status codes of its SAM first."""

    FRAME_REFUSED = Fault("id_reader_frame_refused", Owner.ITSELF)
    LENGTH_REFUSED = Fault("id_reader_length_refused", Owner.ITSELF)
    COMMAND_UNKNOWN = Fault("id_reader_command_unknown", Owner.ENGINEER)
    NOT_PERMITTED = Fault("id_reader_not_permitted", Owner.ENGINEER)
    UNKNOWN_ERROR = Fault("id_reader_unknown_error", Owner.ITSELF)
    CARD_REFUSES_SAM = Fault("id_reader_card_refuses_sam", Owner.ENGINEER)
    SAM_REFUSES_CARD = Fault("id_reader_sam_refuses_card", Owner.RESIDENT)
    INFORMATION_ERROR = Fault("id_reader_information_error", Owner.RESIDENT)
    CARD_UNIDENTIFIED = Fault("id_reader_card_unidentified", Owner.RESIDENT)
    READ_FAILED = Fault("id_reader_read_failed", Owner.RESIDENT)
    CHALLENGE_FAILED = Fault("id_reader_challenge_failed", Owner.RESIDENT)
    SELF_TEST_FAILED = Fault("id_reader_self_test_failed", Owner.ENGINEER)
    UNAUTHORISED = Fault("id_reader_unauthorised", Owner.ENGINEER)
    SELECT_FAILED = Fault("id_reader_select_failed", Owner.RESIDENT)
    STATUS_UNKNOWN = Fault("id_reader_status_unknown", Owner.ENGINEER)
    LIFTED = Fault("id_reader_card_lifted", Owner.RESIDENT)
    TEXT_UNREADABLE = Fault("id_reader_text_unreadable", Owner.RESIDENT)
    CHECKSUM_WRONG = Fault("id_reader_checksum_wrong", Owner.ITSELF)
    LENGTH_WRONG = Fault("id_reader_length_wrong", Owner.ITSELF)
    STALLED = Fault("id_reader_stalled", Owner.ITSELF)
    SILENT = Fault("id_reader_silent", Owner.STAFF)
    UNREACHABLE = Fault("id_reader_unreachable", Owner.STAFF)
    LOST = Fault("id_reader_lost", Owner.STAFF)
    STOPPED = Fault("id_reader_stopped", Owner.ITSELF)
    PHOTO_UNDECODED = UNDECODED


FAULTS: Final = tuple(value for value in vars(IdReaderFault).values() if isinstance(value, Fault))

_BY_STATUS: Final = {
    Sw.CHECKSUM_ERROR: IdReaderFault.FRAME_REFUSED,
    Sw.LENGTH_ERROR: IdReaderFault.LENGTH_REFUSED,
    Sw.UNKNOWN_COMMAND: IdReaderFault.COMMAND_UNKNOWN,
    Sw.NOT_PERMITTED: IdReaderFault.NOT_PERMITTED,
    Sw.UNKNOWN_ERROR: IdReaderFault.UNKNOWN_ERROR,
    Sw.CARD_REFUSES_SAM: IdReaderFault.CARD_REFUSES_SAM,
    Sw.SAM_REFUSES_CARD: IdReaderFault.SAM_REFUSES_CARD,
    Sw.INFORMATION_ERROR: IdReaderFault.INFORMATION_ERROR,
    Sw.UNIDENTIFIED_CARD: IdReaderFault.CARD_UNIDENTIFIED,
    Sw.READ_FAILED: IdReaderFault.READ_FAILED,
    Sw.CHALLENGE_FAILED: IdReaderFault.CHALLENGE_FAILED,
    Sw.SELF_TEST_FAILED: IdReaderFault.SELF_TEST_FAILED,
    Sw.UNAUTHORISED: IdReaderFault.UNAUTHORISED,
    Sw.SELECT_FAILED: IdReaderFault.SELECT_FAILED,
}

_LINE: Final = LineFaults(
    unreachable=IdReaderFault.UNREACHABLE,
    lost=IdReaderFault.LOST,
    silent=IdReaderFault.SILENT,
    stopped=IdReaderFault.STOPPED,
)

_DAMAGE: Final = {Damage.CHECKSUM: IdReaderFault.CHECKSUM_WRONG, Damage.LENGTH: IdReaderFault.LENGTH_WRONG}

_MAY_BE_LIFTED: Final = frozenset({Sw.READ_FAILED, Sw.SELECT_FAILED, Sw.NO_CARD})
"""What a reader says when the card is no longer in its field, and also when it lies there badly."""


_SELECTED: Final = frozenset({Sw.SUCCESS.value, Sw.NO_SUCH_CONTENT.value})
"""What a reader answers to `NEW_ADDRESS` for as long as the card it has read lies there."""


@dataclass(frozen=True, slots=True)
class IdTimeouts:
    """Deadlines in seconds, each for a whole command and its answer, and the spacing of what is repeated."""

    status: float = 0.15
    find: float = 0.5
    select: float = 0.5
    read: float = 4.0
    """1,295 bytes take 1.4 s at 9,600 baud and the SAM itself up to 1.5 s."""
    new_address: float = 1.0
    write: float = 0.5
    poll_every: float = 0.5
    reopen_every: float = 1.0


class IdReader:
    """One reader. All calls but `abort` come from one thread; every call ends within the deadlines of `timeouts`."""

    def __init__(
        self,
        url: str,
        *,
        timeouts: IdTimeouts | None = None,
        clock: Callable[[], float] = monotonic,
        decoder: PhotoDecoder | None = None,
    ) -> None:
        """`url`: `/dev/ttyUSB0?baudrate=115200`, `socket://HOST:PORT`, … Raises `ValueError`; opens nothing yet."""
        self._decoder = decoder
        self._times = timeouts or IdTimeouts()
        self._clock = clock
        self._line = SerialLine(
            parse_serial_url(url), _LINE, write_s=self._times.write, reopen_every=self._times.reopen_every, clock=clock
        )
        self._cutter = FrameCutter()
        self._last: Status | None = None

    def poll(self) -> Status:
        """What the SAM says of itself, asked at most every `poll_every` seconds; in between the last answer."""
        self._line.begin()
        now = self._clock()
        if self._last is None or now - self._last.observed_at >= self._times.poll_every:
            self._last = self._observe()
        return self._last

    def read(self) -> IdCard | None:
        """Find, select and read once, text and photo; None if no card is there, or none but one already read.

        Raises `DeviceError`; a card taken away half-way is `LIFTED`, one that lies badly `READ_FAILED`.
        """
        self._line.begin()
        found = self._ask(Command.FIND, self._times.find)
        if found.sw3 == Sw.NO_CARD.value:
            return None
        _expect(found, Sw.CARD_FOUND)
        self._step(Command.SELECT, self._times.select)
        data = self._step(Command.READ, self._times.read).data
        try:
            blocks = card_blocks(data)
            return parse_card(blocks.text, blocks.photo)
        except (SamVError, IdTextError) as error:
            raise DeviceError(IdReaderFault.TEXT_UNREADABLE, str(error)) from error

    def still_there(self) -> bool:
        """Whether the card that was read last still lies there.

        After a read most modules deny the card to `FIND` until it was taken away, but it stays selected: they answer
        `NEW_ADDRESS` for as long as it lies there.
        """
        self._line.begin()
        reply = self._ask(Command.NEW_ADDRESS, self._times.new_address)
        return reply.sw3 in _SELECTED

    def new_address(self) -> str | None:
        """The address the holder moved to after the card was made, the last one written; None if there is none."""
        self._line.begin()
        reply = self._ask(Command.NEW_ADDRESS, self._times.new_address)
        if reply.sw3 == Sw.NO_SUCH_CONTENT.value:
            return None
        _expect(reply, Sw.SUCCESS)
        try:
            addresses = parse_new_addresses(reply.data)
        except IdTextError as error:
            raise DeviceError(IdReaderFault.TEXT_UNREADABLE, str(error)) from error
        return addresses[-1] if addresses else None

    def picture(self, card: IdCard) -> bytes | None:
        """The photo of a card that was read, as BMP, PNG or JPEG; None where no decoder is configured.

        Raises `DeviceError(PHOTO_UNDECODED)` where there is one that fails: the card was read all the same.
        """
        return None if self._decoder is None else self._decoder.decode(card.photo)

    def sam_id(self) -> str:
        """The number of the security module, as on its label: what the maker's hotline asks for."""
        self._line.begin()
        reply = self._ask(Command.SAM_ID, self._times.status)
        _expect(reply, Sw.SUCCESS)
        try:
            return sam_id(reply.data)
        except SamVError as error:
            raise DeviceError(IdReaderFault.STATUS_UNKNOWN, str(error)) from error

    def restart(self) -> None:
        """Reset the security module; raises `DeviceError` where it does not say that it has."""
        self._line.begin()
        self._last = None
        _expect(self._ask(Command.RESET, self._times.status), Sw.SUCCESS)

    def tapped(self, tap: Tap) -> None:
        """From now on `tap` hears the line, until the driver is closed for good."""
        self._line.tap = tap

    def abort(self) -> None:
        """From any thread: the call that runs ends within 0.05 s with `STOPPED`; its late answer is thrown away."""
        self._line.stop()

    def close(self) -> None:
        """Give the port back; the next call opens it anew."""
        self._line.close()

    def _observe(self) -> Status:
        try:
            _expect(self._ask(Command.STATUS, self._times.status), Sw.SUCCESS)
        except DeviceError as error:
            return Status(_state(error.fault), self._clock(), fault=error.fault, detail=error.detail)
        return Status(State.ONLINE, self._clock())

    def _step(self, command: Command, within: float) -> Reply:
        """A command on a card that was found. Where it fails, find tells a card lifted from one that lies badly."""
        try:
            reply = self._ask(command, within)
        except DeviceError as error:
            if error.fault == IdReaderFault.STALLED and self._gone():
                raise DeviceError(IdReaderFault.LIFTED, f"{error.detail}, then no card") from error
            raise
        if _sw(reply) in _MAY_BE_LIFTED and self._gone():
            raise DeviceError(IdReaderFault.LIFTED, f"{command.name} answered {reply.sw3:02X}, then no card")
        _expect(reply, Sw.SUCCESS)
        return reply

    def _gone(self) -> bool:
        """Whether the card was lifted: neither found any more nor still selected by a read that went through."""
        if self._ask(Command.FIND, self._times.find).sw3 != Sw.NO_CARD.value:
            return False
        return self._ask(Command.NEW_ADDRESS, self._times.new_address).sw3 not in _SELECTED

    def _ask(self, command: Command, within: float) -> Reply:
        """Send a command and wait for its answer."""
        self._cutter.forget()
        self._line.send(command.frame, command.name)
        deadline = self._clock() + within
        while (left := deadline - self._clock()) > 0:
            for found in self._cutter.feed(self._line.read(self._cutter.wanted, left)):
                if isinstance(found, Damage):
                    raise DeviceError(_DAMAGE[found], f"answer to {command.name}")
                return found
        fault = IdReaderFault.STALLED if self._cutter.started else IdReaderFault.SILENT
        raise DeviceError(fault, f"{command.name}: nothing more within {within:g} s")


def _sw(reply: Reply) -> Sw | None:
    return next((sw for sw in Sw if sw.value == reply.sw3), None)


def _expect(reply: Reply, wanted: Sw) -> None:
    if reply.sw3 != wanted.value:
        raise _refusal(reply)


def _refusal(reply: Reply) -> DeviceError:
    """The fault that a status names; a status out of place (success where a card was to be found) is unknown too."""
    sw = _sw(reply)
    fault = _BY_STATUS.get(sw, IdReaderFault.STATUS_UNKNOWN) if sw else IdReaderFault.STATUS_UNKNOWN
    return DeviceError(fault, f"SW3 {reply.sw3:02X}")


def _state(fault: Fault) -> State:
    if fault == IdReaderFault.UNREACHABLE:
        return State.NO_DEVICE
    if fault in (IdReaderFault.SILENT, IdReaderFault.LOST, IdReaderFault.STALLED, IdReaderFault.STOPPED):
        return State.OFFLINE
    return State.HARDWARE_ERROR
