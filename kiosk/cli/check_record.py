"""`kiosk check record CODE`: whether a printed record is genuine, asked of the bureau; nothing about the person."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.backend.errors import BackendError
from kiosk.backend.records import Verdict
from kiosk.cli.say import complain, say
from kiosk.composition import bureau
from kiosk.records.bureau import check

if TYPE_CHECKING:
    from kiosk.config import Configuration

NOT_GENUINE: Final = 1
NO_ANSWER: Final = 2
_WORDS: Final = {
    Verdict.GENUINE: "真实有效 · genuine",
    Verdict.ALTERED: "内容不符，请勿采信 · altered: do not rely on it",
    Verdict.VOID: "已作废，请勿采信 · void: do not rely on it",
    Verdict.EXPIRED: "已过有效期 · expired",
    Verdict.UNKNOWN: "查无此件 · unknown",
}
_QR_PREFIX: Final = "demo:"


def check_record(configuration: "Configuration", code: str, file: Path | None) -> int:
    """0 for a genuine one. `code`: as it stands on paper or in its QR code; `file`: the PDF, to be compared as well."""
    try:
        digest = hashlib.sha256(file.read_bytes()).hexdigest() if file else None
    except OSError as error:
        complain(f"{file}: {error.strerror}")
        return NO_ANSWER
    try:
        verdict = check(bureau(configuration), code.strip().removeprefix(_QR_PREFIX), digest)
    except BackendError as error:
        complain(f"后台没有答复 · no answer from the bureau: {type(error).__name__} {error.detail}")
        return NO_ANSWER
    say(_WORDS[verdict])
    return 0 if verdict is Verdict.GENUINE else NOT_GENUINE
