"""Adding a picture: whatever an editor uploads is read as a picture, drawn anew in a size fit for a page, and kept.

Only the new drawing is kept: no place, no camera, no thumbnail and nothing hidden in the file comes along.
"""

import io
import struct

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from ..models import Picture

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
LARGEST_UPLOAD = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
LARGEST_KEPT = 300 * 1024
QUALITIES = (82, 70, 58, 46)


def add_picture(*, file, alternative_text, by, credit="", reference=None):
    """Keep an uploaded file as a picture. Returns the Picture; refuses what is none, or is too large.

    `reference` is the one it has elsewhere, by which texts that come with it name it.
    """
    if file.size > LARGEST_UPLOAD:
        raise ValidationError(_("This file is larger than 10 MB. Make the picture smaller first."))
    picture = Picture(alternative_text=alternative_text.strip(), credit=credit.strip(), added_by=by)
    picture.reference = reference or picture.reference
    picture.clean_fields(exclude=["file", "width", "height"])
    drawn = ContentFile(_drawn_anew(file), name=f"{picture.reference}.webp")
    with transaction.atomic():
        picture.file.save(drawn.name, drawn, save=False)
        picture.full_clean()
        picture.save()
    return picture


def describe(*, picture, alternative_text, credit):
    """Change what a picture says it shows, for wherever it is put in from now on. Returns the Picture."""
    picture.alternative_text, picture.credit = alternative_text.strip(), credit.strip()
    picture.full_clean()
    picture.save(update_fields=["alternative_text", "credit"])
    return picture


def _drawn_anew(file):
    """The picture in a file as WebP, with `LONGEST_SIDE` and `LARGEST_KEPT` at most."""
    try:
        with Image.open(file, formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            opened.draft("RGB", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))  # a large photo is not read in full
            image = ImageOps.exif_transpose(opened)
            image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise ValidationError(
            _("This picture has more than 40 million pixels. Make it smaller first.")
        ) from bomb
    except (OSError, ValueError, SyntaxError, OverflowError, struct.error) as unreadable:
        raise ValidationError(
            _(
                "This is no picture that can be read. Choose a photo or drawing saved as JPEG, PNG, WebP or GIF."
            )
        ) from unreadable
    return _small_enough(image)


def _small_enough(image):
    side = LONGEST_SIDE
    while True:
        image.thumbnail((side, side))
        for quality in QUALITIES:
            written = io.BytesIO()
            image.save(written, "WEBP", quality=quality, method=4, exif=b"", icc_profile=b"", xmp=b"")
            if written.tell() <= LARGEST_KEPT:
                return written.getvalue()
        side = side * 3 // 4
