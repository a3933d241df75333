"""Files made for the tests: PDF written by hand, DOCX by python-docx."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Sequence

import pytest

PdfMaker = Callable[..., bytes]
Placed = tuple[float, float, float, str]
"""Left, distance from the top, size, text."""

WIDTH, HEIGHT = 595, 842


def _shown(left: float, top: float, size: float, text: str) -> bytes:
    """Return the operators that set a text in the Chinese font."""
    codes = text.encode("utf-16-be").hex()
    return f"BT /F1 {size} Tf {left} {HEIGHT - top} Td <{codes}> Tj ET\n".encode()


@pytest.fixture
def make_pdf() -> PdfMaker:
    """Write a PDF with pages of placed texts, ruling lines, or a picture."""

    def make(
        pages: Sequence[Sequence[Placed]],
        *,
        rules: Sequence[tuple[float, float, float, float]] = (),
        picture_pages: Sequence[int] = (),
        title: str = "",
        watermark: str = "",
    ) -> bytes:
        objects: list[bytes] = []

        def add(body: bytes) -> int:
            objects.append(body)
            return len(objects)

        font = add(
            b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
            b"/DescendantFonts[2 0 R]>>"
        )
        add(
            b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
            b"/W[1[500] 17 [500 500 500 500 500 500 500 500 500 500]]"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
            b"/FontDescriptor 3 0 R>>"
        )
        add(
            b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
            b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>"
        )
        image = add(
            b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray"
            b"/BitsPerComponent 8/Length 1>>stream\n\x80\nendstream"
        )
        tree = len(objects) + 2 * len(pages) + 1
        kids: list[int] = []
        for number, page in enumerate(pages):
            content = b"".join(_shown(*placed) for placed in page)
            if number == 0:
                for left, top, right, bottom in rules:
                    content += f"{left} {HEIGHT - top} m {right} {HEIGHT - bottom} l S\n".encode()
            if watermark:
                codes = watermark.encode("utf-16-be").hex()
                turned = f"BT /F1 40 Tf 0.7 0.7 -0.7 0.7 100 {HEIGHT - 400} Tm <{codes}> Tj ET\n"
                content = turned.encode() + content
            if number in picture_pages:
                content += f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I1 Do Q\n".encode()
            packed = zlib.compress(content)
            stream = add(
                b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)
            )
            kids.append(
                add(
                    f"<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]"
                    f"/Resources<</Font<</F1 {font} 0 R>>/XObject<</I1 {image} 0 R>>>>"
                    f"/Contents {stream} 0 R>>".encode()
                )
            )
        listed = " ".join(f"{kid} 0 R" for kid in kids)
        assert add(f"<</Type/Pages/Count {len(kids)}/Kids[{listed}]>>".encode()) == tree
        root = add(f"<</Type/Catalog/Pages {tree} 0 R>>".encode())
        info = add(b"<</Title<feff%s>>>" % title.encode("utf-16-be").hex().encode())
        out = io.BytesIO(b"")
        out.write(b"%PDF-1.5\n")
        offsets = []
        for number, body in enumerate(objects, 1):
            offsets.append(out.tell())
            out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        start = out.tell()
        out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
        for offset in offsets:
            out.write(b"%010d 00000 n \n" % offset)
        out.write(
            b"trailer<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF"
            % (len(objects) + 1, root, info, start)
        )
        return out.getvalue()

    return make
