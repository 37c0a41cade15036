"""IPP messages: built as RFC 8010 says, taken apart whatever comes; HTTP around them by length, chunk or hang-up."""

import socket
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.ipp import Group, IppError, Operation, Response, Tag, build, exchange, parse, payload

NAMES = st.from_regex(r"[a-z][a-z-]{0,20}", fullmatch=True)
NUMBERS = st.integers(-(2**31), 2**31 - 1)
ATTRIBUTES = st.dictionaries(
    NAMES,
    st.one_of(
        st.lists(NUMBERS, min_size=1, max_size=3).map(lambda values: (Tag.INTEGER, values)),
        st.lists(st.text(max_size=20), min_size=1, max_size=3).map(lambda values: (Tag.KEYWORD, values)),
        st.booleans().map(lambda value: (Tag.BOOLEAN, [value])),
    ),
    max_size=5,
)
GOOD = bytes.fromhex("0200 0000 00000001 01 03")


def test_a_request_is_the_standards_bytes() -> None:
    built = build(Operation.GET_JOBS, 7, [("my-jobs", Tag.BOOLEAN, True), ("job-id", Tag.INTEGER, 258)])
    assert built == (
        bytes.fromhex("0200 000A 00000007 01 47 0012")
        + b"attributes-charset\x00\x05utf-8\x48\x00\x1battributes-natural-language\x00\x02en"
        + b"\x22\x00\x07my-jobs\x00\x01\x01\x21\x00\x06job-id\x00\x04\x00\x00\x01\x02\x03"
    )


@given(ATTRIBUTES)
def test_what_is_built_is_taken_apart_again(attributes) -> None:
    job = [(name, tag, values) for name, (tag, values) in attributes.items()]
    parsed = parse(build(Operation.PRINT_JOB, 0, [], job))
    assert parsed.status == Operation.PRINT_JOB
    assert parsed.of(Group.JOB) == {name: tuple(values) for name, (_, values) in attributes.items()}


@given(ATTRIBUTES, st.data())
def test_a_message_that_is_cut_off_is_an_error(attributes, data) -> None:
    job = [(name, tag, values) for name, (tag, values) in attributes.items()]
    whole = build(Operation.PRINT_JOB, 0, [], job)
    with pytest.raises(IppError):
        parse(whole[: data.draw(st.integers(0, len(whole) - 1))])


@given(st.one_of(st.binary(max_size=300), st.binary(max_size=300).map(lambda noise: GOOD[:-1] + noise)))
def test_noise_is_a_message_or_an_error(noise: bytes) -> None:
    try:
        assert isinstance(parse(noise), Response)
    except IppError:
        return


@given(st.one_of(st.binary(max_size=300), st.binary(max_size=300).map(lambda noise: b"HTTP/1.1 200 OK\r\n" + noise)))
def test_noise_is_a_payload_or_an_error(noise: bytes) -> None:
    try:
        assert isinstance(payload(noise), bytes)
    except IppError:
        return


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.0 200 OK\r\nContent-Length: 10\r\n\r\n" + GOOD,
        b"HTTP/1.1 200 OK\r\n\r\n" + GOOD,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n"
        + GOOD[:4]
        + b"\r\n6\r\n"
        + GOOD[4:]
        + b"\r\n0\r\n\r\n",
    ],
)
def test_an_answer_is_whole_by_length_hang_up_or_chunks(answer: bytes) -> None:
    assert parse(payload(answer)).good


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0", b"HTTP/1.1 401 Unauthorized\r\n\r\n", b"HTTP/1.1 xx\r\n\r\n"])
def test_an_answer_other_than_200_is_an_error(answer: bytes) -> None:
    with pytest.raises(IppError, match="HTTP"):
        payload(answer)


def test_an_answer_that_comes_byte_by_byte_is_heard_and_the_whole_request_sent() -> None:
    near, far = socket.socketpair()
    heard = bytearray()

    def serve() -> None:
        while not heard.endswith(b"END"):
            heard.extend(far.recv(4096))
        for byte in b"HTTP/1.0 200 OK\r\nContent-Length: 10\r\n\r\n" + GOOD:
            far.send(bytes([byte]))

    thread = threading.Thread(target=serve)
    thread.start()
    assert exchange(lambda: near, "/printers/a4", "kiosk", [b"x" * 500_000, b"END"], lambda: 20.0).good
    thread.join()
    far.close()
    assert heard.startswith(b"POST /printers/a4 HTTP/1.0\r\n")
    assert b"Content-Length: 500003\r\n" in heard


def test_an_attribute_with_very_many_values_is_taken_in_time_that_grows_with_its_length() -> None:
    many = b"\x04" + b"\x21\0\1a\0\4\0\0\0\1" + b"\x21\0\0\0\4\0\0\0\1" * 100_000 + b"\x03"
    began = time.monotonic()
    assert len(parse(b"\2\0\0\0\0\0\0\1" + many).of(Group.PRINTER)["a"]) == 100_001
    assert time.monotonic() - began < 2
