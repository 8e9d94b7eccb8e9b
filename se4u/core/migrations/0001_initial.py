"""Every table of this app, and the index over the table of texts: FTS5 beside it on SQLite, a generated tsvector with GIN on
PostgreSQL.

The text in the table is folded already: words of letters, marks and digits with one space between. Both indexes split it
at the spaces and nowhere else (FTS5 by the tokenizer `ascii`, PostgreSQL by `se4u_vector`), so that both find the same.
"""

import se4u.core.models.keys
import se4u.core.models.uploads
from django.db import migrations, models

SQLITE = """
CREATE VIRTUAL TABLE core_searchindex USING fts5(
  title, body, content='core_searchdocument', content_rowid='id', tokenize='ascii', prefix='2 3'
);
CREATE TRIGGER core_searchindex_insert AFTER INSERT ON core_searchdocument BEGIN
  INSERT INTO core_searchindex(rowid, title, body) VALUES (new.id, new.title, new.body);
END;
CREATE TRIGGER core_searchindex_delete AFTER DELETE ON core_searchdocument BEGIN
  INSERT INTO core_searchindex(core_searchindex, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
END;
CREATE TRIGGER core_searchindex_update AFTER UPDATE OF title, body ON core_searchdocument BEGIN
  INSERT INTO core_searchindex(core_searchindex, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
  INSERT INTO core_searchindex(rowid, title, body) VALUES (new.id, new.title, new.body);
END;
"""
SQLITE_BACK = """
DROP TRIGGER core_searchindex_insert;
DROP TRIGGER core_searchindex_delete;
DROP TRIGGER core_searchindex_update;
DROP TABLE core_searchindex;
"""

# Positions beyond 16383 are all the last one, as PostgreSQL keeps them; a word is kept at its first 255 places.
POSTGRESQL = """
CREATE FUNCTION se4u_vector(title text, body text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(string_agg('''' || word || ''':' || least(place, 16383) || weight, ' '), '')::tsvector FROM (
    SELECT word, place, 'A' AS weight
      FROM unnest(string_to_array(title, ' ')) WITH ORDINALITY AS t(word, place) WHERE word <> ''
    UNION ALL
    SELECT word, place + cardinality(string_to_array(title, ' ')) + 1, 'D'
      FROM unnest(string_to_array(body, ' ')) WITH ORDINALITY AS b(word, place) WHERE word <> ''
  ) AS parts
$$;
ALTER TABLE core_searchdocument ADD COLUMN vector tsvector GENERATED ALWAYS AS (se4u_vector(title, body)) STORED;
CREATE INDEX core_searchdocument_vector ON core_searchdocument USING gin (vector);
"""
POSTGRESQL_BACK = """
DROP INDEX core_searchdocument_vector;
ALTER TABLE core_searchdocument DROP COLUMN vector;
DROP FUNCTION se4u_vector(text, text);
"""


def _run(schema_editor, sqlite, postgresql):
    connection = schema_editor.connection
    if connection.vendor == "sqlite":
        for statement in _statements(sqlite):
            schema_editor.execute(statement, params=None)
    else:
        schema_editor.execute(postgresql, params=None)


def _statements(script):
    """Split at the ends of statements, which stand at the ends of lines and not inside a trigger."""
    statement = ""
    for line in script.strip().splitlines():
        statement += line + "\n"
        inside = statement.startswith("CREATE TRIGGER") and line != "END;"
        if line.endswith(";") and not inside:
            yield statement
            statement = ""


def forward(apps, schema_editor):
    _run(schema_editor, SQLITE, POSTGRESQL)


def backward(apps, schema_editor):
    _run(schema_editor, SQLITE_BACK, POSTGRESQL_BACK)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=se4u.core.models.keys.new_key, editable=False, max_length=10, unique=True)),
                ('file', models.FileField(editable=False, upload_to=se4u.core.models.uploads.stored_name)),
                ('name', models.CharField(max_length=150)),
                ('content_type', models.CharField(max_length=100)),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('actor_key', models.UUIDField(db_index=True, null=True)),
                ('at', models.DateTimeField(auto_now_add=True, db_index=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('actor_key', models.UUIDField(db_index=True, null=True)),
                ('action', models.CharField(max_length=80)),
                ('subject_label', models.CharField(max_length=80)),
                ('subject_pk', models.BigIntegerField(null=True)),
                ('scope_label', models.CharField(max_length=80)),
                ('scope_pk', models.BigIntegerField(null=True)),
                ('data', models.JSONField(default=dict)),
            ],
            options={
                'indexes': [models.Index(fields=['subject_label', 'subject_pk'], name='event_subject'), models.Index(fields=['scope_label', 'scope_pk'], name='event_scope')],
            },
        ),
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=80)),
                ('object_pk', models.BigIntegerField()),
                ('levels', models.PositiveSmallIntegerField()),
                ('title', models.TextField()),
                ('body', models.TextField()),
                ('sort_key', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'indexes': [models.Index(fields=['label', 'object_pk'], name='search_object')],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField()),
                ('digest', models.CharField(default='', max_length=64)),
                ('actor', models.CharField(max_length=64)),
                ('path', models.CharField(max_length=300)),
                ('at', models.DateTimeField(auto_now_add=True, db_index=True)),
                ('location', models.CharField(blank=True, max_length=2000)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'actor', 'path', 'digest'), name='submission_once')],
            },
        ),
        migrations.RunPython(forward, backward),
    ]
