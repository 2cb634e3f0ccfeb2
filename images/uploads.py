"""The one door for pictures: whatever comes in, what is stored is a picture that we wrote ourselves.

Decoding and writing anew drops places, camera numbers, hidden texts and anything glued to the file.
"""

import logging
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.forms import FileField
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener
from wagtail.images.fields import WagtailImageField

logger = logging.getLogger(__name__)
Image.init()
register_heif_opener(thumbnails=False)

# What may stand at the end of the name of a file that holds each format. Phones' JPEGs with several
# pictures in them call themselves MPO.
EXTENSIONS = {
    "JPEG": ("jpg", "jpeg"),
    "MPO": ("jpg", "jpeg"),
    "PNG": ("png",),
    "WEBP": ("webp",),
    "HEIF": ("heic", "heif"),
}
# Pillow tries these only: left alone it would start Ghostscript for an EPS file.
FORMATS = ["JPEG", "PNG", "WEBP", "HEIF"]
LONG_SIDE = 3000
# A JPEG can be made smaller while it is read, which saves time and memory; then this much stays.
LONG_SIDE_READ = 2000
# Other formats, and JPEGs that come in several passes, must be held in memory whole: a telephone's
# largest, and less where each pixel costs more.
MOST_PIXELS_IN_MEMORY = {"JPEG": 25_000_000, "MPO": 25_000_000, "HEIF": 25_000_000}
MOST_PIXELS_OF_OTHERS = 12_000_000
JPEG_QUALITY = 88
FEW_COLOURS = 64
SRGB = ImageCms.createProfile("sRGB")

TOO_MANY_PIXELS = _(
    "This picture has too many pixels: %(pixels)s million, and at most %(most)s million can be taken in. "
    "Make it smaller in a picture program (3000 pixels on the longer side is enough) and choose it again."
)
BOMB = _(
    "This picture has too many pixels to be opened safely. Make it smaller in a picture program "
    "(3000 pixels on the longer side is enough) and choose it again."
)
NOT_A_PICTURE = _(
    "This file can't be read as a picture. Open it in a picture program, save it as JPEG "
    "and choose that file."
)
DAMAGED = _(
    "This picture is damaged or incomplete. Copy it again from the camera or phone, "
    "or open it in a picture program and save it as JPEG."
)
WRONG_NAME = _(
    "The name of this file ends in .%(extension)s, but inside it is a %(format)s picture. "
    "Give it the ending .%(right)s, or save it again as JPEG."
)
WRONG_TYPE = _(
    "Pictures must be JPEG, PNG, WebP or HEIC files. Open this one in a picture program, "
    "save it as JPEG and choose that file."
)
TOO_LARGE = _(
    "This file is too large: %(size)s, and at most %(most)s can be taken in. "
    "Make the picture smaller (3000 pixels on the longer side is enough) and choose it again."
)
NO_ROOM = _(
    "The server has no room for this file just now. What you have written is still here: "
    "try again later, or tell the site's support."
)


class PictureField(WagtailImageField):
    """Puts the picture written anew in the place of the uploaded one, in the very same object: Wagtail's
    multiple uploader stores what the request holds, not what the form has cleaned."""

    def to_python(self, data):
        upload = FileField.to_python(self, data)
        if upload is None:
            return None
        if upload.size > self.max_upload_size:
            sizes = {"size": filesizeformat(upload.size), "most": self.max_upload_size_text}
            raise ValidationError(TOO_LARGE, code="file_too_large", params=sizes)
        content, extension = clean_image(upload.file, upload.name)
        check_room(len(content))
        replace_content(upload, content, name=f"{Path(upload.name).stem.replace('.', ' ')}.{extension}")
        return upload


def check_room(size):
    if not default_storage.has_room(size):
        raise ValidationError(NO_ROOM, code="no_room")


def replace_content(upload, content, *, name):
    upload.file.seek(0)
    upload.file.truncate()
    upload.file.write(content)
    upload.file.flush()
    upload.seek(0)
    upload.name, upload.size = name, len(content)
    upload.content_type = Image.MIME["PNG" if name.endswith(".png") else "JPEG"]


def clean_image(file, name):
    """The picture in `file` as new bytes, and the extension that fits them."""
    extension = Path(name).suffix.lower().removeprefix(".")
    if extension not in settings.WAGTAILIMAGES_EXTENSIONS:
        raise ValidationError(WRONG_TYPE, code="invalid_image_extension")
    file.seek(0)
    try:
        with Image.open(file, formats=FORMATS) as image:
            check_name(image, extension)
            check_pixels(image)
            return write(read(image))
    except ValidationError:
        raise
    except UnidentifiedImageError as error:
        raise ValidationError(NOT_A_PICTURE, code="invalid_image") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(BOMB, code="file_too_many_pixels") from error
    # Decoders answer hostile files with whatever exception they come across.
    except Exception as error:
        logger.info("Refused a picture: %r", error)
        raise ValidationError(DAMAGED, code="invalid_image") from error


def check_name(image, extension):
    right = EXTENSIONS[image.format]
    if extension not in right:
        names = {"extension": extension, "format": right[-1].upper(), "right": right[0]}
        raise ValidationError(WRONG_NAME, code="invalid_image_known_format", params=names)


def check_pixels(image):
    pixels, most = image.width * image.height, most_pixels(image)
    if pixels > most:
        millions = {"pixels": round(pixels / 1e6), "most": round(most / 1e6)}
        raise ValidationError(TOO_MANY_PIXELS, code="file_too_many_pixels", params=millions)


def most_pixels(image):
    if image.format in ("JPEG", "MPO") and not image.info.get("progressive"):
        return settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
    return MOST_PIXELS_IN_MEMORY.get(image.format, MOST_PIXELS_OF_OTHERS)


def read(image):
    """The first picture of the file, upright, in sRGB's colours and no larger than we keep."""
    scale = min(1, LONG_SIDE_READ / max(image.size))
    image.draft(None, tuple(max(1, round(side * scale)) for side in image.size))
    image.load()
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256).convert("L")
    elif image.has_transparency_data:
        image = image.convert("RGBA")
    elif image.mode not in ("RGB", "CMYK", "L"):
        image = image.convert("RGB")
    image.thumbnail((LONG_SIDE, LONG_SIDE), reducing_gap=2)
    turn_upright(image)
    return in_srgb(image, profile)


def in_srgb(image, profile):
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile and image.mode != "L":
        try:
            return ImageCms.profileToProfile(
                image, ImageCms.ImageCmsProfile(BytesIO(profile)), SRGB, outputMode=mode
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile for other colours than the picture's, or none at all: it goes
    return image.convert("RGB") if image.mode == "CMYK" else image


def turn_upright(image):
    try:
        ImageOps.exif_transpose(image, in_place=True)
    except Exception as error:  # noqa: BLE001 the picture is good all the same
        logger.info("A picture's note on how the camera was held is broken: %r", error)


def write(image):
    """JPEG for photos; PNG for what has holes in it, or few colours and sharp edges."""
    if image.mode == "RGBA" and image.getextrema()[3] == (255, 255):
        image = image.convert("RGB")
    image.info = {}  # Pillow would write some of it again
    output = BytesIO()
    if image.mode == "RGBA" or image.getcolors(FEW_COLOURS):
        image.save(output, "PNG")
        return output.getvalue(), "png"
    image.save(output, "JPEG", quality=JPEG_QUALITY, progressive=True, optimize=True)
    return output.getvalue(), "jpg"
