"""Cards that are no social security card: bank, SIM and transit cards, which answer an ATR and refuse the SELECT."""

from dataclasses import dataclass

_OK = bytes.fromhex("9000")
_REFUSED = bytes.fromhex("6A82")
_PSE_NAME = b"1PAY.SYS.DDF01"
_PSE_FCI = bytes.fromhex("6F15840E315041592E5359532E4444463031A503880101")
_SELECT = bytes.fromhex("00A4")


@dataclass
class ForeignCard:
    """A card that knows a few names of its own and refuses everything else with its own status word."""

    atr: bytes
    refusal: bytes
    selectable: bytes = b""
    """The only data field of a SELECT that it accepts."""
    fci: bytes = b""

    def power_on(self) -> None:
        """Nothing to forget."""

    def power_off(self) -> None:
        """Nothing to forget."""

    def transmit(self, apdu: bytes) -> bytes:
        """The FCI for its own name, 6A82 to other SELECTs, its refusal to the rest."""
        if not apdu.startswith(_SELECT):
            return self.refusal
        selected = apdu[5 : 5 + apdu[4]] if len(apdu) > len(_SELECT) + 2 else b""
        return self.fci + _OK if selected and selected == self.selectable else _REFUSED


def foreign_cards() -> dict[str, ForeignCard]:
    """By the fault's name: a bank card (PBOC, its PSE answers), a SIM (class A0 only), a transit card."""
    return {
        "foreign-bank": ForeignCard(
            bytes.fromhex("3B6D00000080318065B08931000000830090"), bytes.fromhex("6D00"), _PSE_NAME, _PSE_FCI
        ),
        "foreign-sim": ForeignCard(bytes.fromhex("3B3F94008065AF03120171836C0F0000009000"), bytes.fromhex("6E00")),
        "foreign-transit": ForeignCard(bytes.fromhex("3B8880010000000000718100F9"), bytes.fromhex("6D00")),
    }
