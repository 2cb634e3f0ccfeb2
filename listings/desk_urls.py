from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.utils.urlpatterns import decorate_urlpatterns

from . import looking_after, writing


def desk_paths(desk):
    """The addresses of a kind of listing at its posters' desk: own_vacancy, edit_vacancy …

    Never cached: going back shows what is stored now, not what the page said before."""

    def own(route, view, verb):
        return path(route, view.as_view(desk=desk), name=f"{verb}_{desk.kind}")

    return decorate_urlpatterns(
        [
            path("", looking_after.OwnListView.as_view(desk=desk), name=desk.list_url_name),
            own(_("new/"), writing.BeginView, "post"),
            own(_("new/<uuid:key>/"), writing.StartView, "start"),
            own("<int:pk>/", looking_after.OwnView, "own"),
            own(_("<int:pk>/edit/<slug:step>/"), writing.EditView, "edit"),
            own(_("<int:pk>/preview/"), writing.PreviewView, "preview"),
            own(_("<int:pk>/submit/"), writing.SubmitView, "submit"),
            own(_("<int:pk>/withdraw/"), looking_after.WithdrawView, "withdraw"),
            own(_("<int:pk>/discard/"), looking_after.DiscardView, "discard"),
            own(_("<int:pk>/extend/"), looking_after.ExtendView, "extend"),
            own(_("<int:pk>/end/"), looking_after.EndView, "end"),
            own(_("<int:pk>/copy/"), looking_after.CopyView, "copy"),
            own(_("<int:pk>/delete/"), looking_after.DeleteView, "delete"),
        ],
        never_cache,
    )
