"""Changes of the configuration that the bureau has signed: for one terminal, each number once, by Ed25519 (RFC 8032).

The file is TOML: `[signed]` with `terminal` and `number`, then tables and keys as in kiosk.toml. Its last line is
`# ed25519 ` and the signature in base64 over everything before that line, behind `DOMAIN`.
"""

import base64
import binascii
import tomllib
from pathlib import Path
from typing import Any, Final, NamedTuple

DOMAIN: Final = b"kiosk configuration 1\n"
MARK: Final = "# ed25519 "
APPLIED: Final = "applied-settings"
"""In the journal's folder: the number of the newest file that was applied."""


class SignedSettingsError(Exception):
    """The file is not to be applied; its words say why."""


class SignedSettings(NamedTuple):
    """What is to be changed, and the number of the file."""

    number: int
    changes: dict[str, dict[str, Any]]


def signed_settings(file: Path, key_file: Path, terminal: str, applied: int) -> SignedSettings:
    """What the file says. `SignedSettingsError` where it is not the bureau's, not for this terminal, or not newer."""
    words = _verified(file.read_bytes(), key_file)
    tables: dict[str, Any] = tomllib.loads(words)
    head = tables.pop("signed", {})
    if head.get("terminal") != terminal:
        raise SignedSettingsError(f"it is for terminal {head.get('terminal')}, not for {terminal}")
    number = head.get("number")
    if not isinstance(number, int) or number <= applied:
        raise SignedSettingsError(f"its number {number} should be above {applied}, which was applied before")
    return SignedSettings(number, tables)


def newest_applied(folder: Path) -> int:
    """0 where none was; an unreadable note keeps every file out."""
    try:
        return int((folder / APPLIED).read_text("utf-8"))
    except FileNotFoundError:
        return 0
    except ValueError:
        raise SignedSettingsError(f"{folder / APPLIED}: should hold the number of the last file") from None


def _verified(raw: bytes, key_file: Path) -> str:
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - nobody applies a file at the start

    body, mark, signature = raw.rpartition(MARK.encode())
    if not mark:
        raise SignedSettingsError(f'its last line should be "{MARK}" and a signature')
    try:
        _key(key_file).verify(base64.b64decode(signature.strip(), validate=True), DOMAIN + body)
    except (InvalidSignature, binascii.Error):
        raise SignedSettingsError("its signature is not the bureau's") from None
    return body.decode("utf-8")


def _key(path: Path) -> Any:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.serialization import load_pem_public_key  # noqa: PLC0415

    try:
        key = load_pem_public_key(path.read_bytes())
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise SignedSettingsError(f"{path}: should be an Ed25519 public key in PEM")
    return key
