"""A code for phones, as the screen draws it."""


def squares(words: str, *, dense: bool = False) -> tuple[str, ...]:
    """The QR code (ISO/IEC 18004) without its margin, as rows of 0 and 1. `dense`: with less to mend it by."""
    from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M  # noqa: PLC0415 - with the next
    from qrcode.main import QRCode  # noqa: PLC0415 - 40 ms, for whoever wants a code

    code = QRCode(border=0, error_correction=ERROR_CORRECT_L if dense else ERROR_CORRECT_M)
    code.add_data(words)
    return tuple("".join("1" if dark else "0" for dark in row) for row in code.get_matrix())
