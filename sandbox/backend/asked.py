"""What a request may hold: its body is read field by field, and what is not by the contract is named."""

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple, cast

TEXT = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]{0,100}")
KEY = re.compile(r"[0-9A-Za-z_-]{16,64}")
NUMBER = re.compile(r"[0-9A-Z][0-9A-Z._-]{2,79}")
CHECK = re.compile(r"[2-9A-HJ-NP-Z]{4}")
STAFF_NUMBER = re.compile("[0-9]{4,10}")
SESSION = re.compile(r"[0-9A-Za-z_-]{8,64}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,12})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
DIGEST, UPLOAD = re.compile("[0-9a-f]{64}"), re.compile("[0-9a-f]{32}")
PROOFS = frozenset({"id_card", "card_pin", "sms", "typed_number", "face", "staff", "agent"})
RELATIONS = frozenset({"family", "friend", "community", "other"})


class BadRequest(Exception):  # noqa: N818 - the name of status 400
    """A request that is not by the contract; the message names the field."""


class Asked(NamedTuple):
    """An operation as it came: whose key, under which reference, and what is to be done."""

    terminal_id: str
    item: str
    key: str
    reference: str
    check: str
    operation: Mapping[str, Any]

    @property
    def id_number(self) -> str:
        """Whom it is about; "" where it is about nobody."""
        person = self.operation.get("person", {"id_number": ""})
        return str(person["id_number"])

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON: names sorted, no spaces, UTF-8."""
        written = json.dumps(self.operation, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def an_object(body: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The object under that name."""
    value = body.get(key)
    if not isinstance(value, dict):
        raise BadRequest(f"{key}: an object is needed")
    return value  # pyright: ignore[reportUnknownVariableType]


def text(body: Mapping[str, Any], key: str, pattern: re.Pattern[str] = TEXT) -> str:
    """The text under that name, of that form."""
    value = body.get(key)
    if not isinstance(value, str) or pattern.fullmatch(value) is None:
        raise BadRequest(f"{key}: text of its form is needed")
    return value


def moment(body: Mapping[str, Any], key: str) -> str:
    """The moment under that name, with its zone (RFC 3339)."""
    value = text(body, key, MOMENT)
    try:
        datetime.fromisoformat(value.upper().replace(":60", ":59"))
    except ValueError:
        raise BadRequest(f"{key}: a moment is needed") from None
    return value


def word(body: Mapping[str, Any], key: str, words: Collection[str]) -> str:
    """One of a few words under that name."""
    value = text(body, key)
    if value not in words:
        raise BadRequest(f"{key}: not known")
    return value


def count(body: Mapping[str, Any], key: str, most: int = 2**31 - 1, *, least: int = 0) -> int:
    """A number of things, or of a place in a row."""
    value = body.get(key)
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())  # in JSON 1.0 is a whole number
    if not whole or isinstance(value, bool) or not least <= cast("float", value) <= most:
        raise BadRequest(f"{key}: a number is needed")
    return int(cast("float", value))


def number(body: Mapping[str, Any], key: str) -> float:
    """A measure, of any sign."""
    value = body.get(key)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise BadRequest(f"{key}: a number is needed")
    return float(value)


def person(body: Mapping[str, Any]) -> str:
    """The ID number of whom it is about."""
    return text(an_object(body, "person"), "id_number")


def evidence(body: Mapping[str, Any]) -> None:
    """Person and proofs, with the card and the SMS proof where there are any."""
    person(body)
    proofs: object = body.get("proofs")
    if not isinstance(proofs, list) or not proofs or not all(map(_is_proof, cast("list[object]", proofs))):
        raise BadRequest(f"proofs: at least one of {', '.join(sorted(PROOFS))}")
    if body.get("card") is not None:
        inserted(body)
    if body.get("sms") is not None:
        sms_proof(body)
    if body.get("face") is not None:
        face_proof(body)
    if body.get("staff") is not None:
        staff_proof(body)
    if body.get("agent") is not None:
        agent_proof(body)
    for name in ("assisted_by", "reviewed_by"):
        if name in body:
            text(body, name, STAFF_NUMBER)


def agent_proof(body: Mapping[str, Any]) -> None:
    """Who acts for the holder, and what came of their own proofs: at least one of them."""
    agent = an_object(body, "agent")
    text(agent, "id_number")
    text(agent, "name")
    word(agent, "relation", RELATIONS)
    given = [name for name in ("sms", "face", "staff") if agent.get(name) is not None]
    for name in given or ["sms"]:
        _bound(agent, name)
    if "staff" in given:
        staff_proof(agent)


def inserted(body: Mapping[str, Any]) -> dict[str, Any]:
    """The card in the reader."""
    card = an_object(body, "card")
    text(card, "identifier")
    text(card, "number")
    return card


def sms_proof(body: Mapping[str, Any]) -> dict[str, Any]:
    """Session and token of an SMS code that was given back; where a face fitted or an agent came instead, of that."""
    if body.get("agent") is not None and body.get("sms") is None:
        return an_object(body, "agent")
    instead = [name for name in ("face", "staff") if body.get(name) is not None]
    return _bound(body, instead[0] if instead and body.get("sms") is None else "sms")


def face_proof(body: Mapping[str, Any]) -> dict[str, Any]:
    """Session and token of a face that fitted."""
    return _bound(body, "face")


def staff_proof(body: Mapping[str, Any]) -> dict[str, Any]:
    """Session and token of the word of a member of staff, and whose it is."""
    text(an_object(body, "staff"), "number", STAFF_NUMBER)
    return _bound(body, "staff")


def _bound(body: Mapping[str, Any], name: str) -> dict[str, Any]:
    proof = an_object(body, name)
    text(proof, "session", SESSION)
    text(proof, "token")
    return proof


def attachment(body: Mapping[str, Any], key: str) -> None:
    """What waits in the staging area, by its name there."""
    given = an_object(body, key)
    text(given, "upload", UPLOAD)
    text(given, "digest", DIGEST)


def keyed(body: Mapping[str, Any]) -> tuple[str, str, str]:
    """Key, reference number and check part."""
    reference = an_object(body, "reference")
    return text(body, "key", KEY), text(reference, "number", NUMBER), text(reference, "check", CHECK)


def _is_proof(value: object) -> bool:
    return isinstance(value, str) and value in PROOFS
