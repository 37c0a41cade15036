"""How the made-up bureau misbehaves: each fault changes the good answer, or how its bytes reach the wire."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from random import Random
from typing import Any

from sandbox.part import CommandError

Wait = Callable[[float], bool]
"""Waits so many seconds; true when the fault was taken away meanwhile."""

HUGE = 100 * 1024 * 1024
PIECE = 1024 * 1024
FOR_EVER = 3600.0
CODE = re.compile("[A-Z][A-Z0-9_]{1,39}")
ANOTHER_PERSON = {"id_number": "500103190001010009", "name": "另一人"}


@dataclass(frozen=True)
class Answer:
    """What goes back: status and JSON body."""

    status: int
    body: bytes

    def on_the_wire(self) -> bytes:
        """The whole HTTP message; the connection ends after it."""
        lines = (
            f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}",
            "Content-Type: application/json",
            f"Content-Length: {len(self.body)}",
            "Connection: close",
        )
        return "\r\n".join((*lines, "", "")).encode() + self.body

    def with_body(self, change: Callable[[dict[str, Any]], Any]) -> "Answer":
        """The same with its JSON changed."""
        return Answer(self.status, json.dumps(change(json.loads(self.body)), ensure_ascii=False).encode())


Sending = Callable[[Answer, tuple[str, ...], Wait], Iterator[bytes]]
Arriving = Callable[[tuple[str, ...], Wait], int]
"""What happens before the bureau acts; how often it acts then."""


def at_once(args: tuple[str, ...], wait: Wait) -> int:  # noqa: ARG001 - one of the ways
    """No fault: the request is carried out when it comes."""
    return 1


def _never_done(args: tuple[str, ...], wait: Wait) -> int:  # noqa: ARG001
    return 0


def _doubled(args: tuple[str, ...], wait: Wait) -> int:  # noqa: ARG001
    return 2


def _held(args: tuple[str, ...], wait: Wait) -> int:  # noqa: ARG001
    wait(FOR_EVER)
    return 1


def _delayed(args: tuple[str, ...], wait: Wait) -> int:
    wait(seconds(args, 5.0))
    return 1


def whole(answer: Answer, args: tuple[str, ...], wait: Wait) -> Iterator[bytes]:  # noqa: ARG001 - one of the ways
    """No fault: the answer in one piece."""
    yield answer.on_the_wire()


def _changed(change: Callable[[Answer, tuple[str, ...]], Answer]) -> Sending:
    def send(answer: Answer, args: tuple[str, ...], wait: Wait) -> Iterator[bytes]:
        yield from whole(change(answer, args), args, wait)

    return send


def _raw(bytes_of: Callable[[bytes], bytes]) -> Sending:
    def send(answer: Answer, args: tuple[str, ...], wait: Wait) -> Iterator[bytes]:  # noqa: ARG001
        yield bytes_of(answer.on_the_wire())

    return send


def _late(answer: Answer, args: tuple[str, ...], wait: Wait) -> Iterator[bytes]:
    wait(seconds(args, 5.0))
    yield answer.on_the_wire()


def _never(answer: Answer, args: tuple[str, ...], wait: Wait) -> Iterator[bytes]:  # noqa: ARG001
    wait(FOR_EVER)
    yield b""


def _when_let_go(answer: Answer, args: tuple[str, ...], wait: Wait) -> Iterator[bytes]:  # noqa: ARG001
    wait(FOR_EVER)
    yield answer.on_the_wire()


def _drip(answer: Answer, args: tuple[str, ...], wait: Wait) -> Iterator[bytes]:
    for byte in answer.on_the_wire():
        yield bytes((byte,))
        if wait(seconds(args, 1.0)):
            return


def _drip_body(answer: Answer, args: tuple[str, ...], wait: Wait) -> Iterator[bytes]:
    head, _, body = answer.on_the_wire().partition(b"\r\n\r\n")
    yield head + b"\r\n\r\n"
    for byte in body:
        yield bytes((byte,))
        if wait(seconds(args, 1.0)):
            return


def _huge(answer: Answer, args: tuple[str, ...], wait: Wait) -> Iterator[bytes]:  # noqa: ARG001
    yield f"HTTP/1.1 200 OK\r\nContent-Length: {HUGE}\r\nConnection: close\r\n\r\n".encode()
    for _ in range(HUGE // PIECE):
        yield b" " * PIECE


def _wrong_person(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "person": ANOTHER_PERSON} if "person" in body else body


def _bad_schema(body: dict[str, Any]) -> dict[str, Any]:
    """Every field is there, and every leaf is of a kind that no field has."""
    return {key: {"unexpected": []} for key in body}


def _too_much(body: dict[str, Any]) -> dict[str, Any]:
    """Digits where only states were to be told."""
    if "cards" not in body:
        return body
    cards = [{**card, "number": "C0000" + card["number_tail"]} for card in body["cards"]]
    return {**body, "cards": cards}


def _status(answer: Answer, args: tuple[str, ...]) -> Answer:  # noqa: ARG001 - a change
    try:
        status = HTTPStatus(int(args[0]) if args else 503)
    except ValueError:
        raise CommandError("http-error [状态码]，例如 http-error 502") from None
    return Answer(status, b'{"code": "FAILED", "message": ""}')


def _refuse(answer: Answer, args: tuple[str, ...]) -> Answer:  # noqa: ARG001 - a change
    code = args[0] if args else "BUSY"
    return Answer(422, json.dumps({"code": code, "message": f"后台拒绝（{code}）。"}).encode())


def _another_operation(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "key": "0" * 32} if "outcome" in body else body


def _echoed_wrongly(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "echo": body["echo"].swapcase()} if "echo" in body else body


def _internal_error(answer: Answer, args: tuple[str, ...]) -> Answer:  # noqa: ARG001 - a change
    return Answer(500, b'{"code": "FAILED", "message": ""}')


def _garbage(answer: Answer, args: tuple[str, ...]) -> Answer:  # noqa: ARG001 - a change
    return Answer(200, b"\x1f\x8b<html>\xff\xfe garbage")


def _not_signed(answer: Answer, args: tuple[str, ...]) -> Answer:  # noqa: ARG001 - a change
    return Answer(401, b'{"code": "SIGNATURE", "message": "signature"}')


def seconds(args: tuple[str, ...], otherwise: float) -> float:
    """The fault's argument as seconds; `CommandError` when it is none."""
    try:
        value = float(args[0]) if args else otherwise
    except ValueError:
        raise CommandError(f"应为秒数，不是 {args[0]}") from None
    return min(max(value, -1e9), 1e9)


