"""A listener that vanishes and comes back."""

import socket

import pytest

from sandbox.listener import LOOPBACK, Listener


def echo(connection: socket.socket) -> None:
    while data := connection.recv(64):
        connection.sendall(data)


def ask(listener: Listener) -> bytes:
    with socket.create_connection((LOOPBACK, listener.port), timeout=20) as connection:
        connection.sendall(b"x")
        return connection.recv(1)


def test_it_keeps_its_port_when_it_comes_back() -> None:
    listener = Listener(0, echo)
    listener.open()
    port = listener.port
    listener.vanish()
    with pytest.raises(ConnectionRefusedError):
        ask(listener)
    with socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind((LOOPBACK, port))

    listener.open()
    assert listener.port == port
    assert ask(listener) == b"x"
    listener.close()


def test_closing_hangs_up_on_everyone() -> None:
    listener = Listener(0, echo)
    listener.open()
    with socket.create_connection((LOOPBACK, listener.port), timeout=20) as connection:
        connection.sendall(b"x")
        connection.recv(1)
        listener.close()
        assert connection.recv(1) == b""


def test_several_may_be_connected() -> None:
    listener = Listener(0, echo)
    listener.open()
    listener.open()
    with socket.create_connection((LOOPBACK, listener.port)):
        assert ask(listener) == b"x"
    listener.close()
    listener.close()


def test_closed_for_good_it_leaves_its_port_to_others() -> None:
    listener = Listener(0, echo)
    listener.open()
    listener.vanish()
    listener.close()
    with socket.create_server((LOOPBACK, listener.port)):
        pass
