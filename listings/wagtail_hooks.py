from django.urls import path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from places.inbox import register_inbox_policies
from places.viewsets import register_municipality_viewset

from .closing import CloseBulkAction
from .history import register_in_history
from .organisation_viewset import OrganisationViewSet
from .report_viewset import ReportViewSet
from .statistics import AlertStatisticsView

hooks.register("register_log_actions", register_in_history)
register_municipality_viewset(OrganisationViewSet)
register_inbox_policies([ReportViewSet])
register_snippet(ReportViewSet)
hooks.register("register_bulk_action", CloseBulkAction)


@hooks.register("register_admin_urls")
def cms_urls():
    return [path("alerts/statistics/", AlertStatisticsView.as_view(), name="alert_statistics")]
