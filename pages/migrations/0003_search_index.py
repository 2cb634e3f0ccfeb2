from django.db import migrations

NAME = "page_words"


def make_index(apps, schema_editor):
    """Wagtail's search on PostgreSQL asks for title and words in one and has no index for that: every
    page of every language would be read each time."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE INDEX {NAME} ON wagtailsearch_indexentry USING gin ((title || body))"
        )


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {NAME}")


class Migration(migrations.Migration):
    dependencies = [("pages", "0002_initial"), ("wagtailsearch", "0010_add_text_fields")]

    operations = [migrations.RunPython(make_index, drop_index)]
