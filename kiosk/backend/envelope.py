"""The signed JSON envelope of the national platforms: bodies sealed with SM4, signed with SM2 and SM3.

SM2 and SM3 are those of `gmalg` (GB/T 32918.2, GB/T 32905), SM4 that of `cryptography` (GB/T 32907). Sealing in ECB
mode under a key that follows from application id and secret is the platforms' rule and protects little: TLS, best with
a certificate of the terminal's own, goes beneath it.
"""

import base64
import json
import re
import secrets
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from kiosk.backend.errors import BackendMalformed, BackendUnauthorised
from kiosk.backend.signing import secret as held_alone

if TYPE_CHECKING:
    from gmalg import SM2  # pyright: ignore[reportMissingTypeStubs]

VERSION: Final = "1.0.0"
USER_ID: Final = b"1234567812345678"
"""With which SM2 signs where nothing else was agreed (GB/T 35276, 10)."""
UNSIGNED: Final = frozenset({"signData", "encData", "extra"})
KEY_CHARS: Final = 16
BLOCK_BITS: Final = 128
COORDINATE_BYTES: Final = 32
WINDOW: Final = 600
"""Seconds by which an answer's timestamp may be off."""
NOT_SIGNED: Final = frozenset({"SIGNATURE", "REPLAY", "TIMESTAMP"})
"""Codes with which a gateway turns a request away; the contract gives them status 401."""
OK, BAD_REQUEST, UNAUTHORISED, UNPROCESSABLE = 200, 400, 401, 422
_CODE = re.compile("[A-Z][A-Z0-9_]{1,39}")


class Manner(NamedTuple):
    """What operators of such gateways do differently.

    `encrypted`: bodies go as encData; `nonce`: requests have one, which the answer repeats; `secret_signed`: the text
    to sign ends with the secret; `signature`: "raw" (r and s) or "der"; `numbers`: as "numbers" or "strings" there;
    `escaped`: what is not ASCII stands there as \\uXXXX; `timestamp`: "seconds" or "milliseconds".
    """

    encrypted: bool = True
    nonce: bool = True
    secret_signed: bool = True
    signature: str = "raw"
    numbers: str = "numbers"
    escaped: bool = False
    timestamp: str = "seconds"


class Keys(NamedTuple):
    """Where the secrets are, each alone in a file: the application's, the terminal's SM2 key and the gateway's public
    one (64 and 128 hex digits). They are read for each request: new ones need no restart."""

    secret: Path
    own: Path
    gateway: Path


class Envelope:
    """A gateway that takes and gives envelopes. One exchange at a time: the answer has to repeat the last nonce."""

    def __init__(self, app_id: str, keys: Keys, manner: Manner, wall: Callable[[], float] = time.time) -> None:
        self._app_id = app_id
        self._keys = keys
        self._manner = manner
        self._wall = wall
        self._nonce = ""
        self.growth = 3  # hex, and what is around it
        self.offset = 0.0
        """Seconds between the gateway's clock and the terminal's, as last learnt from a refusal."""

    def __repr__(self) -> str:
        return f"Envelope({self._app_id!r})"

    def now(self) -> float:
        """The time that is signed: the terminal's clock, corrected; Unix seconds."""
        return self._wall() + self.offset

    def headers(self) -> Mapping[str, str]:
        """None of its own: all is in the body."""
        return {}

    def written(self, body: bytes | None) -> bytes:
        """The envelope around a body; a question without one has an empty `data`."""
        token, data = held_alone(self._keys.secret), json.loads(body or b"{}")
        envelope = self._head()
        signed = sign(to_sign({**envelope, "data": data}, token, self._manner), self._own(), self._manner.signature)
        content = {"encData": seal(data, self._app_id, token)} if self._manner.encrypted else {"data": data}
        return json.dumps({**envelope, **content, "signData": signed}, ensure_ascii=False).encode()

    def read(self, status: int, body: bytes) -> tuple[int, bytes]:
        """What the contract would have answered; `BackendMalformed` unless the gateway signed it, now and for us."""
        answer = _object(body)
        token = held_alone(self._keys.secret)
        if "encData" in answer:
            answer["data"] = opened(answer["encData"], self._app_id, token)
        self._check(answer, token)
        code = answer.get("code")
        if code in (0, "0"):
            return status, json.dumps(answer.get("data") or {}).encode()
        refusal = _refusal(answer)
        return _status(refusal["code"]), json.dumps(refusal).encode()

    def _head(self) -> dict[str, Any]:
        unit = 1000 if self._manner.timestamp == "milliseconds" else 1
        self._nonce = secrets.token_hex(16) if self._manner.nonce else ""
        return {
            "appId": self._app_id,
            "version": VERSION,
            "timestamp": str(int(self.now() * unit)),
            "encType": "SM4" if self._manner.encrypted else "plain",
            "signType": "SM2",
            **({"nonce": self._nonce} if self._nonce else {}),
        }

    def _check(self, answer: Mapping[str, Any], token: str) -> None:
        text = to_sign(answer, token, self._manner)
        gateway = _curve(public=_hex(self._keys.gateway, 2 * COORDINATE_BYTES))
        if not verified(text, answer.get("signData"), gateway, self._manner.signature):
            raise BackendMalformed("an answer that the gateway did not sign")
        if answer.get("appId") != self._app_id or answer.get("nonce", "") != self._nonce:
            raise BackendMalformed("an answer to another request")
        late = abs(_moment(answer) - self.now()) > WINDOW
        if late and answer.get("code") != "TIMESTAMP":
            raise BackendMalformed("an answer of another time")

    def _own(self) -> "SM2":
        return _curve(private=_hex(self._keys.own, COORDINATE_BYTES))


