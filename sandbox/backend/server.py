"""The made-up bureau as a part of the sandbox: its API on a port of this machine, its log, and its faults."""

import io
import re
import socket
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Response

from sandbox.backend import elsewhere, rules, staff
from sandbox.backend.app import BEHIND_THE_GATEWAY, SYSTEM, make_app
from sandbox.backend.database import Database, moment
from sandbox.backend.envelope import GATEWAY_KEY, TERMINAL_KEY, EnvelopeGateway, public_key
from sandbox.backend.face_routes import COMPARE
from sandbox.backend.faults import FAULTS, Answer, Fault, checked, drawn, seconds, seeding
from sandbox.backend.filing_routes import UPLOADS
from sandbox.backend.handing_out import NotReadyError, hand_out
from sandbox.backend.operations import lines
from sandbox.backend.pin_routes import PIN_COMMANDS
from sandbox.backend.production import make_cards
from sandbox.backend.ratings import lines as ratings
from sandbox.backend.routes import BANK, BANK_ITEM, CLOSE, OPERATIONS, PATHS, READING, SETTLE
from sandbox.backend.signing import Gateway
from sandbox.backend.sms import inbox
from sandbox.backend.terminals import heartbeats
from sandbox.backend.uploads import drop_expired
from sandbox.hsm import TEST_TERMINAL_KEY
from sandbox.part import CommandError
from sandbox.people import Person, SocialSecurityCard
from sandbox.records.desk import lines as records
from sandbox.records.public import is_public, make_public
from sandbox.records.sealing import sealer
from sandbox.verbs import carry_out

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

LOOPBACK = "127.0.0.1"
APP_ID = "sandbox-terminal"
TOKEN = "sandbox-token-0000"  # noqa: S105 - of made-up people's bureau
KEPT_REQUESTS = 500
SHUTDOWN_POLL = 0.01
CLOCK_SHIFT = 3600.0
LONGEST_BODY, LONGEST_UPLOAD = 64 * 1024, 1024 * 1024
ENVELOPE_GROWTH = 3
"""How many times as long a body is in an envelope, at most."""
PICTURED = frozenset({UPLOADS, COMPARE})
"""Where a body may be that long."""
ALL, SCOPE_END = "", ":"
SCOPES: Mapping[str, frozenset[str]] = {
    "operations": frozenset({*OPERATIONS, CLOSE}) - {BANK},
    "bank": frozenset({BANK}),
    "settle": frozenset({SETTLE}),
    "hsm": frozenset({READING, *PIN_COMMANDS}),
    "sms": frozenset({"/v1/sms/codes", "/v1/sms/check"}),
    "uploads": frozenset({UPLOADS}),
}
"""Where a fault may be limited to: `operations:held`. Everything else goes on as it should."""
UNITS: Mapping[str, int] = {"s": 1, "m": 60, "h": 3600, "d": 86400}
SHIFT = re.compile(r"([+-]\d{1,6})([smhd])", re.ASCII)


