"""Indexes in the order of each list, whoever reads it, and one that holds what lists count by."""

from django.db import migrations, models


def index(name: str, *fields: str, model: str = "entry") -> migrations.AddIndex:
    return migrations.AddIndex(model, models.Index(fields=fields, name=name))


class Migration(migrations.Migration):
    dependencies = [("library", "0009_keep_summaries_in_revisions")]

    operations = [
        index("entry_of_kind_by_voices", "kind", "-voice_count", "-id"),
        index("entry_of_kind_by_update", "kind", "-updated_at", "-id"),
        index("entry_of_kind_by_title", "kind", "title", "id"),
        index("entry_of_all_by_voices", "-voice_count", "-id"),
        index("entry_of_all_by_update", "-updated_at", "-id"),
        index("entry_by_same_here", "kind", "-same_here_count", "-id"),
        index(
            "entry_for_counts",
            *("kind", "state", "of_document", "is_solved", "track", "created_by"),
        ),
        index("link_by_target", "target", "relation", "source", model="link"),
        migrations.RemoveIndex("entry", "entry_by_voices"),
        migrations.RemoveIndex("entry", "entry_by_update"),
        migrations.RemoveIndex("entry", "entry_by_title"),
    ]
