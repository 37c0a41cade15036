"""The PIN: typed in through a handle, given out only as an overwritten block, never as text."""

import hmac
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import TracebackType
from typing import Never, Self

LEAST_DIGITS = 4
MOST_DIGITS = 16
"""A PIN has 4 to 16 digits (LD/T 32.5)."""

_DIGITS = "0123456789"
_FILLER = 0x0F


class Pin:
    """Up to `most` digits, typed by key position. Thread-safe: the screen types, the card's worker sends.

    Cannot be copied, pickled, compared by value or shown. After `wipe` it takes no more digits: a late touch on a
    page that is going fills nothing.
    """

    __slots__ = ("_layout", "_length", "_lock", "_open", "_unseal", "_values")

    def __init__(self, most: int = 6, layout: str = "1234567890") -> None:
        if not LEAST_DIGITS <= most <= MOST_DIGITS:
            raise ValueError(f"a PIN has {LEAST_DIGITS} to {MOST_DIGITS} digits")
        if sorted(layout) != list(_DIGITS):
            raise ValueError("a layout has each of the ten digits once")
        self._values = bytearray(most)
        self._length = 0
        self._layout = layout
        self._lock = threading.RLock()
        self._open = True
        self._unseal: Callable[[bytearray], None] | None = None

    @property
    def open(self) -> bool:
        """Whether it takes digits: until it is wiped."""
        return self._open

    @property
    def length(self) -> int:
        """How many digits have been typed."""
        return self._length

    @property
    def layout(self) -> str:
        """The ten digits in the order in which their keys stand."""
        return self._layout

    def put(self, position: int) -> None:
        """Type the key at `position` (0 to 9) of the layout; ignored when the PIN is full or wiped."""
        if not 0 <= position < len(_DIGITS):
            raise IndexError("the layout has ten keys")
        with self._lock:
            if self._open and self._length < len(self._values):
                self._values[self._length] = ord(self._layout[position]) - ord("0")
                self._length += 1

    def seal(self, length: int, unseal: Callable[[bytearray], None]) -> None:
        """From an encrypting pad, in place of digits: `unseal` writes the `length` digits, 0 to 9, where it is told.

        It is called for as long as a block or a comparison needs them, just before the APDU, and never before; what it
        wrote is overwritten then.
        """
        with self._lock:
            self.clear()
            if self._open and length <= len(self._values):
                self._length, self._unseal = length, unseal

    def delete(self) -> None:
        """Take the last digit back and overwrite it."""
        with self._lock:
            if self._length:
                self._length -= 1
                self._values[self._length] = 0

    def same_as(self, other: "Pin") -> bool:
        """Whether both hold the same digits; takes the same time wherever they differ."""
        with self._lock, other._lock, self._digits() as mine, other._digits() as others:
            return hmac.compare_digest(mine, others)

    def clear(self) -> None:
        """Take all digits back and overwrite them."""
        with self._lock:
            overwrite(self._values)
            self._length, self._unseal = 0, None

    def wipe(self) -> None:
        """Clear, for good."""
        with self._lock:
            self._open = False
            self.clear()

    @contextmanager
    def block(self) -> Generator[bytearray]:
        """The digits as BCD, two a byte, an odd last nibble F (LD/T 32.5, VERIFY); overwritten when the block ends.

        `ValueError` with fewer than four digits: VERIFY without a PIN is another command.
        """
        block = self._packed()
        try:
            yield block
        finally:
            overwrite(block)

    @contextmanager
    def digits(self) -> Generator[bytearray]:
        """The digits, 0 to 9, one a byte, for whoever judges them; overwritten when the block ends."""
        with self._lock, self._digits() as digits:
            yield digits

    def _packed(self) -> bytearray:
        with self._lock:
            if self._length < LEAST_DIGITS:
                raise ValueError(f"a PIN has at least {LEAST_DIGITS} digits")
            block = bytearray((self._length + 1) // 2)
            with self._digits() as digits:
                for at in range(len(block)):
                    odd = digits[2 * at + 1] if 2 * at + 1 < self._length else _FILLER
                    block[at] = digits[2 * at] << 4 | odd
            return block

    @contextmanager
    def _digits(self) -> Generator[bytearray]:
        """What was typed, one digit a byte; overwritten when the block ends."""
        digits = self._values[: self._length]
        try:
            if self._unseal is not None:
                self._unseal(digits)
            yield digits
        finally:
            overwrite(digits)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.wipe()

    def __repr__(self) -> str:
        return "<Pin>"

    def __reduce_ex__(self, protocol: object) -> Never:
        raise TypeError("a PIN is not copied or stored")


def overwrite(secret: bytearray | list[int]) -> None:
    """Set every byte of `secret` to zero, in place."""
    secret[:] = bytes(len(secret))
