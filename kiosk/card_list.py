"""The bureau's list of cards that are not to be served, as a file that may be replaced while the terminal runs."""

from functools import lru_cache
from pathlib import Path

from devices.blacklist import Blacklist, parse
from devices.card_data import IssuerData
from devices.card_reader import CardFault
from devices.faults import DeviceError


def check_listed(path: str, issuer: IssuerData) -> None:
    """Raise `DeviceError(BLACKLISTED)` for a card on the list in `path`; "" is no list.

    A list that cannot be read stops every card (`LIST_UNREADABLE`): a card that may be on it must not be served.
    """
    if path:
        try:
            listed = _listed(path, Path(path).stat().st_mtime_ns)
        except (OSError, ValueError) as error:
            raise DeviceError(CardFault.LIST_UNREADABLE, type(error).__name__) from None
        listed.check(issuer)


@lru_cache(maxsize=1)
def _listed(path: str, _changed: int) -> Blacklist:
    """Read once for each change of the file."""
    return parse(Path(path).read_text("utf-8"))
