from django.db import migrations, models

import nexus.common.sql


class Migration(migrations.Migration):
    dependencies = [("common", "0003_keep_answers_of_keyed_requests")]

    operations = [
        migrations.CreateModel(
            name="Touch",
            fields=[
                ("xid", models.BigIntegerField(primary_key=True, serialize=False)),
                ("n", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name="change",
            name="xid",
            field=models.BigIntegerField(
                db_default=nexus.common.sql.TransactionId(), editable=False
            ),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["xid", "id"], name="change_to_follow"),
        ),
    ]