class BackendServer:
    """The bureau of `people`.

    `port`: 0 lets the system choose. `folder`: for the database, the request log and the token's file.
    `database_url`: an SQLAlchemy URL instead of SQLite in `folder`; the tables named sandbox_* in it are made anew.
    """

    name = "backend"

    def __init__(
        self, people: Sequence[Person], *, port: int = 18080, folder: Path, database_url: str | None = None
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.token_file = folder / "backend-token"
        self.token_file.write_text(TOKEN + "\n", "utf-8")
        self.pin_key_file = folder / "pin-key"
        self.pin_key_file.write_text(TEST_TERMINAL_KEY.hex().upper() + "\n", "utf-8")
        self.pin_key_file.chmod(0o600)
        self.app_id = APP_ID
        self.envelope_key_file = folder / "envelope-key"
        """A terminal's own SM2 key, where it speaks in envelopes; `envelope_gateway_key_file` is the gateway's."""
        self.envelope_key_file.write_text(TERMINAL_KEY.hex().upper() + "\n", "utf-8")
        self.envelope_key_file.chmod(0o600)
        self.envelope_gateway_key_file = folder / "envelope-gateway-key"
        self.envelope_gateway_key_file.write_text(public_key(GATEWAY_KEY)[1:].hex().upper() + "\n", "utf-8")
        self.record_root_file = folder / "record-root.pem"
        """What terminals verify records by."""
        self.record_root_file.write_bytes(sealer().root_pem)
        self.log_file = folder / "backend.log"
        self.into_hand: Callable[[str, SocialSecurityCard], None] = lambda _key, _card: None
        """Where a card goes that the counter hands out to somebody: into their hand, where cards are simulated too."""
        self._port = port
        self._size = len(people)
        self._shift = 0.0
        self._database = Database(
            database_url or f"sqlite:///{folder / 'backend.sqlite'}",
            people,
            lambda: time.time() + self._shift,
            (make_cards, drop_expired),
        )
        gateway = Gateway(APP_ID, TOKEN, self._now)
        self._app = make_app(self._database, gateway, self._now, self._is_on, self._refusal)
        self._gateway = EnvelopeGateway(self._app, (APP_ID, TOKEN), self._now, inside=BEHIND_THE_GATEWAY, system=SYSTEM)
        self._public = make_public(self._database)
        self._requests: deque[str] = deque(maxlen=KEPT_REQUESTS)
        self._lock = Lock()
        self._scope, self._fault, self._args, self._over = ALL, "none", (), Event()
        self._random, self._percent, self._waiting, self._stopping = Random(), 0, 0, Event()  # noqa: S311 - seeded
        self._listening: tuple[BaseWSGIServer, Thread] | None = None

    @property
    def url(self) -> str:
        """For kiosk.toml, `backend.url`."""
        return f"http://{LOOPBACK}:{self._port}"

    @property
    def verbs(self) -> Mapping[str, str]:
        """Command → help."""
        return {
            "state": "state：是否在监听、有多少人、当前故障",
            "requests": "requests [条数]：最近收到的请求，不含个人信息",
            "notices": "notices：终端报来的通知",
            "heartbeats": "heartbeats：每台终端最近一次心跳",
            "inbox": "inbox [条数]：手机收到的短信验证码",
            "staff": "staff：工作人员的工号、密码、角色、姓名",
            "records": "records：出具过的权益记录，编号、查验码和状态",
            "ratings": "ratings：收到的评价，不含是谁",
            "operations": "operations [条数]：最近的业务及其结果",
            "hand-out": "hand-out KEY：领卡网点把制好的新卡交给某人，旧卡注销",
            "data-sharing": "data-sharing KEY died|emigrated：数据共享得知某人死亡或出国定居，其社保卡全部注销",
            "bank-account": "bank-account KEY closed|verbal_loss|…：银行自己改了某人账户的状态，谁也没有告诉",
            "clock": "clock [+7d | -2h | now]：后台业务日历前后移动（s、m、h、d），网关时钟不动",
            "rules": "rules [名称 on|off]：由城市自定的规则，查看或改变",
            "fault": "fault [operations:|bank:|settle:|hsm:|sms:|uploads:]名称 [参数] | fault none：制造或解除故障",
        }

    @property
    def faults(self) -> Mapping[str, str]:
        """Fault → what it does."""
        return {name: fault.words for name, fault in FAULTS.items()}

    def start(self) -> None:
        """Listen; nothing happens when it listens already. `OSError` when the port is taken."""
        if self._listening is not None:
            return
        self._over, self._stopping = Event(), Event()
        with socket.create_server((LOOPBACK, self._port)) as opened:
            self._port = int(opened.getsockname()[1])
            server = make_server(
                LOOPBACK, self._port, self._serve, threaded=True, request_handler=_Handler, fd=opened.fileno()
            )
        thread = Thread(target=server.serve_forever, args=(SHUTDOWN_POLL,), name="sandbox-backend", daemon=True)
        thread.start()
        self._listening = server, thread

    def stop(self) -> None:
        """Stop listening; what a fault holds back is lost, requests undone. May be called twice."""
        self._stopping.set()
        self._over.set()
        listening, self._listening = self._listening, None
        if listening is not None:
            server, thread = listening
            server.shutdown()
            thread.join()
            server.server_close()

    def command(self, verb: str, *args: str) -> str:
        """Carry out one of `verbs`; `CommandError` for nonsense."""
        actions: dict[str, Callable[..., str]] = {
            "state": self._state,
            "requests": self._last_requests,
            "notices": self._notices,
            "heartbeats": self._heartbeats,
            "inbox": self._inbox,
            "staff": staff.told,
            "records": self._records,
            "ratings": self._ratings,
            "operations": self._operations,
            "hand-out": self._hand_out,
            "data-sharing": self._data_sharing,
            "bank-account": self._bank_account,
            "clock": self._clock,
            "rules": self._rules,
            "fault": self._set_fault,
        }
        return carry_out(actions, self.verbs, verb, args)

    def _state(self) -> str:
        heard = self.url if self._listening is not None else "没有监听"
        fault = " ".join((f"{self._scope}{SCOPE_END if self._scope else ''}{self._fault}", *self._args))
        return f"后台 {heard}，{self._size} 人，故障 {fault}，扣住 {self._waiting} 个请求"

    def _last_requests(self, count: str = "10") -> str:
        with self._lock:
            kept = list(self._requests)
        return "\n".join(kept[-int(count) :] if count.isdecimal() and int(count) else kept) or "还没有请求"

    def _notices(self) -> str:
        return "\n".join(self._database.notices()) or "还没有通知"

    def _heartbeats(self) -> str:
        return "\n".join(self._database.transact(heartbeats)) or "还没有心跳"

    def _inbox(self, count: str = "10") -> str:
        return "\n".join(self._database.transact(lambda session: inbox(session, _number(count)))) or "还没有短信"

    def _rules(self, name: str = "", to: str = "on") -> str:
        if name and (name not in rules.RULES or to not in ("on", "off")):
            raise CommandError(f"rules [名称 on|off]，名称：{'、'.join(rules.RULES)}")
        if name:
            self._database.transact(lambda session: rules.switch(session, name, on=to == "on"))
        return "\n".join(self._database.transact(rules.lines))

    def _records(self) -> str:
        return "\n".join(self._database.transact(records)) or "还没有出具材料"

    def _ratings(self) -> str:
        return "\n".join(self._database.transact(ratings)) or "还没有评价"

    def _operations(self, count: str = "10") -> str:
        return "\n".join(self._database.transact(lambda session: lines(session, _number(count)))) or "还没有业务"

    def _hand_out(self, key: str) -> str:
        try:
            card = self._database.transact(lambda session: hand_out(session, key, self._database.clock()))
        except NotReadyError as error:
            raise CommandError(str(error)) from None
        self.into_hand(key, card)
        return f"新卡已交给 {key}：{card.number}，未启用，初始密码 {card.chip.pin}"

    def _data_sharing(self, key: str, found: str = "") -> str:
        return self._database.transact(lambda session: elsewhere.data_sharing(session, key, found))

    def _bank_account(self, key: str, state: str = "") -> str:
        return self._database.transact(lambda session: elsewhere.bank_account(session, key, state))

    def _clock(self, shift: str = "+0s") -> str:
        """The calendar goes on from where it is, or (`now`) is the machine's again; what is due then happens."""
        parts = SHIFT.fullmatch(shift)
        if parts is None and shift != "now":
            raise CommandError(self.verbs["clock"])
        self._shift = 0.0 if parts is None else self._shift + int(parts[1]) * UNITS[parts[2]]
        self._database.transact(lambda _: None)
        return f"业务日历：{moment(self._database.clock())}"

    def _set_fault(self, name: str, *args: str) -> str:
        scope, _, fault = name.rpartition(SCOPE_END)
        if scope and scope not in SCOPES:
            raise CommandError(f"没有范围 {scope}，可以用：{'、'.join(SCOPES)}")
        if fault != "none":
            checked(fault, args)
        if fault == "seed":
            seed, self._percent = seeding(args)
            self._random = Random(seed)  # noqa: S311 - misbehaves again the same way
        self._over.set()
        self._scope, self._fault, self._args, self._over = scope, fault, args, Event()
        if fault == "down":
            self.stop()
        else:
            self.start()
        return f"故障：{name}" if fault != "none" else "没有故障"

    def _now(self) -> float:
        return time.time() + (seconds(self._args, CLOCK_SHIFT) if self._fault == "clock" else 0.0)

    def _is_on(self, fault: str) -> bool:
        return self._fault == fault

    def _refusal(self, item: str) -> str | None:
        """With what operations are refused: the bureau decides so and writes it down, as any other outcome."""
        decides = "bank" if item == BANK_ITEM else "operations"
        return (self._args or ("BUSY",))[0] if self._fault == "refuse" and self._scope in (ALL, decides) else None

    def _chosen(self, path: str) -> tuple[Fault, tuple[str, ...]]:
        """The fault that this request meets."""
        fault, args = self._fault, self._args
        decided = fault == "refuse" and path in OPERATIONS
        if decided or (self._scope and path not in SCOPES[self._scope]):
            return Fault(""), ()
        if fault == "seed":
            with self._lock:
                fault, args = drawn(self._random, self._percent), ()
        return FAULTS.get(fault, Fault("")), args

    def _serve(self, environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
        """One request. The bytes are written here, in as few calls as the fault allows, and nothing is left to WSGI."""
        began, over, stopping = time.monotonic(), self._over, self._stopping
        if is_public(environ["PATH_INFO"]):
            return self._public(environ, start_response)
        fault, args = self._chosen(environ["PATH_INFO"])
        longest = LONGEST_UPLOAD if environ["PATH_INFO"] in PICTURED else LONGEST_BODY
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body: bytes = environ["wsgi.input"].read(min(length, ENVELOPE_GROWTH * longest))
        body = body if b'"signData"' in body else body[:longest]
        with self._counted():
            times = fault.arrive(args, over.wait)
        if stopping.is_set():
            raise ConnectionAbortedError  # lost with the bureau that held it
        answer = self._acted(environ, body, times)
        self._note(environ, answer.status if times else 0, time.monotonic() - began)
        connection: socket.socket = environ["werkzeug.socket"]
        for piece in fault.send(answer, args, over.wait):
            connection.sendall(piece)
        raise ConnectionAbortedError  # werkzeug's way out for a connection that needs no answer any more

    def _acted(self, environ: dict[str, Any], body: bytes, times: int) -> Answer:
        """What the bureau answers to the first delivery; a second one is under way at the same time."""
        if times == 0:
            return Answer(200, b"{}")
        environ = {**environ, "CONTENT_LENGTH": str(len(body))}  # what is longer than the contract allows was cut off
        if times == 1:
            return self._answer({**environ, "wsgi.input": io.BytesIO(body)})
        copies = [{**environ, "wsgi.input": io.BytesIO(body), BEHIND_THE_GATEWAY: turn > 0} for turn in range(times)]
        with ThreadPoolExecutor(times) as both:
            return next(iter(both.map(self._answer, copies)))

    def _answer(self, environ: dict[str, Any]) -> Answer:
        response = Response.from_app(self._gateway, environ)
        return Answer(response.status_code, response.get_data())

    @contextmanager
    def _counted(self) -> Generator[None]:
        """Counts it among the requests that are held back."""
        with self._lock:
            self._waiting += 1
        try:
            yield
        finally:
            with self._lock:
                self._waiting -= 1

    def _note(self, environ: Mapping[str, Any], status: int, took: float) -> None:
        """One line: no body, and of the address only what the contract knows, whatever was asked for."""
        path = environ["PATH_INFO"] if environ["PATH_INFO"] in (SYSTEM, *PATHS) else "(unknown path)"
        who = _word(environ.get("HTTP_X_TERMINAL_ID", "-"))
        asked = _word(environ.get("HTTP_X_REQUEST_ID", "-"))
        at = time.strftime("%Y-%m-%dT%H:%M:%S")
        line = f"{at} {environ['REQUEST_METHOD']} {path} {status} {took * 1000:.0f} ms terminal={who} request={asked}"
        with self._lock:
            self._requests.append(line)
            with self.log_file.open("a", encoding="utf-8") as log:
                log.write(line + "\n")


class _Handler(WSGIRequestHandler):
    """Leaves logging to the part, and ends the connection after one request."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002, ARG002 - werkzeug's signature
        return

    def connection_dropped(self, error: BaseException, environ: Any = None) -> None:  # noqa: ARG002
        self.close_connection = True


def _number(typed: str) -> int:
    """How many lines; ten for what is no number."""
    return int(typed) if typed.isascii() and typed.isdecimal() else 10


def _word(text: str) -> str:
    """A header's value fit for a line of the log."""
    return "".join(char for char in text if char.isalnum() or char in "-_.")[:64]
