"""The number of pages, kept beside the words that they hold."""

from django.db import migrations

COUNT = "INSERT INTO search_token(text, pages) SELECT '', COUNT(*) FROM search_searchpage"
FORGET = "DELETE FROM search_token WHERE text = ''"


class Migration(migrations.Migration):
    dependencies = [("search", "0003_stamp_pages")]
    operations = [migrations.RunSQL(COUNT, FORGET)]
