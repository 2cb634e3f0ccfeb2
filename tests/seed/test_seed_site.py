from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from wagtail.models import Page, Revision, Site

from accounts.demo import make_demo_people
from accounts.models import User
from pages.models import HomePage
from pages.seeding import read_sources
from places.models import Crossing, Municipality, Village


def counts():
    return {
        model.__name__: model.objects.count()
        for model in (Page, Revision, Site, Municipality, Village, Crossing, User)
    }


def test_demo_people_are_refused_in_production(db, settings):
    settings.DEBUG = False
    with pytest.raises(ImproperlyConfigured):
        make_demo_people()


def test_seeding_again_changes_nothing(site):
    before = counts()

    call_command("seed_site", stdout=StringIO())

    assert counts() == before


def test_seeding_again_keeps_what_editors_wrote(site):
    page = site.section("kolari", "fi")
    page.summary = "Toimittajan oma teksti"
    page.save_revision().publish()
    village = Village.objects.get(municipality=site.kolari, slug="sieppijarvi")
    village.latitude = "67.1"
    village.save()

    call_command("seed_site", stdout=StringIO())

    assert site.section("kolari", "fi").summary == "Toimittajan oma teksti"
    village.refresh_from_db()
    assert float(village.latitude) == 67.1


def test_every_page_is_written_in_both_languages():
    sources = read_sources(demo=True)

    assert len(sources) >= 60
    for key, source in sources.items():
        for code in ("fi", "sv"):
            assert source[code]["title"], key
            assert 20 <= len(source[code]["summary"]) <= 200, key


def test_both_trees_stand_and_know_each_other(site):
    finnish, swedish = site.home("fi"), site.home("sv")

    assert finnish.get_translation(swedish.locale) == swedish
    assert finnish.get_descendants().count() == swedish.get_descendants().count() >= 25
    assert HomePage.objects.count() == 2


def test_unsure_positions_are_marked(db):
    unsure = set(Village.objects.filter(position_checked=False).values_list("slug", flat=True))

    assert {"sieppijarvi", "lappea", "kaunisvaara", "muodoslompolo", "kihlangi"} <= unsure
    assert "akaslompolo" not in unsure
    assert Village.objects.filter(slug="kolari").count() == 2
