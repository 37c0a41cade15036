"""A code for phones, as the screen draws it."""


def squares(words: str) -> tuple[str, ...]:
    """The QR code (ISO/IEC 18004) without its margin, as rows of 0 and 1."""
    from qrcode.main import QRCode  # noqa: PLC0415 - 40 ms, for whoever wants a code

    code = QRCode(border=0)
    code.add_data(words)
    return tuple("".join("1" if dark else "0" for dark in row) for row in code.get_matrix())
