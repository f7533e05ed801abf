"""PostgreSQL loses an index that its searches never read, and every write kept up.

The model goes on naming it: SQLite, which needs it, builds tables anew from what the model says.
Removing it there some day does no harm here, where that is `DROP INDEX IF EXISTS`.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NAME = "search_page_in_brief"


def drop_index(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP INDEX IF EXISTS {NAME}")


def make_index(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        model = apps.get_model("search", "SearchPage")
        editor.add_index(model, next(i for i in model._meta.indexes if i.name == NAME))


class Migration(migrations.Migration):
    dependencies = [("search", "0008_read_pages_in_brief")]
    operations = [migrations.RunPython(drop_index, make_index)]
