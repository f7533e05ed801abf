"""Guides that show documents are found by who may read documents."""

from django.db import migrations

HIDE = (
    "UPDATE search_searchpage SET is_visible = false "
    "WHERE entry_id IN (SELECT id FROM library_entry WHERE of_document)"
)


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0005_write_gin_at_once"),
        ("library", "0003_mark_guides_of_documents"),
    ]
    operations = [migrations.RunSQL(HIDE, migrations.RunSQL.noop)]
