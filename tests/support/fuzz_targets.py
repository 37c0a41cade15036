"""Every parser of bytes from outside, as a function that may raise nothing whatever it is given.

Each takes any bytes, lets the parser's own named errors pass as answers, and asserts that what is held back between
two pieces stays small. Used by `scripts/fuzz` (atheris, a million inputs each) and by `tests/fuzz` (the kept inputs,
and a few new ones each time).
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress

from pydantic import BaseModel, ValidationError

from devices.apdu import Apdu, exchange, response_of
from devices.camera import CameraTimeouts, Damage, OpenCvSource, decoded
from devices.camera_place import Place
from devices.card_data import Application, Holder, IssuerData, Tag, historical_bytes
from devices.escpos_status import StatusStream, identity_of
from devices.faults import DeviceError
from devices.id_card import IdTextError, parse_card, parse_new_addresses
from devices.ipp import IppError, parse, payload
from devices.psam import Psam, PsamSettings
from devices.return_codes import fault_of_return_code
from devices.sam_v import FrameCutter, SamVError, card_blocks, sam_id
from devices.social_security_card import HsmRequest
from devices.staff_card import Algorithm, StaffCard
from devices.tlv import TlvError, check, find
from devices.zt598 import MAX_LENGTH as PAD_MOST
from devices.zt598 import Stream
from kiosk.backend import applications, assistance, faces, operations, pin_restoring, records, schemas, staff
from sandbox.escpos import Interpreter
from sandbox.sam import SamModule

SAM_V_MOST = 5 + 2 + 0xFFFF
PAD_FRAME_MOST = PAD_MOST + 11
_MODULES = (schemas, operations, applications, assistance, faces, pin_restoring, records, staff)
_NAMED = dict.fromkeys(value for module in _MODULES for value in vars(module).values() if isinstance(value, type))
ANSWERS = tuple(kind for kind in _NAMED if issubclass(kind, BaseModel) and kind.model_fields)
"""All that the bureau's answers are made of."""
PICTURE_MOST = 1 << 27
STREAM_PICTURES = 4
_ASKED = HsmRequest("500103", "00" * 13, "03", "00" * 16, "00" * 8, "00" * 8, "00" * 8, "00" * 8)
_SELECT = Apdu(0x00, 0xA4, 0x04, 0x00, b"\x3f\x00", 256)


def pieces(data: bytes) -> Iterator[bytes]:
    """The rest of `data` as it might arrive; its first byte says how."""
    size = 1 + data[0] % 16 if data else 1
    for at in range(1, len(data), size):
        yield data[at : at + size]


class _Answers:
    """A card that answers what it is given, piece by piece, the last one for good."""

    atr = b""

    def __init__(self, data: bytes) -> None:
        self._pieces = list(pieces(data)) or [b""]

    def transmit(self, apdu: bytes | bytearray) -> tuple[bytes, int]:
        assert len(apdu) >= 4
        return response_of(self._pieces.pop(0) if len(self._pieces) > 1 else self._pieces[0])


def apdu(data: bytes) -> None:
    """Responses of a card, 61xx and 6Cxx included."""
    with suppress(DeviceError):
        found, _ = exchange(_Answers(data), _SELECT)
        assert len(found) <= 256 * 18


def tlv(data: bytes) -> None:
    """BER-TLV, nested."""
    with suppress(TlvError):
        check(data)
        find(data, 0x6F, 0xA5, 0x9F0C, 0x86)


def fci(data: bytes) -> None:
    """The answer to SELECT."""
    with suppress(DeviceError):
        Application.from_fci(data)


def atr(data: bytes) -> None:
    """The answer to reset."""
    with suppress(DeviceError):
        assert len(historical_bytes(data)) == 13


def card_records(data: bytes) -> None:
    """EF05 and EF06: each tag's value, a byte of length before it."""
    records: dict[Tag, bytes] = {}
    for tag in Tag:
        length = data[0] if data else 0
        records[tag], data = data[1 : 1 + length], data[1 + length :]
    with suppress(DeviceError):
        IssuerData.from_records(records)
    for codec in ("gb18030", "gbk"):
        with suppress(DeviceError):
            Holder.from_records(records, codec)


