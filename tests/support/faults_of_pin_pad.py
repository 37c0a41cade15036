"""How each fault of the PIN pad is made: the simulated pad's faults, its keys, and scripted answers."""

import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from far_end import Scenario, far_end, told, told_when_aborted
from ports import free_port

from devices.faults import Fault
from devices.pin import Pin
from devices.pin_pad import PinPadFault
from devices.zt598 import PadTimeouts, Zt598, build
from sandbox.pin_pad import PinPadSimulator

SHORT = PadTimeouts(answer=0.4, poll_every=0.0, reopen_every=0.0)


def enters(pad: Zt598, seconds: float = 1.0) -> Fault | None:
    """What the terminal does when the fault strikes."""
    return told(lambda: pad.enter(Pin(6), 4, seconds, lambda _: None))


def by_simulator(name: str) -> Scenario:
    """The simulated pad has the fault, a PIN is asked for."""
    return Scenario(f"模拟键盘故障 `{name}`，然后要求输入密码", _at_the_pad(enters, name))


def by_status(how: str, name: str) -> Scenario:
    """The simulated pad has the fault, and the terminal looks at it."""
    return Scenario(how, _at_the_pad(lambda pad: pad.poll().fault, name))


def by_code(code: int) -> Scenario:
    """Every command is answered with one return code."""

    def play(_folder: Path) -> Fault | None:
        with far_end(lambda _: build(bytes([code]))) as end, closing(_pad(end.port)) as pad:
            return enters(pad)

    return Scenario(f"线上应答返回码 {code:02X}", play)


def _pad(port: int) -> Zt598:
    return Zt598(f"socket://127.0.0.1:{port}", timeouts=SHORT)


def _at_the_pad(
    act: Callable[[Zt598], Fault | None], fault: str = "", keys: tuple[str, ...] = ()
) -> Callable[[Path], Fault | None]:
    def play(_folder: Path) -> Fault | None:
        simulator = PinPadSimulator(port=0)
        simulator.start()
        pressing = threading.Thread(target=_press, args=(simulator, keys), daemon=True)
        try:
            if fault:
                simulator.command("fault", fault)
            pressing.start()
            with closing(Zt598(simulator.url.removeprefix("zt598:"), timeouts=SHORT)) as pad:
                return act(pad)
        finally:
            pressing.join(2)
            simulator.stop()

    return play


def _press(simulator: PinPadSimulator, keys: tuple[str, ...]) -> None:
    """As soon as the keys are open."""
    ends = time.monotonic() + 1
    while keys and not simulator.mode and time.monotonic() < ends:
        time.sleep(0.001)
    if keys:
        simulator.command("press", *keys)


def _nobody_there(_folder: Path) -> Fault | None:
    with closing(_pad(free_port())) as pad:
        return enters(pad)


def _unplugged(_folder: Path) -> Fault | None:
    with far_end(lambda _: None) as end, closing(_pad(end.port)) as pad:
        return enters(pad)


def _stopped(pad: Zt598) -> Fault | None:
    return told_when_aborted(lambda: pad.enter(Pin(6), 4, 2.0, lambda _: None), pad.abort)


SCENARIOS: dict[Fault, Scenario] = {
    PinPadFault.CANCELLED: Scenario("居民按了取消键", _at_the_pad(enters, keys=("3", "1", "cancel"))),
    PinPadFault.TIMED_OUT: Scenario("居民不按键，超过时限", _at_the_pad(lambda pad: enters(pad, 0.05))),
    PinPadFault.STOPPED: Scenario("输入密码时终端中止（会话结束）", _at_the_pad(_stopped)),
    PinPadFault.UNREACHABLE: Scenario("端口上没有键盘（连接被拒绝，同串口不存在）", _nobody_there),
    PinPadFault.LOST: Scenario("收到指令后断开连接（同拔掉数据线）", _unplugged),
    PinPadFault.SILENT: by_simulator("silent"),
    PinPadFault.STALLED: by_simulator("stall"),
    PinPadFault.DAMAGED: by_simulator("wrong-lrc"),
    PinPadFault.TAMPERED: by_simulator("tampered"),
    PinPadFault.REMOVED: by_simulator("removed"),
    PinPadFault.BATTERY_LOW: by_simulator("battery-low"),
    PinPadFault.KEY_MISSING: by_simulator("no-key"),
    PinPadFault.KEY_WRONG: by_simulator("key-wrong"),
    PinPadFault.NOT_AUTHENTICATED: by_simulator("not-authenticated"),
    PinPadFault.LOCKED: by_simulator("locked"),
    PinPadFault.REQUEST_REFUSED: by_simulator("refuses"),
    PinPadFault.CIPHER_FAILED: by_simulator("cipher"),
    PinPadFault.BROKEN: by_simulator("memory"),
    PinPadFault.NOTHING_TYPED: by_code(0xEF),
    PinPadFault.REFUSED: by_code(0xA1),
}
