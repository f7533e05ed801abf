"""What each token of a page is worth stands in its row: searches need not work it out.

A column that may be null is added without reading a row. Pages that are there get their weights
when they are next written; until then searches work them out.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0009_read_in_brief_on_sqlite_alone")]
    operations = [migrations.AddField("searchpage", "weights", models.TextField(null=True))]
