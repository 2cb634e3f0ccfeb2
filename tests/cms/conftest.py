import pytest


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup_plain, django_db_blocker):
    """TEMPORARY until the seed is complete."""
    from accounts.demo import make_demo_people
    from django.test.utils import override_settings
    from pages.groups import make_groups
    from pages.models import ContentPage, HomePage, MunicipalityPage, NewsIndexPage
    from places.models import Municipality
    from places.seeding import seed_places
    from wagtail.models import Locale, Page, Site

    with django_db_blocker.unblock():
        seed_places()
        root = Page.get_first_root_node()
        for code in ("fi", "sv"):
            locale = Locale.objects.get_or_create(language_code=code)[0]
            home = root.add_child(instance=HomePage(title=f"Etusivu {code}", slug=code, locale=locale))
            for m in Municipality.objects.all():
                section = home.add_child(
                    instance=MunicipalityPage(title=m.name, slug=m.key, municipality=m, locale=locale)
                )
                section.add_child(instance=ContentPage(title=f"Asuminen {m.key}", slug="asuminen", locale=locale))
            home.add_child(instance=ContentPage(title="Yhteinen", slug=f"about-{code}", locale=locale))
            home.add_child(instance=NewsIndexPage(title="Uutiset", slug="uutiset", locale=locale))
            if code == "fi":
                Site.objects.update_or_create(is_default_site=True, defaults={"root_page": home, "hostname": "localhost"})
        Page.objects.filter(depth=2, slug="home").delete()
        make_groups()
        with override_settings(DEBUG=True):
            make_demo_people()


@pytest.fixture(scope="session")
def django_db_setup_plain(request, django_test_environment, django_db_blocker, django_db_use_migrations, django_db_keepdb, django_db_createdb, django_db_modify_db_settings):
    from django.test.utils import setup_databases, teardown_databases
    with django_db_blocker.unblock():
        cfg = setup_databases(verbosity=0, interactive=False, keepdb=django_db_keepdb)
    yield
    with django_db_blocker.unblock():
        teardown_databases(cfg, verbosity=0)
