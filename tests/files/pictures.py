"""Pictures as people, phones and villains send them, made here so that none lies in the repository.

`python -m tests.files.pictures` sends them all through the door and prints what became of each.
"""

import json
import os
import resource
import struct
import subprocess
import sys
import time
import zlib
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageCms, PngImagePlugin, TiffImagePlugin

SCRIPT = b"<script>alert(1)</script>"
GPS = {1: "N", 2: (67.0, 19.0, 48.0), 3: "E", 4: (23.0, 46.0, 12.0)}
ORIENTATION, MAKER, DESCRIPTION, GPS_DIRECTORY = 0x0112, 0x010F, 0x010E, 0x8825
XMP = b"<x:xmpmeta><rdf:li>Kolarintie 1</rdf:li>" + SCRIPT + b"</x:xmpmeta>"


def saved(image, kind, **options):
    output = BytesIO()
    image.save(output, kind, **options)
    return output.getvalue()


def scene(size=(640, 480)):
    """Red above, blue below, with enough shades to be a photo."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image.paste((220, 20, 20), (0, 0, size[0], size[1] // 2))
    shades = Image.radial_gradient("L").resize(size)
    return Image.blend(image, Image.merge("RGB", (shades, image.getchannel(1), image.getchannel(2))), 0.3)


def exif(**tags):
    data = Image.Exif()
    data[MAKER] = "Kamera 3000"
    for tag, value in tags.items():
        data[int(tag[1:])] = value
    data[GPS_DIRECTORY] = GPS
    return data


def jpeg(**options):
    return saved(scene(), "JPEG", **options)


def png(**options):
    return saved(scene(), "PNG", **options)


def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_bomb(side):
    """Says it is enormous; a few hundred bytes on the way."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(100_000))
    chunks = (png_chunk(b"IHDR", header), png_chunk(b"IDAT", pixels), png_chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def jpeg_bomb():
    data = bytearray(jpeg())
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", 60_000, 60_000)
    return bytes(data)


def plain_png(size):
    return saved(Image.new("RGB", size, (9, 99, 199)), "PNG")


def noise_jpeg(megabytes):
    """As heavy as a phone's best."""
    image = Image.frombytes("RGB", (2400, 1700), os.urandom(2400 * 1700 * 3))
    data = saved(image, "JPEG", quality=92)
    return data + b"\xff\xfe\x7f\xff" + bytes(max(0, megabytes * 2**20 - len(data)))


def animated(kind):
    other = Image.new("RGB", (640, 480), (0, 255, 0))
    return saved(scene(), kind, save_all=True, append_images=[other], duration=100)


def png_with_texts():
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SCRIPT.decode(), zip=True)
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return png(pnginfo=info, exif=exif())


def mpo():
    return saved(scene(), "MPO", save_all=True, append_images=[scene().rotate(180)])


def display_profile():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + SCRIPT


