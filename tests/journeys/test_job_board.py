"""Every screen of the job board in every state it has, as `screens` lists them: axe in two widths, nothing
lost on a phone, with wide letters or large text, every target as large as a fingertip, every stop of the
tab key seen, nothing moving, no other host asked, no error in the console."""

import importlib
import pkgutil
from dataclasses import replace
from http import HTTPStatus

import pytest
from django.urls import URLResolver

import jobs
import listings
from jobs.models import Vacancy
from listings import alerts, moderation
from tornedalen.urls import urlpatterns

from . import axe
from .board import Board
from .probes import LOST, MOVEMENT, PHONE, USE_SHEET, badly_reached, lost, small
from .screens import IN_THE_DARK, NO_SCREEN, SCREENS, Screen

pytestmark = pytest.mark.browser

SUBMIT = "main form.form button[type=submit], main form[method=post] button[type=submit]"


@pytest.fixture(scope="module")
def board(site_server, django_db_blocker):
    with django_db_blocker.unblock():
        made = Board()
        yield made
        made.remove()


@pytest.fixture
def open_screen(board, rows, tab, sign_in, language):
    """Shows a screen to whoever it is for; a refused form as it comes back."""
    signed_in = []

    def show(screen):
        if screen.who != (signed_in or [""])[-1]:
            tab.context.clear_cookies()
            if screen.who:
                sign_in(tab.context, board.people[screen.who])
            signed_in.append(screen.who)
        tab.emulate_media(media="screen")
        assert tab.goto(board.address(screen, language)).status == screen.status, str(screen)
        if screen.is_refused:
            send_wrong(tab, screen)

    return show


def send_wrong(tab, screen):
    if screen.wrong:
        name, value = screen.wrong
        tab.locator(f"main [name={name}]").fill(value)
    with tab.expect_navigation() as answer:
        tab.locator(SUBMIT).first.click()
    assert answer.value.status == HTTPStatus.UNPROCESSABLE_ENTITY, str(screen)


@pytest.mark.parametrize("part", SCREENS)
def test_every_screen_can_be_read_and_used(part, open_screen, tab, troubles):
    faults = []
    for screen in SCREENS[part]:
        open_screen(screen)
        found = [*axe.look(tab), *lost(tab), *small(tab), *tab.evaluate(MOVEMENT)]
        faults += [f"{screen}: {what}" for what in found + unexpected(troubles)]
        troubles.clear()

    assert not faults, "\n".join(faults)


def unexpected(troubles):
    """The console complains of every answer that is not 200; whether it is the right one is asked above."""
    meant = ("the server responded with a status of 4", "410 http", "422 http")
    return [trouble for trouble in troubles if not any(words in trouble for words in meant)]


@pytest.mark.parametrize("part", SCREENS)
def test_every_stop_of_the_tab_key_is_seen_in_order(part, open_screen, tab):
    faults = []
    for screen in {(screen.name, screen.more): screen for screen in SCREENS[part]}.values():
        # A refused form begins at its summary instead of the top.
        open_screen(replace(screen, is_refused=False))
        faults += [f"{screen}: {what}" for what in badly_reached(tab)]

    assert not faults, "\n".join(faults)


def test_screens_in_the_dark(open_screen, tab):
    tab.emulate_media(color_scheme="dark")
    faults = []
    for screen in IN_THE_DARK:
        open_screen(screen)
        faults += [f"{screen}: {what}" for what in axe.look(tab)]

    assert not faults, "\n".join(faults)


def test_an_ad_on_paper(open_screen, tab):
    open_screen(Screen("vacancy", "full"))
    tab.emulate_media(media="print")
    tab.set_viewport_size(PHONE)
    tab.evaluate(USE_SHEET, "")

    assert tab.evaluate(LOST) == []
    assert tab.locator("h1").is_visible()
    assert tab.locator("main article.listing").is_visible()
    for part in ("header.site-header nav", "footer.site-footer nav", ".listing-actions", ".listing-similar"):
        assert not any(found.is_visible() for found in tab.locator(part).all()), part


def test_a_page_that_a_colleague_saved_meanwhile(board, open_screen, tab):
    open_screen(Screen("edit_vacancy", "ready", more=("what",), who="boss"))
    draft = Vacancy.objects.get(pk=board.rows["ready"].pk).draft()
    typed, draft.title_fi = draft.title_fi, "Kollegan otsikko"
    moderation.save_draft(draft, by=board.people["colleague"])
    try:
        tab.locator("[name=title_fi]").fill("Oma otsikko")
        with tab.expect_navigation() as answer:
            tab.locator(SUBMIT).first.click()

        assert answer.value.status == HTTPStatus.CONFLICT
        assert "Kollegan otsikko" in tab.locator("main").inner_text()
        assert [*axe.look(tab), *lost(tab)] == []
    finally:
        draft.title_fi = typed
        moderation.save_draft(draft, by=board.people["boss"])


def test_an_address_with_as_many_alerts_as_one_can_have(open_screen, tab, monkeypatch):
    monkeypatch.setattr(alerts, "MOST_PER_ADDRESS", 0)
    open_screen(Screen("confirm_alert", "unconfirmed"))
    tab.locator(SUBMIT).first.click()

    assert tab.locator("main form").count() == 0
    assert [*axe.look(tab), *lost(tab)] == []


def test_a_colleague_cannot_be_invited_without_an_address(open_screen, tab):
    open_screen(Screen("organisation", "firm", who="boss"))
    with tab.expect_navigation() as answer:
        tab.locator("#id_email").press("Enter")

    assert answer.value.status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert [*axe.look(tab), *lost(tab), *small(tab)] == []


def test_every_screen_is_looked_at_or_has_a_reason_not_to_be():
    looked_at = {screen.name for screens in SCREENS.values() for screen in screens}
    assert set(names_of(jobs)) | set(names_of(listings)) | {"api"} == looked_at | set(NO_SCREEN)
    assert not looked_at & set(NO_SCREEN)
    assert looked_at < set(names(urlpatterns))


def names_of(package):
    for module in pkgutil.iter_modules(package.__path__):
        if module.name.endswith("urls"):
            patterns = importlib.import_module(f"{package.__name__}.{module.name}")
            yield from names(getattr(patterns, "urlpatterns", []))


def names(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        else:
            yield pattern.name
