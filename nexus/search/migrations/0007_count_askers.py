"""Of each question a mark of who asked, which changes each day; what was asked before has none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0006_hide_pages_of_documents")]
    operations = [
        migrations.AddField(
            model_name="querylog",
            name="asker",
            field=models.CharField(default="", max_length=24),
        )
    ]
