import pytest
from . import test_separation as t
from pages import separation, admin_api, permissions
from places import viewsets
from wagtail.models import Page
def m_none(mp): pass
def m_guard(mp): mp.setattr(separation.Guard,"allows",lambda self: True)
def m_viewset(mp): mp.setattr(viewsets.MunicipalityViewSet,"get_queryset",lambda self,request: self.model.objects.all())
def m_rows(mp): mp.setattr(viewsets,"rows_in_reach",lambda model,user: model.objects.all())
def m_link(mp): mp.setattr(separation,"linkable_pages",lambda u: Page.objects.all())
def m_api(mp): mp.setattr(admin_api.FilesInReachMixin,"get_queryset",lambda self: super(admin_api.FilesInReachMixin,self).get_queryset())
def m_reports(mp): mp.setattr(separation,"is_administrator",lambda u: True)
@pytest.mark.parametrize("m",[m_guard,m_viewset,m_rows,m_link,m_api,m_reports])
def test_mut(make_other_side, moderator_kolari, monkeypatch, m):
    things = make_other_side("pajala"); staff=moderator_kolari; staff.raise_request_exception=False
    m(monkeypatch); before=t.rows(things); seen=set(); 
    for name,url in t.addresses(things):
        for q in t.queries(name,url,things):
            for meth in ("get",) if q.endswith(t.ONLY_READ) else ("get","post"):
                r=getattr(staff,meth)(url+q, t.forged(things) if meth=="post" else None)
                if t.CANARY in t.text_of(r): seen.add((meth,name))
    after=t.rows(things)
    ch=[k for k in before.keys()|after.keys() if before.get(k)!=after.get(k)]
    print("MUT",m.__name__,len(seen),sorted(seen)[:14],"CHANGED",ch)
