"""One stylesheet for readers, many small files for us, and no build: the storage that collects static
files writes the imported parts into site.css before it gives the file its fingerprint."""

import re

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/site.css"
IMPORT = re.compile(r'@import url\("([^"]+)"\);')
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


class StylesheetStorage(CompressedManifestStaticFilesStorage):
    def post_process(self, paths, dry_run=False, **options):
        if SHEET in paths and not dry_run:
            text = joined(paths, SHEET)
            self.delete(SHEET)
            self._save(SHEET, ContentFile(text.encode()))
            # What follows reads the sources: this one is now our own copy.
            paths[SHEET] = (self, SHEET)
        yield from super().post_process(paths, dry_run, **options)


def joined(paths, name):
    """The text of a stylesheet with its imports in place, without comments."""
    storage, path = paths[name]
    with storage.open(path) as source:
        text = source.read().decode()
    folder = name.rpartition("/")[0]
    return COMMENT.sub("", IMPORT.sub(lambda found: joined(paths, f"{folder}/{found[1]}"), text))
