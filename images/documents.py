"""What a document must be before visitors may load it down: of the kind its name says, whole, without
programs inside."""

import re
import struct
import zipfile
import zlib
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.documents.fields import WagtailDocumentField

from .uploads import check_room

# A file that must be inside each kind of zip, and what it must hold there.
PARTS = {
    "docx": ("[Content_Types].xml", b"wordprocessingml.document.main+xml"),
    "xlsx": ("[Content_Types].xml", b"spreadsheetml.sheet.main+xml"),
    "odt": ("mimetype", b"application/vnd.oasis.opendocument.text"),
}
PROGRAMS = re.compile(r"vbaproject\.bin$|/activex/|^(?:basic|scripts)/|\.(?:exe|dll|js|vbs|jar|class)$", re.I)
# What zipfile and zlib say of a file that is not what it seems.
BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, KeyError, NotImplementedError,
    RuntimeError, ValueError,
)  # fmt: skip
MOST_PARTS = 5_000
MOST_UNPACKED = 200 * 2**20
MOST_TYPES = 2**20
# Names long enough never to turn up by chance in packed bytes.
PDF_PROGRAMS = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)(?![A-Za-z])"
)
PDF_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z])")
PDF_NAME_CODE = re.compile(rb"#([0-9A-Fa-f]{2})")
PDF_OBJECT_STREAM = re.compile(rb"/ObjStm(?![A-Za-z]).{0,2000}?stream\r?\n", re.DOTALL)
MOST_PDF_OBJECTS = 32 * 2**20

WRONG_TYPE = _("Documents must be PDF, Word (.docx), Excel (.xlsx) or OpenDocument text (.odt) files.")
WRONG_CONTENT = _(
    "This is not a whole .%(extension)s file, whatever its name says. "
    "Open it in the program it was made with, save it again and choose that file."
)
HAS_PROGRAMS = _(
    "This file holds a program (a macro, a script or another file inside). "
    "Save it without, or as a plain PDF."
)
LOCKED = _("This file is locked with a password or against copying. Save it without a lock.")
TOO_LARGE_UNPACKED = _(
    "This file would be far larger when opened. Make its pictures smaller and save it again."
)
PAGE_IS_BETTER = _(
    "A page of the site is easier to read on a phone and with a screen reader, and can be translated: "
    "use a document only for forms and for texts that must keep their official shape. "
    "PDF, Word (.docx), Excel (.xlsx) or OpenDocument text (.odt)."
)


class DocumentField(WagtailDocumentField):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.help_text = f"{PAGE_IS_BETTER} {self.help_text}"

    def to_python(self, data):
        upload = super().to_python(data)
        if upload is None:
            return None
        check_document(upload.file, upload.name)
        check_room(upload.size)
        upload.seek(0)
        return upload


def check_document(file, name):
    extension = Path(name).suffix.lower().removeprefix(".")
    if extension not in settings.WAGTAILDOCS_EXTENSIONS:
        raise ValidationError(WRONG_TYPE, code="invalid_extension")
    try:
        check_pdf(file) if extension == "pdf" else check_package(file, extension)
    except BROKEN as error:
        raise wrong_content(extension) from error


def wrong_content(extension):
    return ValidationError(WRONG_CONTENT, code="wrong_content", params={"extension": extension})


def check_package(file, extension):
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        raise wrong_content(extension)
    with zipfile.ZipFile(file) as package:
        parts = package.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise ValidationError(TOO_LARGE_UNPACKED, code="too_large_unpacked")
        if any(part.flag_bits & 1 for part in parts):
            raise ValidationError(LOCKED, code="locked")
        part, content = PARTS[extension]
        with package.open(part) as description:
            if content not in description.read(MOST_TYPES):
                raise wrong_content(extension)
        if any(PROGRAMS.search(part.filename) for part in parts):
            raise ValidationError(HAS_PROGRAMS, code="has_programs")


def check_pdf(file):
    file.seek(0)
    content = file.read()
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise wrong_content("pdf")
    for text in pdf_texts(content):
        text = PDF_NAME_CODE.sub(lambda code: bytes([int(code[1], 16)]), text)
        if PDF_LOCKED.search(text):
            raise ValidationError(LOCKED, code="locked")
        if PDF_PROGRAMS.search(text):
            raise ValidationError(HAS_PROGRAMS, code="has_programs")


def pdf_texts(content):
    """The file as it is, and what is packed together in its object streams."""
    yield content
    left = MOST_PDF_OBJECTS
    for start in PDF_OBJECT_STREAM.finditer(content):
        end = content.find(b"endstream", start.end())
        if end < 0:
            raise wrong_content("pdf")
        unpacked = zlib.decompressobj().decompress(memoryview(content)[start.end() : end], left)
        left -= len(unpacked)
        if left <= 0:
            raise ValidationError(TOO_LARGE_UNPACKED, code="too_large_unpacked")
        yield unpacked
