import pytest

pytestmark = pytest.mark.browser


def test_from_the_front_page_to_the_authority(reader, seeded):
    guide = "move/se-fi"
    reader.goto(seeded("home").url)
    reader.locator(f'main a[href="{seeded("move").url}"]').first.click()
    reader.locator(f'main a[href="{seeded(guide).url}"]').first.click()
    reader.wait_for_url(f"**{seeded(guide).url}")

    assert reader.locator("h1").inner_text() == seeded(guide).title
    assert reader.locator(".guide-step").count() >= 8
    links = reader.locator(".guide-step .official-links a")
    assert links.count() >= 8
    for link in links.all():
        assert link.get_attribute("href").startswith("https://")
        assert link.get_attribute("target") is None


def test_every_step_says_who_has_looked_at_it(reader, seeded):
    reader.goto(seeded("move/fi-se").url)

    steps = reader.locator(".guide-step")
    assert steps.locator(".review").count() == steps.count()


def test_the_way_back_stands_above_the_title(reader, seeded):
    reader.goto(seeded("move/fi-se").url)
    reader.locator(f'.breadcrumbs a[href="{seeded("move").url}"]').click()

    assert reader.locator("h1").inner_text() == seeded("move").title