def swapped_profile():
    """sRGB's, with red and blue in each other's place."""
    profile = display_profile()
    red, blue = profile.index(b"rXYZ"), profile.index(b"bXYZ")
    swapped = bytearray(profile)
    swapped[red : red + 4], swapped[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(swapped)


def cmyk():
    return saved(scene().convert("CMYK"), "JPEG")


def sixteen_bits():
    image = Image.new("I;16", (320, 240))
    image.putdata([(x * 200 + y * 10) % 65536 for y in range(240) for x in range(320)])
    return saved(image, "PNG")


def palette_with_holes():
    image = scene().quantize(64)
    return saved(image, "PNG", transparency=0)


def with_alpha():
    image = scene().convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    return image


def heic():
    from pillow_heif import register_heif_opener

    register_heif_opener()
    return saved(scene(), "HEIF", exif=exif(), quality=70)


def tiff():
    return saved(scene(), "TIFF", tiffinfo=TiffImagePlugin.ImageFileDirectory_v2())


def with_broken_exif():
    return jpeg(exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff" + bytes(range(256)))


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>"
HTML = b"<!doctype html><html><body>" + SCRIPT + b"</body></html>"
EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\nshowpage\n%%EOF\n"

REFUSED = {
    "a bomb of 50,000 × 50,000": ("talvi.png", lambda: png_bomb(50_000)),
    "a bomb of 12,000 × 12,000": ("talvi.png", lambda: png_bomb(12_000)),
    "a JPEG that says 60,000 × 60,000": ("talvi.jpg", jpeg_bomb),
    "thirty million pixels of one colour": ("talvi.png", lambda: plain_png((6000, 5000))),
    "a JPEG cut at 20 bytes": ("talvi.jpg", lambda: jpeg()[:20]),
    "a JPEG cut at 300 bytes": ("talvi.jpg", lambda: jpeg()[:300]),
    "half a JPEG": ("talvi.jpg", lambda: jpeg()[: len(jpeg()) // 2]),
    "half a progressive JPEG": ("talvi.jpg", lambda: jpeg(progressive=True)[:3000]),
    "half a PNG": ("talvi.png", lambda: png()[: len(png()) // 2]),
    "a PNG with a broken checksum": ("talvi.png", lambda: png().replace(b"IDAT", b"IDAX", 1)),
    "half a WebP": ("talvi.webp", lambda: saved(scene(), "WEBP")[:900]),
    "half a HEIC": ("talvi.heic", lambda: heic()[:900]),
    "an SVG": ("talvi.svg", lambda: SVG),
    "an SVG called PNG": ("talvi.png", lambda: SVG),
    "HTML called JPEG": ("talvi.jpg", lambda: HTML),
    "a GIF called PNG": ("talvi.png", lambda: saved(scene(), "GIF")),
    "an animated GIF": ("talvi.gif", lambda: animated("GIF")),
    "a JPEG called PNG": ("talvi.png", jpeg),
    "a PNG called JPEG": ("talvi.jpg", png),
    "an EPS called JPEG": ("talvi.jpg", lambda: EPS),
    "a PDF called JPEG": ("talvi.jpg", lambda: saved(scene(), "PDF")),
    "a TIFF": ("talvi.tif", tiff),
    "a TIFF called JPEG": ("talvi.jpg", tiff),
    "a BMP": ("talvi.bmp", lambda: saved(scene(), "BMP")),
    "an ICO": ("talvi.ico", lambda: saved(scene().resize((32, 32)), "ICO")),
    "a BMP called WebP": ("talvi.webp", lambda: saved(scene(), "BMP")),
    "nothing at all": ("talvi.jpg", lambda: b""),
    "twelve megabytes": ("talvi.jpg", lambda: noise_jpeg(12)),
    "nine megabytes of noise called JPEG": ("talvi.jpg", lambda: os.urandom(9 * 2**20)),
    "a name without an ending": ("talvi", jpeg),
    "a program's name": ("talvi.jpg.php", jpeg),
}
STORED = {
    "a JPEG": ("talvi.jpg", jpeg),
    "a JPEG with HTML behind it": ("talvi.jpg", lambda: jpeg() + HTML),
    "a JPEG with a zip behind it": ("talvi.jpg", lambda: jpeg() + b"PK\x03\x04" + bytes(500)),
    "a JPEG that knows where it was taken": ("talvi.jpg", lambda: jpeg(exif=exif())),
    "a JPEG held sideways": ("talvi.jpg", lambda: jpeg(exif=exif(_274=6))),
    "a JPEG with a script in its data": ("talvi.jpg", lambda: jpeg(exif=exif(_270=SCRIPT.decode()))),
    "a JPEG with a comment": ("talvi.jpg", lambda: jpeg(comment=SCRIPT)),
    "a JPEG with XMP": ("talvi.jpg", lambda: jpeg(xmp=XMP)),
    "a JPEG with broken EXIF": ("talvi.jpg", with_broken_exif),
    "a JPEG with a colour profile": ("talvi.jpg", lambda: jpeg(icc_profile=display_profile())),
    "a JPEG with a broken colour profile": ("talvi.jpg", lambda: jpeg(icc_profile=SCRIPT * 20)),
    "a JPEG with two pictures (MPO)": ("talvi.jpg", mpo),
    "a JPEG in printers' colours": ("talvi.jpg", cmyk),
    "a grey JPEG": ("talvi.jpg", lambda: saved(scene().convert("L"), "JPEG")),
    "a heavy JPEG of nine megabytes": ("talvi.jpg", lambda: noise_jpeg(9)),
    "a PNG with hidden texts": ("talvi.png", png_with_texts),
    "a PNG of 16 bits": ("talvi.png", sixteen_bits),
    "a PNG with a palette and holes": ("talvi.png", palette_with_holes),
    "a PNG one can see through": ("talvi.png", lambda: saved(with_alpha(), "PNG", compress_level=1)),
    "a PNG in black and white": ("talvi.png", lambda: saved(scene().convert("1"), "PNG")),
    "an animated PNG": ("talvi.png", lambda: animated("PNG")),
    "a WebP with EXIF": ("talvi.webp", lambda: saved(scene(), "WEBP", exif=exif(), xmp=XMP)),
    "a WebP one can see through": ("talvi.webp", lambda: saved(with_alpha(), "WEBP")),
    "an animated WebP": ("talvi.webp", lambda: animated("WEBP")),
    "a phone's HEIC": ("IMG_0042.HEIC", heic),
    "one pixel": ("talvi.png", lambda: saved(Image.new("P", (1, 1)), "PNG")),
    "a line of 30,000 × 1": ("talvi.png", lambda: plain_png((30_000, 1))),
    "a picture of 40 million pixels": ("talvi.jpg", lambda: saved(Image.new("L", (8000, 5000)), "JPEG")),
    "a second ending": ("a.php.jpg", jpeg),
    "a path for a name": ("..\\..\\etc\\talvi.jpg", jpeg),
    "a name with NUL": ("tal\x00vi.jpg", jpeg),
    "a name written backwards": ("talvi\u202egpj.exe.jpg", jpeg),
    "a name in another script": ("зима-дом ❄.jpg", jpeg),
    "a very long name": ("t" * 240 + ".jpg", jpeg),
    "capitals": ("TALVI.JPEG", jpeg),
}


def write_all(folder):
    for number, (label, (name, make)) in enumerate((REFUSED | STORED).items()):
        Path(folder, f"{number:03}").write_bytes(make())
        Path(folder, f"{number:03}.json").write_text(json.dumps([label, name]))


def measure(folder):
    """Runs in a process of its own, whose memory tells about the door alone."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.core.exceptions import ValidationError
    from django.core.files.uploadedfile import SimpleUploadedFile

    from images.uploads import PictureField

    PictureField().clean(SimpleUploadedFile("talvi.jpg", jpeg()))
    before, slowest, files = peak(), 0, sorted(Path(folder).glob("*.json"))
    for note in files:
        label, name = json.loads(note.read_text())
        upload = SimpleUploadedFile(name, note.with_suffix("").read_bytes() or b" ")
        start = time.process_time()
        try:
            stored = PictureField().clean(upload)
            outcome = f"stored, {stored.size} bytes"
        except ValidationError as error:
            outcome = f"refused: {error.messages[0]}"
        took = time.process_time() - start
        slowest = max(slowest, took)
        sys.stdout.write(f"{took:5.2f} s  +{peak() - before:3} MB  {label}: {outcome}\n")
    sys.stdout.write(f"{len(files)} files, slowest {slowest:.2f} s, memory grew by {peak() - before} MB\n")


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main():
    if sys.argv[1:]:
        measure(sys.argv[1])
    else:
        with TemporaryDirectory() as folder:
            write_all(folder)
            # exec would inherit this process's highest mark of memory; a fresh one does not.
            subprocess.run([sys.executable, "-m", "tests.files.pictures", folder], check=True)


if __name__ == "__main__":
    main()
