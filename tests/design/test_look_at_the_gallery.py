import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files import File
from django.template.loader import get_template

from images.models import CustomImage
from pages.blocks import BodyBlock, GuideStepBlock
from pages.gallery import own_ids

TEMPLATES = Path(settings.BASE_DIR) / "templates"
SHOWN = sorted(
    path.relative_to(TEMPLATES).as_posix()
    for folder in ("components", "blocks")
    for path in (TEMPLATES / folder).glob("*.html")
)
PUBLIC = sorted(
    path
    for folder in (".", "components", "blocks", "pages", "django/forms")
    for path in (TEMPLATES / folder).glob("*.html")
)
BLOCKS = [*BodyBlock().child_blocks.values(), GuideStepBlock()]


@pytest.fixture
def gallery(administrator):
    with (settings.BASE_DIR / "pages" / "seed" / "images" / "fells.jpg").open("rb") as picture:
        CustomImage.objects.create(
            title="Fells", file=File(picture, "fells.jpg"), photographer="A. Photographer"
        )
    return administrator.get("/design/")


def test_a_visitor_is_asked_to_sign_in(visitor, db):
    answer = visitor.get("/design/")

    assert answer.status_code == 302
    assert "next=/design/" in answer.url


def test_a_person_without_the_cms_is_refused(visitor, django_user_model, db):
    visitor.force_login(django_user_model.objects.create_user(email="resident@example.org"))

    assert visitor.get("/design/").status_code == 403


def test_an_editor_of_one_side_sees_it(editor_pajala):
    assert editor_pajala.get("/design/").status_code == 200


def test_every_component_and_block_is_shown(gallery):
    assert set(SHOWN) - {used.name for used in gallery.templates} == set()


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.name or "guide_step")
def test_every_block_names_a_template_that_exists(block):
    assert get_template(block.meta.template).template.name.startswith("blocks/")


def test_every_entry_is_shown_in_each_language_and_scheme(gallery):
    html = gallery.content.decode()
    entries = html.count('class="gallery"')

    assert entries > 30
    for code, _name in settings.LANGUAGES:
        for scheme in ("light", "dark"):
            assert html.count(f'data-scheme="{scheme}" lang="{code}"') == entries


def test_no_id_stands_twice(gallery):
    ids = re.findall(r'\sid="([^"]+)"', gallery.content.decode())

    assert sorted(ids) == sorted(set(ids))


def test_a_copy_keeps_its_own_ids():
    html = own_ids('<label for="q">?</label><input id="q"><a href="#q">q</a><a href="/fi/">fi</a>', "sv")

    assert html == '<label for="q-sv">?</label><input id="q-sv"><a href="#q-sv">q</a><a href="/fi/">fi</a>'


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_no_template_styles_or_scripts_inline(path):
    html = path.read_text()

    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|javascript:", html)
    assert not re.search(r"<script(?![^>]*\ssrc=)", html)
    assert "|safe" not in html
