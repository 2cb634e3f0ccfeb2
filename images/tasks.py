from django_tasks import task
from wagtail.images import get_image_model

from .renditions import make_renditions


@task()
def make_renditions_task(pk):
    """Runs at once until settings.TASKS names a backend with a worker."""
    image = get_image_model().objects.filter(pk=pk).first()
    if image:
        make_renditions(image)
