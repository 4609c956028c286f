"""What the application's own database role may do: use the rows, never the schema or the history."""

from django.conf import settings
from django.db import connections
from pghistory.models import Event

EVERYTHING_WITH_ROWS = "SELECT, INSERT, UPDATE, DELETE"
HISTORY_ONLY_GROWS = "SELECT, INSERT"


def grant_privileges(sender, using, **kwargs):
    """Let the application's role use one app's tables; runs after that app's migrations, as the owner.

    TRUNCATE, DDL and a change of history are granted to nobody but the owner.
    """
    connection = connections[using]
    quote = connection.ops.quote_name
    role = quote(settings.DATABASE_APP_ROLE)
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
        for model in sender.get_models(include_auto_created=True):
            table = model._meta.db_table
            if not model._meta.managed or table not in existing:
                continue
            privileges = HISTORY_ONLY_GROWS if issubclass(model, Event) else EVERYTHING_WITH_ROWS
            cursor.execute(f"REVOKE ALL ON TABLE {quote(table)} FROM {role}")
            cursor.execute(f"GRANT {privileges} ON TABLE {quote(table)} TO {role}")
