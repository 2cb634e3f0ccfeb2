from .viewsets import (
    CrossingViewSet,
    MunicipalityRecordViewSet,
    VillageViewSet,
    register_municipality_viewset,
)

for viewset in (MunicipalityRecordViewSet, VillageViewSet, CrossingViewSet):
    register_municipality_viewset(viewset)
