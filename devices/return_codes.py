"""Return codes of the terminal driver interface (LD/T 33) as faults, for what speaks in these numbers."""

from collections.abc import Mapping

from devices.apdu import fault_of
from devices.card_reader import CardFault
from devices.faults import Fault
from devices.psam import PsamFault

DONE = 0
HSM_NOT_NEEDED = -2204
"""No failure: the file opens without the HSM."""
USE_THE_HSM = frozenset({-2201, -2202, -2203, -24, -0x6A88})
"""What the PSAM cannot do and the bureau's HSM can: the same question goes there."""

_LOWEST_STATUS_WORD = 0x6100
_HIGHEST_STATUS_WORD = 0x9FFF
_TRIES = 0x63C

CODES: Mapping[int, Fault] = {
    -1: CardFault.FOREIGN,
    -2: CardFault.ABSENT,
    -3: CardFault.SILENT,
    -4: CardFault.SILENT,
    -5: CardFault.DRIVER_MISSING,
    -11: CardFault.READER_GONE,
    -12: CardFault.READER_GONE,
    -13: CardFault.UNSUPPORTED,
    -14: CardFault.REQUEST_INVALID,
    -15: CardFault.MALFORMED,
    -20: CardFault.MALFORMED,
    -21: CardFault.NOT_GENUINE,
    -22: CardFault.OTHER,
    -23: CardFault.REQUEST_INVALID,
    -24: PsamFault.LEVEL,
    -31: CardFault.PIN_CANCELLED,
    -32: CardFault.PIN_TIMED_OUT,
    -33: CardFault.PIN_LENGTH,
    -34: CardFault.PIN_DIFFERS,
    -35: CardFault.PIN_INITIAL,
    -36: CardFault.PIN_INITIAL,
    -41: CardFault.REQUEST_INVALID,
    -42: CardFault.REQUEST_INVALID,
    -51: CardFault.PIN_WRONG,
    -52: CardFault.PIN_BLOCKED,
    -2201: PsamFault.ABSENT,
    -2202: PsamFault.ALGORITHM,
    -2203: PsamFault.KEY,
    -0x6A88: PsamFault.KEY,
}
"""The table of the standard; all other failures are minus a status word of card or PSAM."""


def fault_of_return_code(code: int) -> Fault | None:
    """The fault that `code` means; None for what is no failure. A number of no table is `READER_FAILED`.

    Of -25536 to -25551 (63C0 to 63CF, external authentication) the last digit counts tries left, so the first of them
    has none: some documents list the codes the other way round.
    """
    if code in (DONE, HSM_NOT_NEEDED):
        return None
    if code in CODES:
        return CODES[code]
    if not _LOWEST_STATUS_WORD <= -code <= _HIGHEST_STATUS_WORD:
        return CardFault.READER_FAILED
    return _fault_of_status_word(-code)


def _fault_of_status_word(sw: int) -> Fault:
    if sw >> 4 != _TRIES:
        return fault_of(sw)
    return CardFault.AUTHENTICATION_REFUSED if sw & 0x0F else CardFault.AUTHENTICATION_BLOCKED
