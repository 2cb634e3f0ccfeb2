from listings.desk_urls import desk_paths

from .desk_views import vacancy_desk

urlpatterns = desk_paths(vacancy_desk)
