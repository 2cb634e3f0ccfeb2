from places.viewsets import register_municipality_viewset

from .viewsets import VacancyViewSet

register_municipality_viewset(VacancyViewSet)
