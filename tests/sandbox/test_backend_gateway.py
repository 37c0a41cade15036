"""The gateway in front of the made-up bureau: whose requests it lets through."""

import hashlib

import pytest

from sandbox.backend.signing import WINDOW, Gateway, NotSigned

NOW = 1_700_000_000


def headers(*, at: str = str(NOW), nonce: str = "n1", token: str = "token", app: str = "app") -> dict[str, str]:
    return {
        "X-Tif-Paasid": app,
        "X-Tif-Timestamp": at,
        "X-Tif-Nonce": nonce,
        "X-Tif-Signature": hashlib.sha256(f"{at}{token}{nonce}{at}".encode()).hexdigest().upper(),
    }


@pytest.fixture
def gateway() -> Gateway:
    return Gateway("app", "token", lambda: NOW)


def test_the_worked_example_of_the_rule_is_let_through():
    gateway = Gateway("app", "demo-token-0123456789", lambda: NOW)
    signature = "4ffabeb099d34c7be7c5d79f5641ee905775e0297e3f53c2ec4bd770956c0063"
    gateway.check({**headers(nonce="abcdef0123456789"), "X-Tif-Signature": signature})


def test_a_nonce_is_good_once(gateway):
    gateway.check(headers())
    with pytest.raises(NotSigned, match="REPLAY"):
        gateway.check(headers())
    gateway.check(headers(nonce="n2"))


@pytest.mark.parametrize("off", [-WINDOW, WINDOW])
def test_a_clock_at_the_edge_of_the_window_is_accepted(gateway, off):
    gateway.check(headers(at=str(NOW + off)))


@pytest.mark.parametrize("at", [str(NOW - WINDOW - 1), str(NOW + WINDOW + 1), "", "soon", "-5", "９"])
def test_a_clock_outside_the_window_is_told(gateway, at):
    with pytest.raises(NotSigned, match="TIMESTAMP"):
        gateway.check(headers(at=at))


@pytest.mark.parametrize(
    "wrong",
    [{}, headers(token="other"), headers(app="other"), headers(nonce=""), {**headers(), "X-Tif-Signature": "é"}],
)
def test_what_is_not_signed_is_refused(gateway, wrong):
    with pytest.raises(NotSigned, match="SIGNATURE"):
        gateway.check(wrong)


def test_old_nonces_are_forgotten_once_their_time_is_over():
    now = [float(NOW)]
    gateway = Gateway("app", "token", lambda: now[0])
    for turn in range(5):
        now[0] = NOW + turn * 3 * WINDOW
        gateway.check(headers(at=str(int(now[0])), nonce="the same"))
