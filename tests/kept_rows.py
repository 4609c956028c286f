"""Rows that many tests begin with: made once in a test run, and copied for whoever wants them after that.

Making the demo clinic takes ten seconds, copying it less than one.
"""

import fcntl
import io
import os
from graphlib import TopologicalSorter
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction

from education import starter

NOT_KEPT = {"django_migrations"}
# A foreign key that is checked at once wants its target to be there first.
FOREIGN_KEYS = """
    SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint
    WHERE contype = 'f' AND NOT condeferred AND conrelid <> confrelid
"""
COLUMNS = """
    SELECT quote_ident(column_name), pg_get_serial_sequence(table_name, column_name)
    FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position
"""


def load_demo():
    """Puts the demo clinic into this test's database; what was there before is gone."""
    load("demo", lambda: call_command("load_demo", stdout=io.StringIO()))


def load_starter():
    """Puts the starter library, as drafts, into this test's database; what was there before is gone."""
    load("starter", starter.load)


def load(name, make):
    kept = Path(os.environ["TEST_FOLDER"]) / name
    with open(kept.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # whoever comes second waits and copies
        is_made = kept.exists()
        if not is_made:
            make()
            keep(kept)
    with transaction.atomic(), connection.cursor() as cursor:
        if is_made:
            copy_in(cursor, kept)
        # Nobody else counts rows that are not committed, and a plan for empty tables is a slow one for full ones.
        cursor.execute(f"ANALYZE {', '.join(tables(cursor))}")
    ContentType.objects.clear_cache()


def keep(kept):
    half = kept.with_suffix(".half")
    half.mkdir()
    with connection.cursor() as cursor:
        copy_out(cursor, half)
    half.rename(kept)


def copy_out(cursor, folder):
    for table in tables(cursor):
        names = ", ".join(name for name, _sequence in columns(cursor, table))
        with open(folder / table, "w") as file:
            cursor.copy_expert(f"COPY (SELECT {names} FROM {table}) TO STDOUT", file)


def copy_in(cursor, folder):
    every = tables(cursor)
    cursor.execute(f"TRUNCATE {', '.join(every)}")
    for table in every:
        found = columns(cursor, table)
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        with open(folder / table) as file:
            cursor.copy_expert(f"COPY {table} ({', '.join(name for name, _ in found)}) FROM STDIN", file)
        for name, sequence in found:
            if sequence:
                cursor.execute(f"SELECT setval(%s, coalesce(max({name}), 1)) FROM {table}", [sequence])
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    for table in every:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def tables(cursor):
    """Every table of ours, each after those it points at."""
    names = set(connection.introspection.table_names(cursor)) - NOT_KEPT
    order = TopologicalSorter({name: () for name in sorted(names)})
    cursor.execute(FOREIGN_KEYS)
    for table, target in cursor.fetchall():
        order.add(table, target)
    return list(order.static_order())


def columns(cursor, table):
    """The columns a row is copied by, each with its sequence or None."""
    cursor.execute(COLUMNS, [table])
    return cursor.fetchall()
