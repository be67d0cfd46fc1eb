"""The one module that knows which database it is: how a set of grams is looked up by an index, and rows by a list of
numbers (decision 0025).

PostgreSQL: a GIN index over the array of grams. SQLite: a full-text table beside the entries, kept by triggers.
Any other: the folded text alone is read, one entry after the other.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import connections, migrations
from django.db.models import BigAutoField, Lookup, QuerySet, TextField
from django.db.models.lookups import In

POSTGRESQL = {
    "make": """CREATE INDEX search_words_idx ON search_entry USING gin (string_to_array(words, ' '))""",
    # Which pairs are common is what the choice between the index and a walk hangs on.
    "more": "ALTER INDEX search_words_idx ALTER COLUMN 1 SET STATISTICS 500",
    "drop": "DROP INDEX search_words_idx",
}
SQLITE = {
    "make": """CREATE VIRTUAL TABLE search_words USING fts5(words, content='search_entry', content_rowid='id', detail='none',
        tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'")""",
    "insert": """CREATE TRIGGER search_words_insert AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_words(rowid, words) VALUES (new.id, new.words); END""",
    "delete": """CREATE TRIGGER search_words_delete AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', old.id, old.words); END""",
    "update": """CREATE TRIGGER search_words_update AFTER UPDATE OF words ON search_entry BEGIN
        INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', old.id, old.words);
        INSERT INTO search_words(rowid, words) VALUES (new.id, new.words); END""",
}


def word_index() -> migrations.RunPython:
    """The migration operation."""
    return migrations.RunPython(_make, _drop)


def _make(apps: Any, editor: Any) -> None:
    vendor = editor.connection.vendor
    sentences = {"postgresql": [POSTGRESQL["make"], POSTGRESQL["more"]], "sqlite": list(SQLITE.values())}
    for sentence in sentences.get(vendor, []):
        editor.execute(sentence, params=None)


def _drop(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRESQL["drop"])
    elif editor.connection.vendor == "sqlite":
        for name in ("insert", "delete", "update"):
            editor.execute(f"DROP TRIGGER search_words_{name}")
        editor.execute("DROP TABLE search_words")


class WordsField(TextField):
    """The grams of an entry; for the database it is text like any other."""

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


@WordsField.register_lookup
class Hold(Lookup):
    """``words__hold=[grams]``: the entry has all of them."""

    lookup_name = "hold"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        return "%s", [value]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """No index: the folded text says it all."""
        return "1 = 1", []

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        return f"string_to_array({column}, ' ') @> %s::text[]", [*params, list(self.rhs)]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        alias = compiler.quote_name_unless_alias(self.lhs.alias)
        # Grams are letters and digits alone, so that nothing in them can be read as an operator.
        asked = " ".join(f'"{gram}"' for gram in self.rhs)
        return f"{alias}.id IN (SELECT rowid FROM search_words WHERE search_words MATCH %s)", [asked]  # noqa: S608 - a quoted name


@BigAutoField.register_lookup
class Among(In):
    """``pk__among=[numbers]``: ``pk__in`` with the whole list as one value, so that ten thousand cost little to say."""

    lookup_name = "among"

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY (%s::bigint[])", [*params, f"{{{','.join(map(str, self.rhs))}}}"]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each(%s))", [*params, json.dumps(list(self.rhs))]  # noqa: S608 - a quoted name


def expected(rows: QuerySet) -> int | None:
    """How many rows PostgreSQL's planner expects, without looking; None where it cannot be asked."""
    if connections[rows.db].vendor != "postgresql":
        return None
    (plan,) = json.loads(rows.explain(format="json"))
    return int(plan["Plan"]["Plan Rows"])
