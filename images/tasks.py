"""Work on pictures that nobody waits for.

One thread of the process makes the sizes of one picture after the other. Should the process die before,
the command make_renditions, or the first visitor, makes them.
"""

from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.db import connections
from wagtail.images import get_image_model

from .renditions import make_renditions

EXECUTOR = ThreadPoolExecutor(max_workers=1, thread_name_prefix="picture-sizes")


def make_renditions_soon(pk):
    if settings.PICTURE_SIZES_IN_BACKGROUND:
        EXECUTOR.submit(work_in_background, pk)
    else:
        make_renditions_of(pk)


def make_renditions_of(pk):
    image = get_image_model().objects.filter(pk=pk).first()
    if image:
        make_renditions(image)


def work_in_background(pk):
    try:
        make_renditions_of(pk)
    finally:
        connections.close_all()
