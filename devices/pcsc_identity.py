"""What a PC/SC reader says of itself: maker, model, firmware, serial number (PC/SC part 3, SCardGetAttrib)."""

import importlib
from types import MappingProxyType
from typing import Any, Final

_SCOPE_SYSTEM, _SHARE_DIRECT, _LEAVE_CARD = 2, 3, 0
_ANY_PROTOCOL: Final = 3
_ATTRIBUTES: Final = MappingProxyType({
    "maker": 0x00010100,
    "model": 0x00010101,
    "firmware": 0x00010102,
    "serial": 0x00010103,
})  # fmt: skip
"""SCARD_ATTR_VENDOR_NAME, _VENDOR_IFD_TYPE, _VENDOR_IFD_VERSION, _VENDOR_IFD_SERIAL_NO."""
_VERSION_BYTES: Final = 4


def pcsc_identity(reader: str) -> dict[str, str]:
    """What the reader of that name tells, by an open line of its own; what it does not tell is left out.

    Touches no card: the connection is to the reader alone. {} where there is no service, or no such reader.
    """
    try:
        calls: Any = importlib.import_module("smartcard.scard")
        context = _said(calls.SCardEstablishContext(_SCOPE_SYSTEM))[0]
    except (ImportError, _UntoldError):
        return {}
    try:
        return _of(calls, context, reader)
    except _UntoldError:
        return {}
    finally:
        calls.SCardReleaseContext(context)


class _UntoldError(Exception):
    """The library refused a call: then nothing is told."""


def _of(calls: Any, context: int, reader: str) -> dict[str, str]:
    handle = _said(calls.SCardConnect(context, reader, _SHARE_DIRECT, _ANY_PROTOCOL))[0]
    try:
        told = {name: _attribute(calls, handle, number, name) for name, number in _ATTRIBUTES.items()}
        return {name: words for name, words in told.items() if words}
    finally:
        calls.SCardDisconnect(handle, _LEAVE_CARD)


def _attribute(calls: Any, handle: int, number: int, name: str) -> str:
    try:
        raw = bytes(_said(calls.SCardGetAttrib(handle, number))[0])
    except _UntoldError:
        return ""
    if name == "firmware" and len(raw) == _VERSION_BYTES:
        return f"{raw[3]}.{raw[2]}.{int.from_bytes(raw[:2], 'little')}"
    words = raw.decode("utf-8", "replace").rstrip("\0")
    return words.strip() if words.isprintable() else ""


def _said(answer: Any) -> list[Any]:
    """pyscard's list without its return code."""
    values: list[Any] = [*answer] if isinstance(answer, list | tuple) else [answer]
    if values[0]:
        raise _UntoldError
    return values[1:]
