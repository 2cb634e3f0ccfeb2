from wagtail import hooks
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from places.caching import say_how_long

from .admin_api import register_endpoints
from .content_checker import use_staff_checker
from .desk import show_desk
from .menus import board_menu_item, cms_style, cms_urls, trim_main_menu
from .permissions import StaffPagePermissionPolicy
from .reminders import register_reminder_in_history
from .rich_text import link_by_address, mark_language_of_words
from .separation import filter_file_chooser, filter_page_chooser, hide_popular_tags, hide_reports
from .viewsets import StaffPageViewSet, register_inbox

register_permission_policy(Page, StaffPagePermissionPolicy())
hooks.register("register_rich_text_features", mark_language_of_words)
hooks.register("register_rich_text_features", link_by_address, order=100)
hooks.register("construct_homepage_panels", show_desk)
hooks.register("construct_main_menu", trim_main_menu)
hooks.register("construct_wagtail_userbar", use_staff_checker)
hooks.register("insert_global_admin_css", cms_style)
hooks.register("register_admin_menu_item", board_menu_item)
# Before simple_translation's, whose view for pages ours stands in for.
hooks.register("register_admin_urls", cms_urls, order=-1)
hooks.register("register_admin_viewset", StaffPageViewSet)
hooks.register("register_log_actions", register_reminder_in_history)
register_inbox()
# Later than Wagtail's own, which register the same names without regard to whose a file is.
hooks.register("construct_admin_api", register_endpoints, order=100)
hooks.register("construct_page_chooser_queryset", filter_page_chooser)
hooks.register("construct_image_chooser_queryset", filter_file_chooser)
hooks.register("construct_document_chooser_queryset", filter_file_chooser)
hooks.register("construct_reports_menu", hide_reports)
hooks.register("on_serve_page", say_how_long)
hide_popular_tags()
