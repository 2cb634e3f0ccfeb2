"""The index that finds listings by their words, one for each of the two kinds of database.

Words are reduced by us (listings.words) and stored with spaces between them; the database only compares:
PostgreSQL by an expression index, SQLite by a full-text table that triggers keep.
"""

import json
from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import Lookup

from .words import HEAD_MARK, asked_words


@dataclass(frozen=True)
class Question:
    """What to look for: for each word asked its forms, one of which must be there. A form that ends
    in * stands for every word that begins so."""

    words: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, text, languages):
        return cls(tuple(asked_words(text, *languages)))

    def __bool__(self):
        return bool(self.words)

    def in_head(self):
        """The same words, looked for in titles and names only."""
        return Question(tuple(frozenset(HEAD_MARK + form for form in forms) for forms in self.words))

    def as_tsquery(self):
        return self.joined(" & ", " | ", "'", ":*")

    def as_fts5(self):
        return self.joined(" AND ", " OR ", '"', "*")

    def joined(self, every, one_of, quote, prefix):
        """Forms hold letters and digits only, so quoting them is enough."""
        return every.join(
            "({})".format(
                one_of.join(
                    f"{quote}{form.rstrip('*')}{quote}{prefix if form.endswith('*') else ''}"
                    for form in sorted(forms)
                )
            )
            for forms in self.words
        )


class StoredWords(models.TextField):
    """Reduced words with one space between two; `__holds=Question` finds them by the index."""

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "listings.word_index.StoredWords", args, kwargs


@StoredWords.register_lookup
class Holds(Lookup):
    lookup_name = "holds"
    prepare_rhs = False

    def as_postgresql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"{vector_of(column)} @@ %s::tsquery", [*params, self.rhs.as_tsquery()]

    def as_sqlite(self, compiler, connection):
        quote = connection.ops.quote_name
        options = self.lhs.target.model._meta
        key = f"{quote(self.lhs.alias)}.{quote(options.pk.column)}"
        table = quote(table_of_words(options.db_table))
        return f"{key} IN (SELECT rowid FROM {table} WHERE {table} MATCH %s)", [self.rhs.as_fts5()]


def vector_of(column):
    # Our words hold letters and digits only, which its parser leaves whole. The planner knows it to be dear
    # and uses the index; array_to_tsvector counts as cheap, so that it read every row's words instead.
    return f"to_tsvector('simple', {column})"


def table_of_words(table):
    return f"{table}_words"


def among_hits(entries, statement):
    """The rows of a statement over `hits`, which these entries are found as first and once. Otherwise
    PostgreSQL, when it thinks there are many, walks the entries by date and reads each one's words until
    twenty fit: a minute where a few do."""
    connection = connections[entries.db]
    try:
        hits, parameters = entries.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"WITH hits AS MATERIALIZED ({hits}) {statement}", parameters)
        return cursor.fetchall()


def standing(model, forms):
    """Those of the forms that stand in any entry, each looked up by itself: asked for all at once,
    PostgreSQL expects most entries to fit and reads them all."""
    connection, table = connections[model.objects.db], model._meta.db_table
    words = table_of_words(table)
    statement = {
        "postgresql": "SELECT asked.form FROM unnest(%s) AS asked(form)"
        f' WHERE EXISTS (SELECT 1 FROM "{table}"'
        f" WHERE {vector_of('words')} @@ quote_literal(asked.form)::tsquery)",
        "sqlite": f'SELECT value FROM json_each(%s) WHERE EXISTS (SELECT 1 FROM "{words}"'
        f" WHERE \"{words}\" MATCH '\"' || value || '\"')",
    }[connection.vendor]
    given = sorted(forms)
    with connection.cursor() as cursor:
        cursor.execute(statement, [given if connection.vendor == "postgresql" else json.dumps(given)])
        return {form for (form,) in cursor.fetchall()}


def ensure_index(model, using):
    """Makes what is missing. Asked after every migration: on SQLite Django remakes a table to change it,
    which drops its triggers."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if model._meta.db_table not in connection.introspection.table_names(cursor):
            return
        make = {"postgresql": ensure_on_postgresql, "sqlite": ensure_on_sqlite}[connection.vendor]
        make(cursor, model._meta.db_table, model._meta.pk.column)


def ensure_on_postgresql(cursor, table, _key):
    cursor.execute("SELECT to_regclass(%s)", [table_of_words(table)])
    if cursor.fetchone()[0]:
        return
    # The words are kept out of the row when they are long: counting reads the other columns only.
    cursor.execute(f'ALTER TABLE "{table}" SET (toast_tuple_target = 128)')
    # A hundred thousand take longer than a visitor's statement may.
    cursor.execute("SHOW statement_timeout")
    (limit,) = cursor.fetchone()
    cursor.execute("SET statement_timeout = 0")
    # Without a pending list: no search waits for what a save has put off.
    cursor.execute(
        f'CREATE INDEX "{table_of_words(table)}" ON "{table}"'
        f" USING gin ({vector_of('words')}) WITH (fastupdate = off)"
    )
    cursor.execute("SET statement_timeout = %s", [limit])


def ensure_on_sqlite(cursor, table, key):
    words = table_of_words(table)
    add = f'INSERT INTO "{words}"(rowid, words) VALUES (new."{key}", new.words);'
    take = f'INSERT INTO "{words}"("{words}", rowid, words) VALUES (\'delete\', old."{key}", old.words);'
    wanted = {
        # The tokenizer that cuts at spaces only, whatever the letters.
        words: f"CREATE VIRTUAL TABLE \"{words}\" USING fts5(words, content='{table}', content_rowid='{key}',"
        " detail=none, columnsize=0, tokenize='ascii')",
        f"{words}_insert": f'CREATE TRIGGER "{words}_insert" AFTER INSERT ON "{table}" BEGIN {add} END',
        f"{words}_delete": f'CREATE TRIGGER "{words}_delete" AFTER DELETE ON "{table}" BEGIN {take} END',
        f"{words}_update": f'CREATE TRIGGER "{words}_update" AFTER UPDATE OF words, "{key}" ON "{table}"'
        f" BEGIN {take} {add} END",
    }
    cursor.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')")
    missing = wanted.keys() - {name for (name,) in cursor.fetchall()}
    for name, statement in wanted.items():
        if name in missing:
            cursor.execute(statement)
    if missing:
        cursor.execute(f'INSERT INTO "{words}"("{words}") VALUES (\'rebuild\')')
