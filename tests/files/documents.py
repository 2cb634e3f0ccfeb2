"""Documents as offices and villains send them."""

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

TYPES = {
    "docx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "docm": b"application/vnd.ms-word.document.macroEnabled.main+xml",
    "xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}


def package(parts):
    output = BytesIO()
    with ZipFile(output, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return output.getvalue()


def office(kind, **parts):
    types = b'<Types><Override ContentType="' + TYPES[kind] + b'"/></Types>'
    return package({"[Content_Types].xml": types, "word/document.xml": b"<w:document/>"} | parts)


def odt(**parts):
    kind = {"mimetype": b"application/vnd.oasis.opendocument.text"}
    return package(kind | {"content.xml": b"<office/>"} | parts)


def pdf(*objects):
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, text) for number, text in enumerate(objects, 3))
    catalogue = b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages >>\nendobj\n"
    return b"%PDF-1.7\n" + catalogue + body + b"trailer << /Root 1 0 R >>\n%%EOF\n"


def packed_objects(text):
    data = zlib.compress(text)
    return b"<< /Type /ObjStm /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


SCRIPT = b"<< /S /JavaScript /JS (app.alert(1)) >>"

REFUSED = {
    "a web page": ("ohje.html", lambda: b"<html></html>"),
    "a web page called PDF": ("ohje.pdf", lambda: b"<html><script>alert(1)</script></html>"),
    "a program called Word": ("ohje.docx", lambda: b"MZ" + bytes(500)),
    "half a Word file": ("ohje.docx", lambda: office("docx")[:200]),
    "a zip called Word": ("ohje.docx", lambda: package({"talvi.txt": b"talvi"})),
    "an Excel file called Word": ("ohje.docx", lambda: office("xlsx")),
    "a Word file called OpenDocument": ("ohje.odt", lambda: office("docx")),
    "a Word file with macros": ("ohje.docm", lambda: office("docm")),
    "a Word file with macros called .docx": ("ohje.docx", lambda: office("docm")),
    "a Word file with a macro inside": ("ohje.docx", lambda: office("docx", **{"word/vbaProject.bin": b"x"})),
    "an OpenDocument with a macro": ("ohje.odt", lambda: odt(**{"Basic/Standard/a.xml": b"x"})),
    "a zip bomb": ("ohje.docx", lambda: office("docx", **{"word/media/a.png": bytes(210 * 2**20)})),
    "a Word file behind something else": ("ohje.docx", lambda: b"GIF89a" + office("docx")),
    "half a PDF": ("ohje.pdf", lambda: pdf()[:-20]),
    "a PDF with a script": ("ohje.pdf", lambda: pdf(SCRIPT)),
    "a PDF with a script by another spelling": ("ohje.pdf", lambda: pdf(b"<< /S /J#61vaScript >>")),
    "a PDF with a script packed away": ("ohje.pdf", lambda: pdf(packed_objects(SCRIPT))),
    "a PDF with objects that cannot be unpacked": (
        "ohje.pdf",
        lambda: pdf(b"<< /Type /ObjStm >>\nstream\nxxxxxxxx\nendstream"),
    ),
    "a PDF whose objects never end": ("ohje.pdf", lambda: pdf(b"<< /Type /ObjStm >>\nstream\nxxxxxxxx")),
    "a PDF bomb": ("ohje.pdf", lambda: pdf(packed_objects(bytes(40 * 2**20)))),
    "a PDF that starts a program": ("ohje.pdf", lambda: pdf(b"<< /S /Launch /F (cmd.exe) >>")),
    "a PDF with a file inside": ("ohje.pdf", lambda: pdf(b"<< /Names << /EmbeddedFiles 9 0 R >> >>")),
    "a locked PDF": ("ohje.pdf", lambda: pdf(b"<< /Encrypt 9 0 R >>")),
    "nothing at all": ("ohje.pdf", lambda: b""),
    "21 megabytes": ("ohje.pdf", lambda: pdf(bytes(21 * 2**20))),
}
STORED = {
    "a PDF": ("Rakennuslupa öljy 2026.pdf", pdf),
    "a PDF with packed objects": ("ohje.pdf", lambda: pdf(packed_objects(b"<< /Type /Font >>"))),
    "a Word file": ("Ohje.DOCX", lambda: office("docx")),
    "an Excel file": ("taulukko.xlsx", lambda: office("xlsx")),
    "an OpenDocument": ("ohje.odt", odt),
}
