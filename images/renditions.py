"""Makes the sizes of a picture that the site's templates show, before a visitor asks for them."""

import logging
from functools import cache
from pathlib import Path

from django.template import engines
from django.template.loader import get_template
from wagtail.images.templatetags.wagtailimages_tags import ImageNode, SrcsetImageNode

logger = logging.getLogger(__name__)


@cache
def template_specs():
    """Every size and format named by an {% image %} or {% picture %} in the site's own templates."""
    specs = {}
    for folder in engines["django"].dirs:
        for path in sorted(Path(folder).rglob("*.html")):
            template = get_template(path.relative_to(folder).as_posix()).template
            for node in template.nodelist.get_nodes_by_type(ImageNode):
                filters = node.get_filters() if isinstance(node, SrcsetImageNode) else [node.get_filter()]
                specs |= {each.spec: None for each in filters}
    return tuple(specs)


def make_renditions(image):
    """Makes those that are missing, and tells how many. A picture whose file is gone, or a full disk,
    is for the log: the upload or the publication that led here has succeeded."""
    before = image.renditions.count()
    try:
        image.get_renditions(*template_specs())
    except OSError as error:
        logger.error("Could not make the sizes of picture %s: %r", image.pk, error)
    return image.renditions.count() - before
