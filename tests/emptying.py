"""Taking back what a test has committed: the rows of the tables that have any, and nothing else.

Django would truncate every table and make permissions and groups anew, which takes a hundred times as long.
"""

from django.core.management import call_command
from django.db import connection, transaction

from tests.kept_rows import tables

# Made by `post_migrate`, the same for every test.
MADE_ONCE = {"django_content_type", "auth_permission", "auth_group", "auth_group_permissions"}
_as_made = {}


def take_back(test_case):
    """Stands in for `TransactionTestCase._fixture_teardown`."""
    with transaction.atomic(), connection.cursor() as cursor:
        found = filled(cursor, [name for name in reversed(tables(cursor)) if name not in MADE_ONCE])
        for table in found:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for table in found:
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        for table in found:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        is_changed = made_once(cursor) != _as_made[connection.settings_dict["NAME"]]
    if is_changed:
        call_command("flush", verbosity=0, interactive=False, reset_sequences=False)


def remember_what_is_made_once():
    """To be called before the first test: what no test may leave changed."""
    with connection.cursor() as cursor:
        _as_made[connection.settings_dict["NAME"]] = made_once(cursor)


def filled(cursor, names):
    """Those of these tables that hold a row."""
    cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in names))
    found = {name for (name,) in cursor.fetchall()}
    return [name for name in names if name in found]


def made_once(cursor):
    cursor.execute(
        " UNION ALL ".join(
            f"SELECT '{name}', count(*), sum(hashtext(row::text)) FROM {name} AS row"
            for name in sorted(MADE_ONCE)
        )
    )
    return cursor.fetchall()
