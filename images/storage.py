import os
import shutil
import tempfile
from pathlib import Path

from django.core.files.storage import FileSystemStorage

# Uploads end while there is still room for the database's own work on the same disk.
KEEP_FREE = 50 * 2**20


class MediaStorage(FileSystemStorage):
    """A file is there whole or not at all: a disk that fills up half-way leaves nothing behind."""

    def has_room(self, size):
        os.makedirs(self.location, exist_ok=True)
        return shutil.disk_usage(self.location).free - size >= KEEP_FREE

    def _save(self, name, content):
        # A hidden folder on the same disk, so that the last step is a change of name.
        arrivals = Path(self.location) / ".arrivals"
        arrivals.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=arrivals) as folder:
            arrival = Arrival(Path(folder) / "file")
            arrival.write(content)
            return super()._save(name, arrival)


class Arrival:
    """Django moves whatever tells it a path."""

    def __init__(self, path):
        self.path = path

    def temporary_file_path(self):
        return str(self.path)

    def write(self, content):
        with self.path.open("wb") as file:
            for chunk in content.chunks():
                file.write(chunk.encode() if isinstance(chunk, str) else chunk)
            file.flush()
            os.fsync(file.fileno())