def to_sign(fields: Mapping[str, Any], token: str, manner: Manner) -> str:
    """The text that is signed: names sorted, nothing empty, `data` in canonical JSON, the secret at its end."""
    told = {name: _text(value, manner) for name, value in fields.items() if name not in UNSIGNED}
    joined = "&".join(f"{name}={told[name]}" for name in sorted(told) if told[name])
    return f"{joined}&key={token}" if manner.secret_signed else joined


def sign(text: str, key: "SM2", form: str) -> str:
    """The signature over UTF-8 of `text`, Base64. `form`: "raw" is r and s of 32 bytes each, "der" is ASN.1."""
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature  # noqa: PLC0415 - when needed

    r, s = key.sign(text.encode())
    if form == "der":
        return base64.b64encode(encode_dss_signature(int.from_bytes(r), int.from_bytes(s))).decode()
    halves = (half.rjust(COORDINATE_BYTES, b"\x00") for half in (r, s))  # gmalg drops leading zeros
    return base64.b64encode(b"".join(halves)).decode()


def verified(text: str, signature: object, key: "SM2", form: str) -> bool:
    """Whether that key signed that text."""
    try:
        r, s = _halves(base64.b64decode(str(signature), validate=True), form)
        return key.verify(text.encode(), r, s)
    except (ValueError, OverflowError):
        return False


def seal(data: object, app_id: str, token: str) -> str:
    """`data` as encData: ASCII JSON under SM4-ECB with PKCS #7, upper-case hex."""
    return _sm4(business_key(app_id, token), _compact(data, escaped=True).encode()).hex().upper()


def opened(sealed: object, app_id: str, token: str) -> Any:
    """The data in encData; `BackendMalformed` when it is sealed otherwise."""
    try:
        return json.loads(_sm4(business_key(app_id, token), bytes.fromhex(str(sealed)), opens=True))
    except (ValueError, RecursionError):
        raise BackendMalformed("an answer that cannot be deciphered") from None


def business_key(app_id: str, token: str) -> bytes:
    """The first half of the hex digits of the secret under the application id, as ASCII: that is the rule."""
    return _sm4(app_id[:KEY_CHARS].encode(), token.encode()).hex().upper()[:KEY_CHARS].encode()


def key_trouble(path: Path, size: int) -> str:
    """What is wrong with the file of an SM2 key of `size` bytes; "" when nothing is."""
    try:
        _hex(path, size)
    except BackendUnauthorised as error:
        return error.detail
    return ""


