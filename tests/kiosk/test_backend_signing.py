"""The header signature of the TIF family, and the file that its token comes from."""

import pytest

from kiosk.backend.errors import BackendUnauthorised
from kiosk.backend.signing import Signer, signature


def test_the_worked_example_of_the_gateways_rule():
    expected = "4ffabeb099d34c7be7c5d79f5641ee905775e0297e3f53c2ec4bd770956c0063"
    assert signature("1700000000", "demo-token-0123456789", "abcdef0123456789") == expected


def test_the_headers_are_signed_with_the_corrected_clock():
    signer = Signer("app", "token", wall=lambda: 1_700_000_000.9)
    signer.offset = -100
    headers = signer.headers()
    assert headers["x-tif-timestamp"] == "1699999900"
    assert headers["x-tif-signature"] == signature("1699999900", "token", headers["x-tif-nonce"])


def test_no_nonce_is_used_twice():
    signer = Signer("app", "token")
    assert len({signer.headers()["x-tif-nonce"] for _ in range(20)}) == 20


def test_the_token_is_read_without_its_line_end_and_never_shown(tmp_path):
    (tmp_path / "token").write_text("secret-token\n")
    signer = Signer.from_file("app", tmp_path / "token")
    assert signer.headers().keys() == {"x-tif-paasid", "x-tif-timestamp", "x-tif-nonce", "x-tif-signature"}
    assert "secret-token" not in repr(signer) + str(signer.headers())


@pytest.mark.parametrize("content", [None, b"", b" \n", b"\xff\xfe"])
def test_a_token_file_of_no_use_is_named(tmp_path, content):
    path = tmp_path / "token"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BackendUnauthorised, match="file "):
        Signer.from_file("app", path).headers()


def test_a_new_token_is_used_from_the_next_request_on(tmp_path):
    signer = Signer.from_file("app", tmp_path / "token")
    for token in ("old", "new"):
        (tmp_path / "token").write_text(token)
        headers = signer.headers()
        assert headers["x-tif-signature"] == signature(headers["x-tif-timestamp"], token, headers["x-tif-nonce"])
