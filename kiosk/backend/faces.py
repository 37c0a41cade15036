"""Questions to the bureau about faces and pensions; blocking, on the bureau's worker thread."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import date
from enum import Enum, unique

from pydantic import Field

from kiosk.backend.client import Bureau
from kiosk.backend.errors import BackendMalformed
from kiosk.backend.operations import OperationBody, SmsProven
from kiosk.backend.schemas import FaceProof, PersonAnswered, Value


@unique
class PensionKind(Enum):
    """职工、机关事业单位、城乡居民养老保险."""

    EMPLOYEES = "employees"
    PUBLIC = "public"
    RESIDENTS = "residents"


@unique
class PensionStanding(Enum):
    """How a certification stands: soon due, over without consequence, or with payments suspended."""

    NORMAL = "normal"
    SOON = "soon"
    OVERDUE = "overdue"
    SUSPENDED = "suspended"


@unique
class Helper(Enum):
    """Who stands at the terminal beside the pensioner (帮你认)."""

    SELF = "self"
    FAMILY = "family"
    NEIGHBOUR = "neighbour"
    VOLUNTEER = "volunteer"
    STAFF = "staff"


class Pension(Value):
    """What somebody draws, and until when they have to be certified."""

    person: PersonAnswered
    kind: PensionKind
    certified: date | None = Field(default=None, repr=False)
    due: date = Field(repr=False)
    standing: PensionStanding


class Certification(OperationBody):
    """待遇资格认证: the pensioner's own face fitted, or staff compared them; `helper`: who was with them."""

    helper: Helper


def compare_face(
    bureau: Bureau, person: str, session: str, jpeg: bytearray, *, actions: Sequence[str], photo: bytes = b""
) -> FaceProof:
    """The proof that the picture shows the person on file; `photo`: the ID card's own, as it came (WLT).

    `BackendRefused` FACE_MISMATCH, FACE_UNCLEAR, FACE_TOO_OFTEN, FACE_UNAVAILABLE, NO_PHOTO. Never asked twice by
    itself: each comparison counts.
    """
    question: dict[str, object] = {
        "person": {"id_number": person},
        "session": session,
        "picture": b64encode(jpeg).decode("ascii"),
        "actions": list(actions),
    }
    if photo:
        question["chip_photo"] = b64encode(photo).decode("ascii")
    proven = bureau.ask("/v1/faces/compare", question, SmsProven, repeatable=False)
    return FaceProof(session=session, token=proven.token)


def pension(bureau: Bureau, asker: OperationBody) -> Pension:
    """What the person draws. `BackendRefused` NO_PENSION."""
    answer = bureau.ask("/v1/pensions/certification", asker.body(), Pension)
    if answer.person.id_number != asker.id_number:
        raise BackendMalformed("answer about another person")
    return answer
