"""QR codes (ISO/IEC 18004): a text as modules or as a picture, and the texts in a picture.

Written and read by zxing-cpp, which is called here alone.
"""

from typing import Any

NO_CODE, OTHER_CODE = "contact.picture", "contact.picture_other"
"""The codes of what refuses it."""

_DARK_BELOW = 128


def code_modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """The rows of dark modules, with the quiet zone of four around them."""
    import zxingcpp

    # The image is a buffer of one byte a module; its stubs do not say so.
    image: Any = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image()
    pixels, (rows, columns) = memoryview(image).tobytes(), image.shape
    dark = tuple(level < _DARK_BELOW for level in pixels)
    return tuple(dark[row * columns : (row + 1) * columns] for row in range(rows))


def code_picture(text: str) -> str:
    """The code as an SVG document, dark on white."""
    rows = code_modules(text)
    side = len(rows)
    dark = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{side * 8}" '
        f'height="{side * 8}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path d="{dark}"/></svg>\n'
    )


def code_texts(pixels: bytes, width: int, height: int, line_bytes: int) -> tuple[str, ...]:
    """The texts of all QR codes in a grey picture of a byte a pixel, turned or upside down too."""
    import zxingcpp

    view = zxingcpp.ImageView(pixels, width, height, zxingcpp.ImageFormat.Lum, line_bytes)
    found = zxingcpp.read_barcodes(view, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return tuple(each.text for each in found if each.valid)