def _sm4(key: bytes, content: bytes, *, opens: bool = False) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers.algorithms import SM4  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers.modes import ECB  # noqa: PLC0415 - when needed
    from cryptography.hazmat.primitives.padding import PKCS7  # noqa: PLC0415

    cipher, padding = Cipher(SM4(key), ECB()), PKCS7(BLOCK_BITS)  # noqa: S305 - the rule
    if opens:
        deciphered, pad = cipher.decryptor(), padding.unpadder()
        return pad.update(deciphered.update(content) + deciphered.finalize()) + pad.finalize()
    enciphered, pad = cipher.encryptor(), padding.padder()
    return enciphered.update(pad.update(content) + pad.finalize()) + enciphered.finalize()


def _curve(*, private: bytes | None = None, public: bytes | None = None) -> "SM2":
    """Of its own key or of the gateway's; a private key knows its public one."""
    from gmalg import SM2  # noqa: PLC0415 - on the worker's thread  # pyright: ignore[reportMissingTypeStubs]

    if private is not None:
        return SM2(private, USER_ID, SM2(private).generate_pk(private))
    return SM2(uid=USER_ID, pk=b"\x04" + (public or b""))


def _hex(path: Path, size: int) -> bytes:
    try:
        key = bytes.fromhex(held_alone(path))
    except ValueError:
        raise BackendUnauthorised(f"file {path}: it does not hold hex digits") from None
    if len(key) != size:
        raise BackendUnauthorised(f"file {path}: it holds {len(key)} bytes instead of {size}")
    return key


def _halves(signature: bytes, form: str) -> tuple[bytes, bytes]:
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature  # noqa: PLC0415 - when needed

    if form == "der":
        r, s = decode_dss_signature(signature)
        return r.to_bytes(COORDINATE_BYTES), s.to_bytes(COORDINATE_BYTES)
    if len(signature) != 2 * COORDINATE_BYTES:
        raise ValueError
    return signature[:COORDINATE_BYTES], signature[COORDINATE_BYTES:]


def _text(value: object, manner: Manner) -> str:
    """A field as it stands in the text to sign; "" for one that does not."""
    cleaned = _cleaned(value, strings=manner.numbers == "strings")
    if cleaned is None or isinstance(cleaned, str):
        return cleaned or ""
    return _compact(cleaned, escaped=manner.escaped)


def _cleaned(value: object, *, strings: bool) -> Any:
    """Without empty members at any level; None when nothing is left."""
    if isinstance(value, dict):
        items = cast("dict[str, object]", value).items()
        kept = {name: _cleaned(inner, strings=strings) for name, inner in items}
        return {name: inner for name, inner in kept.items() if inner is not None} or None
    if isinstance(value, list):
        return [_cleaned(inner, strings=strings) for inner in cast("list[object]", value)] or None
    if strings and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return None if value == "" else value


def _compact(value: object, *, escaped: bool) -> str:
    return json.dumps(value, ensure_ascii=escaped, sort_keys=True, separators=(",", ":"))


def _object(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise BackendMalformed("no envelope")
    return cast("dict[str, Any]", answer)


def _moment(answer: Mapping[str, Any]) -> float:
    """Unix seconds; milliseconds are known by their size."""
    try:
        moment = float(str(answer.get("timestamp")))
    except ValueError:
        raise BackendMalformed("an answer without its time") from None
    return moment / 1000 if moment > 1e11 else moment  # noqa: PLR2004 - in seconds that is the year 5138


def _refusal(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The contract's refusal: a code of the bureau's as it is, a number of the gateway's as GATEWAY_1234."""
    code, data = str(answer.get("code")), answer.get("data")
    known = code if _CODE.fullmatch(code) else "GATEWAY_" + re.sub("[^0-9A-Z]", "_", code.upper())[:30]
    more = cast("dict[str, Any]", data) if isinstance(data, dict) else {}
    told = {"code": known, "message": str(answer.get("message") or "")[:500]}
    moment = {"time": datetime.fromtimestamp(_moment(answer), UTC).isoformat()} if known == "TIMESTAMP" else {}
    return {**told, **moment, **{name: more[name] for name in ("tries_left",) if name in more}}


def _status(code: str) -> int:
    if code in NOT_SIGNED:
        return UNAUTHORISED
    return BAD_REQUEST if code == "BAD_REQUEST" else UNPROCESSABLE
