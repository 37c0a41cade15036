"""The other kind of gateway before the made-up bureau: takes signed JSON envelopes, and answers in them."""

import base64
import io
import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import ECB
from cryptography.hazmat.primitives.padding import PKCS7
from gmalg import SM2  # pyright: ignore[reportMissingTypeStubs]
from werkzeug.wrappers import Response

from sandbox.backend.signing import WINDOW

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

SIGNER = b"1234567812345678"
GATEWAY_KEY = bytes.fromhex("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8")
"""The sample key of GB/T 32918: nobody's."""
TERMINAL_KEY = bytes.fromhex("128B2FA8BD433C6C068C8D803DFF79792A519A55171B1B650C23661D15897263")
"""The other sample key of that standard."""
ANSWERED = "version", "encType", "signType", "nonce"
"""What an answer repeats of its request."""


class Turned(Exception):  # noqa: N818 - away, by the gateway
    """An envelope that is not let through; the code says why."""


class EnvelopeGateway:
    """A WSGI application around the bureau's own; requests that are no envelopes pass as they are.

    `app`: id and secret of the one application; `inside`: what to set in the environment of a request that was let
    through; `system`: the address that is read.
    """

    def __init__(
        self, inner: "WSGIApplication", app: tuple[str, str], clock: Callable[[], float], *, inside: str, system: str
    ) -> None:
        self._inner, self._clock = inner, clock
        self._app_id, self._secret = app
        self._inside, self._system = inside, system
        self._terminal = SM2(uid=SIGNER, pk=public_key(TERMINAL_KEY))
        self._own = SM2(GATEWAY_KEY, SIGNER, public_key(GATEWAY_KEY))
        self._lock, self._seen = Lock(), set[str]()

    def __call__(self, environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
        """One request."""
        body = environ["wsgi.input"].read()
        again = {**environ, "wsgi.input": io.BytesIO(body)}
        envelope = _envelope(body)
        if envelope is None:
            return self._inner(again, start_response)
        return self._wrapped(envelope, self._answer(envelope, again))(environ, start_response)

    def _answer(self, envelope: Mapping[str, Any], environ: dict[str, Any]) -> dict[str, Any]:
        """Code, message and data."""
        try:
            data = self._opened(envelope)
        except Turned as turned:
            return {"code": str(turned), "message": "网关未接受请求的签名。", "success": False}
        content = json.dumps(data, ensure_ascii=False).encode()
        passed = {**environ, self._inside: True, "wsgi.input": io.BytesIO(content), "CONTENT_LENGTH": str(len(content))}
        if environ["PATH_INFO"] == self._system:
            passed |= {"REQUEST_METHOD": "GET", "CONTENT_LENGTH": "0"}
        answer = Response.from_app(self._inner, passed)
        told: dict[str, Any] = json.loads(answer.get_data())
        if answer.status_code == 200:  # noqa: PLR2004 - all else is a refusal
            return {"code": 0, "message": "", "success": True, "data": told}
        return {"code": told["code"], "message": told["message"], "success": False, "data": told}

    def _opened(self, envelope: Mapping[str, Any]) -> dict[str, Any]:
        """The data of a request that a terminal signed, now, and that was not here before."""
        try:
            data = (
                decipher(envelope["encData"], self._app_id, self._secret) if "encData" in envelope else envelope["data"]
            )
            signature = base64.b64decode(envelope["signData"], validate=True)
            moment = int(envelope["timestamp"])
        except (KeyError, ValueError, TypeError):
            raise Turned("SIGNATURE") from None
        text = signed_text({**envelope, "data": data}, self._secret).encode()
        known = envelope.get("appId") == self._app_id
        if len(signature) != 64 or not self._terminal.verify(text, signature[:32], signature[32:]) or not known:  # noqa: PLR2004
            raise Turned("SIGNATURE")
        if abs(moment - self._clock()) > WINDOW:
            raise Turned("TIMESTAMP")
        self._once(str(envelope.get("nonce", envelope["signData"])))
        return data

    def _once(self, nonce: str) -> None:
        with self._lock:
            if nonce in self._seen:
                raise Turned("REPLAY")
            self._seen.add(nonce)

    def _wrapped(self, asked: Mapping[str, Any], answer: dict[str, Any]) -> Response:
        own = {"appId": self._app_id, "timestamp": str(int(self._clock()))}
        whole = {**own, **{name: asked[name] for name in ANSWERED if name in asked}, **answer}
        halves = self._own.sign(signed_text(whole, self._secret).encode())
        signature = base64.b64encode(b"".join(half.rjust(32, b"\x00") for half in halves)).decode()
        if asked.get("encType") == "SM4" and "data" in whole:
            whole["encData"] = encipher(whole.pop("data"), self._app_id, self._secret)
        body = json.dumps({**whole, "signData": signature}, ensure_ascii=False)
        return Response(body, 200, mimetype="application/json")


def signed_text(fields: Mapping[str, Any], secret: str) -> str:
    """The rule of the national platforms: `a=…&b=…&key=SECRET` without what is empty."""
    parts: list[str] = []
    for name in sorted(fields):
        value = _pruned(fields[name])
        if name in ("signData", "encData", "extra") or value in (None, "", {}, []):
            continue
        if not isinstance(value, str):
            value = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        parts.append(f"{name}={value}")
    return "&".join((*parts, f"key={secret}"))


def encipher(data: object, app_id: str, secret: str) -> str:
    """SM4, ECB, PKCS #7; upper-case hex of the ASCII JSON."""
    pad = PKCS7(128).padder()
    plain = json.dumps(data, sort_keys=True, separators=(",", ":")).encode()
    return _sm4(_key(app_id, secret)).encryptor().update(pad.update(plain) + pad.finalize()).hex().upper()


def decipher(sealed: str, app_id: str, secret: str) -> dict[str, Any]:
    """`ValueError` when it is none."""
    pad = PKCS7(128).unpadder()
    plain = pad.update(_sm4(_key(app_id, secret)).decryptor().update(bytes.fromhex(sealed))) + pad.finalize()
    return json.loads(plain)


@cache
def public_key(private: bytes) -> bytes:
    """Its point, uncompressed: 04, x, y. Reckoned in Python, 30 ms each."""
    return SM2(private).generate_pk(private)


def _key(app_id: str, secret: str) -> bytes:
    pad = PKCS7(128).padder()
    padded = pad.update(secret.encode()) + pad.finalize()
    return _sm4(app_id[:16].encode()).encryptor().update(padded)[:8].hex().upper().encode()


def _sm4(key: bytes) -> Cipher[ECB]:
    return Cipher(SM4(key), ECB())  # noqa: S305 - the platforms' rule


def _envelope(body: bytes) -> dict[str, Any] | None:
    try:
        read = json.loads(body)
    except ValueError:
        return None
    return read if isinstance(read, dict) and "signData" in read else None  # pyright: ignore[reportUnknownVariableType]


def _pruned(value: Any) -> Any:
    if isinstance(value, dict):
        pruned = {name: _pruned(inner) for name, inner in cast("dict[str, Any]", value).items()}
        return {name: inner for name, inner in pruned.items() if inner not in (None, "", {}, [])}
    if isinstance(value, list):
        return [_pruned(inner) for inner in cast("list[Any]", value)]
    return value
