import pytest
from django.template.loader import render_to_string


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_the_page_needs_nothing_and_speaks_both_languages(name, settings):
    """No `db` here: a query would fail the test."""
    settings.TEMPLATES[0]["OPTIONS"]["context_processors"] = []
    html = render_to_string(name)

    assert '<html lang="fi">' in html
    assert '<section lang="sv">' in html
    assert 'href="/fi/"' in html
    assert 'href="/sv/"' in html
    assert "css/error.css" in html
    assert "<script" not in html


@pytest.mark.parametrize("code", ["fi", "sv"])
def test_a_missing_page_leads_on_in_the_readers_language(visitor, db, code):
    answer = visitor.get(f"/{code}/xyz/")
    html = answer.content.decode()

    assert answer.status_code == 404
    assert f'<html lang="{code}">' in html
    assert f'<a href="/{code}/">' in html
    assert 'role="search"' in html
