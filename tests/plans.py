"""How PostgreSQL would answer what a page asks: queries, their plans, and what the plans read."""

from contextlib import contextmanager

from django.core.cache import caches
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.kept_rows import tables


def asked(client, address):
    """The queries that a page takes when no copy of it is kept."""
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200, address
    return [query["sql"] for query in queries]


def plan_of(statement):
    """The plan for many rows of a statement."""
    statement = statement.rpartition(", true); ")[2]  # what the history says first of some statements
    with connection.cursor() as cursor:
        for way in ("hashjoin", "mergejoin", "material"):  # which suit a handful of rows, read whole
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}")
        [[[found]]] = cursor.fetchall()
    return found["Plan"]


def steps(plan):
    yield plan
    for each in plan.get("Plans", []):
        yield from steps(each)


def reads(plan):
    """Which tables are read, each as often as it is."""
    return sorted(step["Relation Name"] for step in steps(plan) if "Relation Name" in step)


def reads_whole(plan):
    """Which tables are read from end to end."""
    return {step["Relation Name"] for step in steps(plan) if step["Node Type"] == "Seq Scan"}


def indexes(plan):
    return [step["Index Name"] for step in steps(plan) if "Index Name" in step]


@contextmanager
def many_rows():
    """A transaction for thousands of rows; it is taken back, and the tables are swept."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM {', '.join(tables(cursor))}")


def without_triggers(filled):
    """Rows at once, of which nobody asks for the history."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in filled:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


def analyze():
    """What the database does by itself after a while: sorts new rows into its indexes, and counts.

    It counts every table: of one that is left out it would go on believing in the rows of an earlier test.
    """
    with connection.cursor() as cursor:
        every = tables(cursor)
        cursor.execute(
            "SELECT gin_clean_pending_list(index.indexrelid) FROM pg_index AS index"
            " JOIN pg_class ON pg_class.oid = index.indexrelid JOIN pg_am ON pg_am.oid = pg_class.relam"
            " WHERE pg_am.amname = 'gin' AND index.indrelid = ANY (%s::regclass[])",
            [every],
        )
        cursor.execute(f"ANALYZE {', '.join(every)}")


def multiply(row, first, last, **columns):
    """Copies of a row, one for each number from `first` to `last`; `columns` say in SQL what differs, of `n`."""
    table, quote = row._meta.db_table, connection.ops.quote_name
    said = {
        field.column: columns.get(field.column, f"pattern.{quote(field.column)}").replace("%", "%%")
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(map(quote, said))}) SELECT {', '.join(said.values())}"
            f" FROM generate_series(%s, %s) AS n, {table} AS pattern WHERE pattern.id = %s",
            [first, last, row.pk],
        )
