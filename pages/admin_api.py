"""The CMS's own JSON interface, which the page menu and the choosers read."""

from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet

from .separation import in_reach


class FilesInReachMixin:
    def get_queryset(self):
        return super().get_queryset().filter(pk__in=in_reach(self.model, self.request.user).values("pk"))


class ReadOnlyPagesEndpoint(PagesAdminAPIViewSet):
    # The CMS's screens do all this with their own checks; none of them calls these.
    actions = {}


class ImagesEndpoint(FilesInReachMixin, ImagesAdminAPIViewSet):
    pass


class DocumentsEndpoint(FilesInReachMixin, DocumentsAdminAPIViewSet):
    pass


def register_endpoints(router):
    router.register_endpoint("pages", ReadOnlyPagesEndpoint)
    router.register_endpoint("images", ImagesEndpoint)
    router.register_endpoint("documents", DocumentsEndpoint)
