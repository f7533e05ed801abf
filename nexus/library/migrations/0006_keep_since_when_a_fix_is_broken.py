"""Since which version a solution no longer works; and challenges that cause others."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def fill(apps: Any, schema_editor: Any) -> None:
    """From the receipts that are there."""
    said = apps.get_model("library", "Receipt").objects.filter(outcome="broken")
    for receipt in said.order_by("created_at", "id").select_related("entry", "solution"):
        row = receipt.solution or receipt.entry
        row.refresh_from_db(fields=["broken_since", "broken_at"])
        row.broken_count = row.receipts.filter(outcome="broken", solution=receipt.solution).count()
        if row.broken_at is None or (receipt.versions and not row.broken_since):
            row.broken_since, row.broken_at = receipt.versions, receipt.created_at
        row.save(update_fields=["broken_count", "broken_since", "broken_at"])


class Migration(migrations.Migration):
    dependencies = [("library", "0005_tell_links_of_documents")]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="broken_count",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="entry",
            name="broken_since",
            field=models.CharField(blank=True, max_length=120, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="entry",
            name="broken_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="solution",
            name="broken_since",
            field=models.CharField(blank=True, max_length=120, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="solution",
            name="broken_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="link",
            name="relation",
            field=models.CharField(
                choices=[
                    ("mentions", "Mentions"),
                    ("involves", "Involves"),
                    ("told", "Told with"),
                    ("causes", "Cause of"),
                ],
                default="mentions",
                max_length=10,
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
