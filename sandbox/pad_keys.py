"""The keys of a simulated encrypting PIN pad, and the blocks it makes of a PIN with them."""

from collections.abc import Mapping

from sandbox.keys import Algorithm, decipher, encipher

PIN_USE = "3"
BLOCK_BYTES = 8
ISO_0 = 0x20
ASCII = 0x40
KEY_LENGTHS: Mapping[str, int] = {"1": 8, "2": 16, "3": 24}
MASTERS = range(0x20)
WORKING = range(0x10, 0x80)

NO_MASTER, NO_KEY, BAD_LENGTH, BAD_DATA, NO_PIN, BAD_PARAMETER = 0xE2, 0xE4, 0xE3, 0xE9, 0xEF, 0xEB


class PadError(Exception):
    """The pad refuses; `code` is its RTN."""

    def __init__(self, code: int) -> None:
        super().__init__(f"RTN {code:02X}")
        self.code = code


class KeyTable:
    """3DES keys by number, as LOAD MASTER KEY (31) and LOAD WORKING KEY (32) put them there."""

    def __init__(self) -> None:
        self._masters: dict[int, bytes] = {}
        self._working: dict[int, tuple[str, bytes]] = {}

    def erase(self) -> None:
        """Back to the factory's state."""
        self._masters.clear()
        self._working.clear()

    def load_master(self, data: bytes) -> bytes:
        """KK, mode, length digit, key as hex; answers the check value."""
        number, (_, length), key = _number(data[0:2]), _characters(data[2:4]), _hex(data[4:])
        if number not in MASTERS or len(key) != KEY_LENGTHS.get(length):
            raise PadError(BAD_LENGTH)
        self._masters[number] = key
        return check_value(key)

    def load_working(self, data: bytes) -> bytes:
        """MM, WW, use, length digit, the key enciphered under the master key as hex; answers the check value."""
        master, number = _number(data[0:2]), _number(data[2:4])
        (use, length), enciphered = _characters(data[4:6]), _hex(data[6:])
        if master not in self._masters:
            raise PadError(NO_MASTER)
        if number not in WORKING or len(enciphered) != KEY_LENGTHS.get(length):
            raise PadError(BAD_LENGTH)
        key = decipher(Algorithm.DES, self._masters[master], enciphered)
        self._working[number] = (use, key)
        return check_value(key)

    def pin_block(self, data: bytes, typed: bytes, padding: int) -> bytes:
        """KK, format byte, twelve account digits where the format has them: the enciphered block as hex."""
        use, key = self._working.get(_number(data[0:2]), ("", b""))
        if use != PIN_USE:
            raise PadError(NO_KEY)
        if not typed:
            raise PadError(NO_PIN)
        block = _clear_block(data[2:3], typed, data[3:], padding)
        return encipher(Algorithm.DES, key, block).hex().upper().encode()


def check_value(key: bytes) -> bytes:
    """Eight zero bytes enciphered, as hex."""
    return encipher(Algorithm.DES, key, bytes(BLOCK_BYTES)).hex().upper().encode()


def iso_0(typed: bytes, account: bytes) -> bytes:
    """ISO 9564-1 format 0: 0, length, digits, F…, XORed with the account's twelve digits behind 0000."""
    digits = bytes.fromhex(f"0{len(typed):X}{typed.decode()}".ljust(2 * BLOCK_BYTES, "F"))
    number = bytes.fromhex("0000" + account.decode())
    return bytes(a ^ b for a, b in zip(digits, number, strict=True))


def _clear_block(form: bytes, typed: bytes, account: bytes, padding: int) -> bytes:
    if form == bytes([ISO_0]) and len(account) == 12 and account.isdigit():  # noqa: PLR2004
        return iso_0(typed, account)
    if form == bytes([ASCII]) and not account and len(typed) <= BLOCK_BYTES:
        return typed.ljust(BLOCK_BYTES, bytes([padding]))
    raise PadError(BAD_PARAMETER)


def _number(digits: bytes) -> int:
    return _hex(digits)[0] if len(digits) == len("00") else -1


def _characters(data: bytes) -> str:
    if len(data) != len("00"):
        raise PadError(BAD_DATA)
    return data.decode("latin-1")


def _hex(digits: bytes) -> bytes:
    try:
        return bytes.fromhex(digits.decode("ascii"))
    except ValueError as error:
        raise PadError(BAD_DATA) from error
