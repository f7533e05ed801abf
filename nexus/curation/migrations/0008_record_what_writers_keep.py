from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("curation", "0007_find_suggestions_by_right"),
    ]

    operations = [
        migrations.AlterField(
            model_name="action",
            name="kind",
            field=models.CharField(
                choices=[
                    ("same", "The same"),
                    ("different", "Not the same"),
                    ("merge", "Merged"),
                    ("split", "Split"),
                    ("move", "Moved"),
                    ("rename", "Renamed"),
                    ("wording", "Chose the wording"),
                    ("best", "Marked the best solution"),
                    ("retract", "Retracted"),
                    ("lexicon", "Changed the lexicon"),
                    ("keep", "Kept the voices of a page"),
                ],
                max_length=10,
            ),
        ),
    ]
