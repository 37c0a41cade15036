"""What `kiosk check` says of the terminal's own certificate, its key, and the keys of an envelope."""

from datetime import timedelta
from pathlib import Path

import pytest
from certificates import signed_by_itself
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from kiosk.config import ConfigurationError, load
from kiosk.readiness import unready

SHIPPED = Path(__file__).parents[2] / "kiosk.toml"


def said(table: str, **keys: object) -> list[str]:
    """The lines about one table; the shipped file names paths that are not on this machine."""
    return [line for line in unready(load(SHIPPED, {table: keys})) if line.startswith(f"{table}.")]


def about_certificates(certificate: Path, key: Path) -> list[str]:
    return [line for line in said("backend", client_cert=str(certificate), client_key=str(key)) if "client_" in line]


def test_a_certificate_with_its_key_is_right(tmp_path):
    assert about_certificates(*signed_by_itself(tmp_path, "terminal")) == []


def test_a_missing_certificate_is_named(tmp_path):
    certificate, key = signed_by_itself(tmp_path, "terminal")
    certificate.unlink()
    (line,) = about_certificates(certificate, key)
    assert line.endswith("should be the terminal's certificate; it cannot be read: No such file or directory")


def test_a_file_that_is_no_certificate_is_named(tmp_path):
    certificate, key = signed_by_itself(tmp_path, "terminal")
    certificate.write_text("nothing")
    assert about_certificates(certificate, key)[0].endswith("it holds no certificate in PEM")


def test_a_certificate_that_is_over_is_named_with_its_dates(tmp_path):
    (line,) = about_certificates(*signed_by_itself(tmp_path, "terminal", begins=timedelta(days=-9)))
    assert "it is valid from" in line


def test_the_key_of_another_certificate_is_named(tmp_path):
    (tmp_path / "other").mkdir()
    certificate, _ = signed_by_itself(tmp_path, "terminal")
    _, key = signed_by_itself(tmp_path / "other", "terminal")
    (line,) = about_certificates(certificate, key)
    assert line.endswith("should be the key of that certificate; it is the key of another certificate")


def test_a_key_that_others_may_read_is_named(tmp_path):
    certificate, key = signed_by_itself(tmp_path, "terminal")
    key.chmod(0o644)
    assert about_certificates(certificate, key)[0].endswith("others may read the file (chmod 600)")


def test_a_key_with_a_pass_phrase_is_named(tmp_path):
    certificate, key = signed_by_itself(tmp_path, "terminal")
    private = load_pem_private_key(key.read_bytes(), None)
    key.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret")))
    assert "pass phrase" in about_certificates(certificate, key)[0]


@pytest.mark.parametrize(("given", "missing"), [("client_cert", "client_key"), ("client_key", "client_cert")])
def test_a_certificate_goes_with_its_key(given, missing):
    with pytest.raises(ConfigurationError, match=f"backend.{missing}"):
        load(SHIPPED, {"backend": {given: "x.pem"}})


def test_an_envelope_needs_its_keys_and_a_long_id():
    with pytest.raises(ConfigurationError) as raised:
        load(SHIPPED, {"backend": {"messages": "envelope"}})
    assert [line.split(" ")[1] for line in raised.value.lines] == [
        "envelope.key_file",
        "envelope.gateway_key_file",
        "backend.app_id",
    ]


def test_keys_of_an_envelope_that_cannot_be_used_are_named(tmp_path):
    own, gateway = tmp_path / "own", tmp_path / "gateway"
    own.write_text("00" * 32)
    own.chmod(0o644)
    changes = {
        "backend": {"messages": "envelope", "app_id": "0" * 16},
        "envelope": {"key_file": str(own), "gateway_key_file": str(gateway)},
    }
    lines = [line for line in unready(load(SHIPPED, changes)) if line.startswith("envelope.")]
    assert "chmod 600" in lines[0]
    assert "FileNotFoundError" in lines[1]