@dataclass(frozen=True)
class Fault:
    """One way to misbehave. `timed`: its argument is a number of seconds."""

    words: str
    send: Sending = whole
    timed: bool = False
    arrive: Arriving = at_once


FAULTS: Mapping[str, Fault] = {
    "down": Fault("停止监听，连接被拒绝"),
    "late": Fault("late 秒数：迟到的应答，默认 5 秒", _late, timed=True),
    "never": Fault("接受连接，从不应答", _never),
    "drip": Fault("drip [秒数]：每隔 1 秒只发一个字节，从首部起", _drip, timed=True),
    "drip-body": Fault("drip-body [秒数]：首部正常，正文每隔 1 秒一个字节", _drip_body, timed=True),
    "hang-up": Fault("办理后挂断，不应答", _raw(lambda _: b"")),
    "dropped": Fault("收到请求后挂断，未办理", _raw(lambda _: b""), arrive=_never_done),
    "held": Fault("请求先扣住，故障解除后才办理并应答", arrive=_held),
    "held-answer": Fault("办理后扣住应答，故障解除后才发出", _when_let_go),
    "delayed": Fault("delayed 秒数：请求在途中耽搁，到达后才办理，默认 5 秒", timed=True, arrive=_delayed),
    "doubled": Fault("网关把同一请求送达两次，同时办理", arrive=_doubled),
    "half": Fault("应答发到一半断开", _raw(lambda raw: raw[: len(raw) - 20])),
    "twice": Fault("同一应答连发两遍", _raw(lambda raw: raw + raw)),
    "not-http": Fault("应答不是 HTTP", _raw(lambda _: b"\x00\xff\x15 220 ready\r\n\r\n")),
    "error500": Fault("内部错误（500）", _changed(_internal_error)),
    "http-error": Fault("http-error [状态码]：默认 503", _changed(_status)),
    "garbage": Fault("正文不是 JSON", _changed(_garbage)),
    "bad-schema": Fault("正文是 JSON，但不合接口约定", _changed(lambda answer, _: answer.with_body(_bad_schema))),
    "wrong-person": Fault("回答的是另一个人", _changed(lambda answer, _: answer.with_body(_wrong_person))),
    "too-much": Fault("只该给状态时也给出卡号", _changed(lambda answer, _: answer.with_body(_too_much))),
    "wrong-key": Fault("回答的是另一笔业务", _changed(lambda answer, _: answer.with_body(_another_operation))),
    "wrong-echo": Fault("回声和送来的不一样", _changed(lambda answer, _: answer.with_body(_echoed_wrongly))),
    "huge": Fault("正文 100 MB", _huge),
    "refuse": Fault("refuse [代码]：业务拒绝，默认 BUSY", _changed(_refuse), arrive=_never_done),
    "signature": Fault("网关不接受任何签名", _changed(_not_signed), arrive=_never_done),
    "hsm-down": Fault("加密机不可用，其余照常"),
    "clock": Fault("clock [秒数]：后台时钟偏差，默认快 3600 秒", timed=True),
    "live": Fault("自称正式系统"),
    "seed": Fault("seed [数字] [百分比]：按种子随机出错，默认 seed 1 30"),
}
"""Fault name → what it does."""
DRAWN = ("hang-up", "dropped", "doubled", "half", "twice", "error500", "http-error", "garbage", "wrong-key")
"""What may come up under `seed`; nothing of it takes time."""


def drawn(random: Random, percent: int) -> str:
    """A fault, or none."""
    return random.choice(DRAWN) if random.randrange(100) < percent else "none"


def seeding(args: tuple[str, ...]) -> tuple[int, int]:
    """Seed and percentage; `CommandError` when they are none."""
    try:
        seed, percent, *_ = (*map(int, args), *(1, 30)[len(args) :])
    except ValueError:
        raise CommandError("seed [数字] [百分比]，例如 seed 7 30") from None
    return seed, percent


def checked(name: str, args: tuple[str, ...]) -> None:
    """`CommandError` unless this fault exists and can have these arguments."""
    if name not in FAULTS:
        raise CommandError(f"没有故障 {name}，可以用：none、{'、'.join(FAULTS)}")
    if FAULTS[name].timed:
        seconds(args, 0.0)
    if name == "http-error":
        _status(Answer(200, b""), args)
    if name == "seed":
        seeding(args)
    if name == "refuse" and args and CODE.fullmatch(args[0]) is None:
        raise CommandError("refuse [代码]，例如 refuse BUSY")
