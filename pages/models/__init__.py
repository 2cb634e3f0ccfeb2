from .base import BasePage
from .contact import AccessibilityFeedback, AccessibilityStatementPage, ContactMessage, ContactPage
from .content import ContentPage, GuidePage, MunicipalityPage, PrivacyPage, SearchPage
from .events import EventIndexPage, EventPage
from .home import HomePage
from .news import NewsIndexPage, NewsPage, StoryIndexPage, StoryPage

__all__ = [
    "AccessibilityFeedback",
    "AccessibilityStatementPage",
    "BasePage",
    "ContactMessage",
    "ContactPage",
    "ContentPage",
    "EventIndexPage",
    "EventPage",
    "GuidePage",
    "HomePage",
    "MunicipalityPage",
    "NewsIndexPage",
    "NewsPage",
    "PrivacyPage",
    "SearchPage",
    "StoryIndexPage",
    "StoryPage",
]
