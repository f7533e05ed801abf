"""Words go into PostgreSQL's indexes as they are written, not onto a list that each search reads.

The list (GIN's fastupdate) made the statement that finds candidates 2.6 times as slow until the next
vacuum; pages are searched far more often than written.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

INDEXES = ("search_title_gin", "search_heading_gin", "search_text_gin")


def write_at_once(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        for name in INDEXES:
            editor.execute(f"ALTER INDEX {name} SET (fastupdate = off)")


def write_later(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        for name in INDEXES:
            editor.execute(f"ALTER INDEX {name} RESET (fastupdate)")


class Migration(migrations.Migration):
    dependencies = [("search", "0004_count_pages")]
    operations = [migrations.RunPython(write_at_once, write_later)]
