"""Signs records as a bureau would: with a key made at each start, under a root of its own that terminals are given."""

from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import import_module
from io import BytesIO
from typing import Any, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_YEARS = timedelta(days=365 * 3)
_BACKDATED = timedelta(days=2)
_PYHANKO = ("pdf_utils.incremental_writer", "sign.fields", "sign.signers")
_ASN1 = ("asn1crypto.keys", "asn1crypto.x509", "pyhanko_certvalidator.registry")


class Sealer:
    """One key and its certificates; `root_pem` is what a terminal trusts. `field`: what its signatures are called."""

    def __init__(self, field: str = "SampleSeal") -> None:
        self._field = field
        root = _authority("样张签章根证书", None)
        self._own = _authority("样张签章", root)
        self._root = root
        self.root_pem = root.certificate.public_bytes(serialization.Encoding.PEM)

    def sealed(self, pdf: bytes) -> bytes:
        """The document with a signature over all of it (PAdES, ETSI EN 319 142-1), added and nothing else changed."""
        writer, fields, signers = (_untyped(f"pyhanko.{name}") for name in _PYHANKO)
        meta = signers.PdfSignatureMetadata(
            field_name=self._field, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES, reason="样张"
        )
        out = BytesIO()
        signers.sign_pdf(writer.IncrementalPdfFileWriter(BytesIO(pdf)), meta, self._signer(signers), output=out)
        return out.getvalue()

    def _signer(self, signers: Any) -> Any:
        keys, certificates, registry = (_untyped(name) for name in _ASN1)
        key = self._own.key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        own, root = (certificates.Certificate.load(_der(one.certificate)) for one in (self._own, self._root))
        store = registry.SimpleCertificateStore()
        store.register_multiple([own, root])
        return signers.SimpleSigner(own, keys.PrivateKeyInfo.load(key), store)


def _untyped(module: str) -> Any:
    """A module without types of its own, loaded when a paper is signed: half a second for all of them."""
    return import_module(module)


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


class _Authority(NamedTuple):
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


def _authority(name: str, above: _Authority | None) -> _Authority:
    """A root, or what it lets sign documents."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer = above.key if above else key
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above.certificate.subject if above else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BACKDATED)
        .not_valid_after(now + _YEARS)
        .add_extension(x509.BasicConstraints(ca=above is None, path_length=0 if above is None else None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), critical=False)
        .add_extension(_usage(root=above is None), critical=True)
    )
    if above is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return _Authority(key, builder.sign(issuer, hashes.SHA256()))


def _usage(*, root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not root,
        content_commitment=not root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=root,
        crl_sign=root,
        encipher_only=False,
        decipher_only=False,
    )


@cache
def sealer() -> Sealer:
    """This process's own."""
    return Sealer()
