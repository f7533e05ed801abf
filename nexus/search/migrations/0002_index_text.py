"""The full-text indexes, in each database's own way, over the same token columns."""

from django.db import migrations

SQLITE = [
    """CREATE VIRTUAL TABLE search_text USING fts5(
        title_tokens, heading_tokens, body_tokens,
        content='search_searchpage', content_rowid='id', detail='column',
        tokenize="unicode61 remove_diacritics 0 tokenchars '_.+#-'")""",
    """CREATE TRIGGER search_text_insert AFTER INSERT ON search_searchpage BEGIN
        INSERT INTO search_text(rowid, title_tokens, heading_tokens, body_tokens)
        VALUES (new.id, new.title_tokens, new.heading_tokens, new.body_tokens); END""",
    """CREATE TRIGGER search_text_delete AFTER DELETE ON search_searchpage BEGIN
        INSERT INTO search_text(search_text, rowid, title_tokens, heading_tokens, body_tokens)
        VALUES ('delete', old.id, old.title_tokens, old.heading_tokens, old.body_tokens); END""",
    """CREATE TRIGGER search_text_update AFTER UPDATE OF
        title_tokens, heading_tokens, body_tokens ON search_searchpage BEGIN
        INSERT INTO search_text(search_text, rowid, title_tokens, heading_tokens, body_tokens)
        VALUES ('delete', old.id, old.title_tokens, old.heading_tokens, old.body_tokens);
        INSERT INTO search_text(rowid, title_tokens, heading_tokens, body_tokens)
        VALUES (new.id, new.title_tokens, new.heading_tokens, new.body_tokens); END""",
]
SQLITE_BACK = [
    "DROP TRIGGER search_text_update",
    "DROP TRIGGER search_text_delete",
    "DROP TRIGGER search_text_insert",
    "DROP TABLE search_text",
]
VECTOR = "array_to_tsvector(array_remove(regexp_split_to_array({}, '[ \n]+'), ''))"
POSTGRESQL = [
    "ALTER TABLE search_searchpage ADD COLUMN title_vector tsvector GENERATED ALWAYS AS "
    f"({VECTOR.format('title_tokens')}) STORED",
    "ALTER TABLE search_searchpage ADD COLUMN heading_vector tsvector GENERATED ALWAYS AS "
    f"({VECTOR.format('heading_tokens')}) STORED",
    "ALTER TABLE search_searchpage ADD COLUMN text_vector tsvector GENERATED ALWAYS AS ("
    + VECTOR.format("title_tokens || ' ' || heading_tokens || ' ' || body_tokens")
    + ") STORED",
    "CREATE INDEX search_title_gin ON search_searchpage USING gin (title_vector)",
    "CREATE INDEX search_heading_gin ON search_searchpage USING gin (heading_vector)",
    "CREATE INDEX search_text_gin ON search_searchpage USING gin (text_vector)",
]
POSTGRESQL_BACK = [
    "ALTER TABLE search_searchpage DROP COLUMN text_vector",
    "ALTER TABLE search_searchpage DROP COLUMN heading_vector",
    "ALTER TABLE search_searchpage DROP COLUMN title_vector",
]


def index_text(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE_BACK if sqlite else POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_make_search_tables")]
    operations = [migrations.RunPython(index_text, drop_index)]
