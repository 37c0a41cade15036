"""The ports on which a test's terminal listens later."""

import socket

import pytest
from ports import KEPT, free_port


def test_a_port_that_was_given_out_is_kept_from_others_until_its_terminal_listens() -> None:
    port = free_port()
    with socket.socket() as somebody, pytest.raises(OSError, match="in use"):
        somebody.bind(("127.0.0.1", port))
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))
    for _ in range(2):
        socket.create_server(("127.0.0.1", port)).close()


def test_no_port_is_given_out_twice_before_all_others() -> None:
    assert len({free_port() for _ in range(KEPT)}) == KEPT
