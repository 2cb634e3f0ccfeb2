import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.template.loader import get_template
from django.urls import get_resolver

ROOT = Path(settings.BASE_DIR)
LAYERS = [
    {"pages"},
    {"jobs", "housing"},
    {"listings"},
    {"accounts", "images", "places", "outbox"},
]
OURS = {name for layer in LAYERS for name in layer}


def test_no_migration_is_missing(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_nobody_imports_upwards():
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


def test_no_relation_points_upwards_or_sideways():
    level = {name: number for number, layer in enumerate(LAYERS) for name in layer}
    wrong = [
        f"{field.model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
        if (target := field.related_model._meta.app_label) in OURS - {model._meta.app_label}
        if level[target] <= level[model._meta.app_label] and target != "accounts"
    ]
    assert wrong == []


@pytest.mark.parametrize("code", ["fi", "sv"])
def test_every_text_is_translated(code):
    with (ROOT / "locale" / code / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalogue = read_po(file)
    messages = [message for message in catalogue if message.id]

    def lacks(message):
        return not all(message.string) if message.pluralizable else not message.string

    assert [message.id for message in messages if message.fuzzy or lacks(message)] == []
    assert len(messages) > 500


def page_models():
    from pages.models import BasePage

    return [model for model in apps.get_models() if issubclass(model, BasePage)]


def test_every_page_type_has_its_template():
    for model in page_models():
        get_template(model.template)


def test_every_public_address_is_known():
    """A new address must be looked at by the tests of languages, headers and errors."""
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert {"healthz", "robots_txt", "sitemap", "security_txt", "design", "wagtail_serve"} <= names


def test_settings_stay_short():
    lines = (ROOT / "tornedalen" / "settings.py").read_text().splitlines()
    assert len(lines) <= 320


def test_readme_stays_short():
    assert len((ROOT / "README.md").read_text().splitlines()) <= 60


def test_code_holds_no_leftovers():
    files = [
        path
        for path in ROOT.rglob("*")
        if path.suffix in {".py", ".html", ".css", ".js", ".md", ".toml"}
        and not {".venv", "var", ".git", "node_modules"} & set(path.relative_to(ROOT).parts)
        and path != Path(__file__)
    ]
    assert len(files) > 100
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if any(word in line for word in ("TODO", "FIXME", "XXX", "lorem ipsum"))
    ]
    assert found == []
