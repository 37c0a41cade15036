"""The terminal's own certificate for mutual TLS: what is wrong with its files, told before anything connects."""

from datetime import datetime
from pathlib import Path

from kiosk.files import OTHERS_MAY


def certificate_trouble(certificate: Path, now: datetime) -> str:
    """Why the file cannot be the certificate; "" when it can."""
    from cryptography.x509 import load_pem_x509_certificate  # noqa: PLC0415 - only where one is configured

    try:
        read = load_pem_x509_certificate(certificate.read_bytes())
    except OSError as error:
        return f"it cannot be read: {error.strerror}"
    except ValueError:
        return "it holds no certificate in PEM"
    if not read.not_valid_before_utc <= now <= read.not_valid_after_utc:
        return f"it is valid from {read.not_valid_before_utc:%Y-%m-%d} to {read.not_valid_after_utc:%Y-%m-%d}"
    return ""


def key_trouble(key: Path, certificate: Path) -> str:
    """Why the file cannot be the certificate's key; "" when it can, or the certificate itself cannot be read."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415
    from cryptography.x509 import load_pem_x509_certificate  # noqa: PLC0415

    try:
        if key.stat().st_mode & OTHERS_MAY:
            return "others may read the file (chmod 600)"
        private = load_pem_private_key(key.read_bytes(), password=None)
    except OSError as error:
        return f"it cannot be read: {error.strerror}"
    except TypeError:
        return "it is protected by a pass phrase, which nobody is there to type"
    except ValueError:
        return "it holds no private key in PEM"
    try:
        public = load_pem_x509_certificate(certificate.read_bytes()).public_key()
    except (OSError, ValueError):
        return ""
    return "" if public == private.public_key() else "it is the key of another certificate"
