import pytest
from django.utils.translation import override

from jobs.models import Vacancy

pytestmark = pytest.mark.browser


def test_search_for_work_from_the_front_page(reader, seeded, language):
    with override(language):
        wanted = Vacancy.objects.open().exclude(village=None).first()
        title, address = wanted.title_in_reach, wanted.get_absolute_url()
        village = f"{wanted.municipality.key}-{wanted.village.slug}"
    reader.goto(seeded("home").url)
    form = reader.locator("main form[role=search]")
    form.locator("[name=q]").fill(title)
    form.locator("select").select_option(village)
    form.locator("button").first.click()

    assert reader.locator("main [name=q]").input_value() == title
    reader.locator(f'.listing-cards a[href="{address}"]').click()
    assert reader.locator("h1").inner_text() == title


def test_search_for_a_page(reader, seeded):
    wanted = seeded("move")
    reader.goto(seeded("search").url)
    reader.locator("main form[role=search] [name=q]").fill(wanted.title)
    reader.locator("main form[role=search] button").click()

    assert reader.locator("main [name=q]").input_value() == wanted.title
    reader.locator(f'.result-list a[href="{wanted.url}"]').click()
    assert reader.locator("h1").inner_text() == wanted.title


def test_search_by_enter_that_finds_nothing_helps_on(reader, seeded, said):
    reader.goto(seeded("search").url)
    reader.locator("main [name=q]").fill("zzzzqqq")
    reader.locator("main [name=q]").press("Enter")
    reader.wait_for_url("**q=zzzzqqq")

    assert said("Try another word or a shorter one, or look at the main sections in the menu.") in (
        reader.locator("main").inner_text()
    )


def test_search_with_too_many_words_says_so(reader, seeded):
    reader.goto(f"{seeded('search').url}?q={'+'.join('abcdefghijk')}")

    assert reader.locator("main [role=alert]").inner_text()
