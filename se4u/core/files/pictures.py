"""Pictures: drawn anew from their points, so that nothing but the picture is left."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from .errors import Unacceptable
from .kinds import GIF, JPEG, PNG, WEBP, Kind

MAX_MEGAPIXELS = 24  # drawn anew, one takes some 10 bytes a point
_FORMATS = {PNG: "PNG", JPEG: "JPEG", GIF: "GIF", WEBP: "WEBP"}
_MODES = {
    "PNG": {"1", "L", "LA", "P", "RGB", "RGBA", "I", "I;16"},
    "JPEG": {"L", "RGB"},
    "GIF": {"1", "L", "P", "RGB", "RGBA"},
    "WEBP": {"RGB", "RGBA"},
    "BMP": {"1", "L", "P", "RGB"},
    "TIFF": {"1", "L", "P", "RGB", "RGBA"},
}
_OPTIONS: dict[str, dict[str, object]] = {
    "PNG": {"optimize": False},
    "JPEG": {"quality": 90, "optimize": True},
    "GIF": {},
    "WEBP": {"quality": 90},
    "BMP": {},
    "TIFF": {"compression": "tiff_lzw"},
}
# What Pillow raises for input that is not what it says.
_DAMAGE = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    OverflowError,
)


def clean(data: bytes, kind: Kind) -> bytes:
    """Return a picture without place, camera, author, comment and hidden parts, turned as its camera was held.

    Colour profiles go too: they can name people and devices. Where it stands in another file see `redraw`.

    Raises Unacceptable for moving, damaged and huge pictures.
    """
    return redraw(data, _FORMATS[kind], still=True)


def redraw(data: bytes, form: str, *, still: bool = False) -> bytes:
    """Draw a picture of a format anew; with `still` refuse a moving one, else take its first frame."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[form]) as picture:
                return _drawn(picture, form, still=still)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unacceptable("too_many_pixels", limit=MAX_MEGAPIXELS) from error
    except _DAMAGE as error:
        raise Unacceptable("damaged") from error


def _drawn(picture: Image.Image, form: str, *, still: bool) -> bytes:
    if picture.width * picture.height > MAX_MEGAPIXELS * 1_000_000:
        raise Unacceptable("too_many_pixels", limit=MAX_MEGAPIXELS)
    # Telephones put a second view into JPEG files; the first is the picture.
    if still and form != "JPEG" and getattr(picture, "is_animated", False):
        raise Unacceptable("moving")
    transparency = picture.info.get("transparency")
    turned = ImageOps.exif_transpose(picture)
    if turned.mode not in _MODES[form]:
        turned = turned.convert("RGBA" if "A" in turned.mode and "RGBA" in _MODES[form] else "RGB")
        transparency = None
    turned.info = {} if transparency is None else {"transparency": transparency}
    out = io.BytesIO()
    turned.save(out, format=form, **_OPTIONS[form])
    return out.getvalue()


def other_format(data: bytes) -> str | None:
    """Return the format of a picture that is not taken by itself but stands in documents: BMP or TIFF."""
    if data.startswith(b"BM"):
        return "BMP"
    return "TIFF" if data.startswith((b"II*\x00", b"MM\x00*")) else None
