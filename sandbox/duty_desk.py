"""The simulated duty desk: an inbox over HTTP that rings until somebody types `answer`."""

import json
import socket
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from sandbox.listener import Listener
from sandbox.part import CommandError
from sandbox.verbs import carry_out

LONGEST = 64 * 1024
FAULTS: Mapping[str, str] = {
    "refuses": "值班台拒绝呼叫（HTTP 503）",
    "garbage": "应答不是 JSON",
    "dropped": "收到后断开连接",
    "gone": "值班台连不上，清除故障后恢复",
}


class DutyDesk:
    """Keeps every call with its state: ringing, coming, given up."""

    name = "duty-desk"

    def __init__(self, port: int = 18085) -> None:
        self._numbers = count(1)
        self._active: set[str] = set()
        self.calls: dict[str, dict[str, Any]] = {}
        """Each call by its id, with what the terminal told."""
        self._listener = Listener(port, self._serve)

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT/calls`."""
        return f"http://127.0.0.1:{self._listener.port}/calls"

    @property
    def faults(self) -> Mapping[str, str]:
        """Each fault's name and what it does."""
        return FAULTS

    @property
    def verbs(self) -> Mapping[str, str]:
        """Each command's name and one line of help."""
        return {
            "answer": "answer：接听正在响的呼叫",
            "calls": "calls：收到过的呼叫",
            "fault": "fault 名称：打开故障；fault none：全部清除",
        }

    def start(self) -> None:
        """Listen."""
        self._listener.open()

    def stop(self) -> None:
        """Hang up and stop listening."""
        self._listener.close()

    def command(self, verb: str, *args: str) -> str:
        """Carry one of `verbs` out."""
        actions: Mapping[str, Callable[..., str]] = {
            "answer": self._answer,
            "calls": self._calls,
            "fault": self._fault,
        }
        return carry_out(actions, self.verbs, verb, args)

    def _answer(self) -> str:
        ringing = [call for call in self.calls.values() if call["state"] == "ringing"]
        for call in ringing:
            call["state"] = "coming"
        return f"接听了 {len(ringing)} 个呼叫"

    def _calls(self) -> str:
        lines = (f"{key} {call['terminal']} {call['place']}：{call['state']}" for key, call in self.calls.items())
        return "\n".join(lines) or "没有呼叫"

    def _fault(self, name: str) -> str:
        if name == "none":
            self._active.clear()
            self._listener.open()
            return "故障已清除"
        if name not in FAULTS:
            raise CommandError(f"没有这个故障：{name}。可以用：{'、'.join(FAULTS)}、none")
        self._active.add(name)
        if name == "gone":
            self._listener.vanish()
        return f"故障已打开：{FAULTS[name]}"

    def _serve(self, connection: socket.socket) -> None:
        with connection.makefile("rb") as stream:
            method, path, _ = (*stream.readline(LONGEST).decode("latin-1").split(" "), "", "", "")[:3]
            length = 0
            while line := stream.readline(LONGEST).strip():
                key, _, value = line.partition(b":")
                length = int(value) if key.lower() == b"content-length" else length
            body = stream.read(min(length, LONGEST))
        if "dropped" not in self._active:
            connection.sendall(self._answered(method, path.removeprefix("/calls").strip("/"), body))

    def _answered(self, method: str, call: str, body: bytes) -> bytes:
        if "refuses" in self._active:
            return _http("503 Service Unavailable", b"{}")
        if "garbage" in self._active:
            return _http("200 OK", b"<html>")
        if method == "POST":
            call = f"call-{next(self._numbers)}"
            self.calls[call] = {**json.loads(body), "state": "ringing"}
        elif call not in self.calls:
            return _http("404 Not Found", b"{}")
        elif method == "DELETE":
            self.calls[call]["state"] = "given up"
        return _http("200 OK", json.dumps({"call": call, "state": self.calls[call]["state"]}).encode())


def _http(status: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close"
    return f"{head}\r\n\r\n".encode() + body