def return_codes(data: bytes) -> None:
    """What a maker's driver interface returns."""
    fault_of_return_code(int.from_bytes(data[:8], "big", signed=True))


def sam_v_frames(data: bytes) -> None:
    """The ID reader's line."""
    cutter, held = FrameCutter(), 0
    for piece in pieces(data):
        held = 0 if cutter.feed(piece) or not cutter.started else held + len(piece)
        assert cutter.wanted >= 1
        assert held <= SAM_V_MOST


def id_card(data: bytes) -> None:
    """What a read ID card holds, its new addresses, and the module's number."""
    with suppress(SamVError, IdTextError):
        blocks = card_blocks(data, fingerprint=bool(len(data) & 1))
        parse_card(blocks.text, blocks.photo)
    with suppress(IdTextError):
        parse_card(data[:256].ljust(256, b" "))
    with suppress(IdTextError):
        parse_new_addresses(data)
    with suppress(SamVError):
        sam_id(data)


def printer_status(data: bytes) -> None:
    """The receipt printer's line."""
    stream, said = StatusStream(), 0
    for piece in pieces(data):
        said += len(stream.feed(piece))
    assert said <= len(data)
    found = identity_of(data)
    assert found is None or len(found) <= 80


def pin_pad_frames(data: bytes) -> None:
    """The PIN pad's line; what is held of a frame that has begun stays within a frame."""
    stream, held = Stream(), 0
    for piece in pieces(data):
        heard = stream.feed(piece)
        held = 0 if heard or not stream.started else held + len(piece)
        assert held <= PAD_FRAME_MOST + len(piece)


def backend_answers(data: bytes) -> None:
    """The bureau's JSON, taken for an answer of every kind."""
    for kind in ANSWERS:
        with suppress(ValidationError):
            kind.model_validate_json(data)


def ipp_answers(data: bytes) -> None:
    """The print service's answers: HTTP around IPP, and IPP alone."""
    for take in (parse, lambda answer: parse(payload(answer))):
        with suppress(IppError):
            take(data)


def camera_pictures(data: bytes) -> None:
    """One picture of a camera's stream."""
    picture = decoded(data)
    assert isinstance(picture, Damage) or picture.nbytes <= PICTURE_MOST


def camera_streams(data: bytes) -> None:
    """A camera's stream from its first byte: heads of parts, and pictures between them."""
    descriptor = os.memfd_create("stream")
    os.write(descriptor, data)
    with closing(os.fdopen(descriptor, "rb")), suppress(DeviceError):
        source = OpenCvSource(Place(stream=f"/proc/self/fd/{descriptor}"), CameraTimeouts())
        for _ in range(STREAM_PICTURES):
            taken = source.read()
            assert taken is None or isinstance(taken, Damage) or taken.nbytes <= PICTURE_MOST
        source.release()


def psam(data: bytes) -> None:
    """Answers of the security module."""
    for ask in (Psam.terminal_number, lambda module: module.authorise(_ASKED)):
        with suppress(DeviceError):
            ask(Psam(_Answers(data), PsamSettings()))


def staff_card(data: bytes) -> None:
    """Answers of a staff card."""
    card = StaffCard(_Answers(data), b"staff", algorithm=Algorithm.DES, key=0)
    with suppress(DeviceError):
        assert len(card.number()) == 16
        assert len(card.answer(bytes(8))) == 8


def escpos(data: bytes) -> None:
    """The simulated printer's interpreter."""
    Interpreter().feed_all(data)


def sam_module(data: bytes) -> None:
    """The simulated ID reader's module."""
    module = SamModule()
    for piece in pieces(data):
        module.feed(piece)


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "apdu": apdu,
    "tlv": tlv,
    "fci": fci,
    "atr": atr,
    "card_records": card_records,
    "return_codes": return_codes,
    "sam_v_frames": sam_v_frames,
    "id_card": id_card,
    "printer_status": printer_status,
    "pin_pad_frames": pin_pad_frames,
    "backend_answers": backend_answers,
    "ipp_answers": ipp_answers,
    "camera_pictures": camera_pictures,
    "camera_streams": camera_streams,
    "psam": psam,
    "staff_card": staff_card,
    "escpos": escpos,
    "sam_module": sam_module,
}
"""By name; each has a folder of kept inputs in `tests/fuzz/corpus`."""
