"""Columns that no update may change, whoever asks: the database itself refuses it."""

import pgtrigger


class Frozen(pgtrigger.Protect):
    """Refuses an update that changes one of `columns`.

    Two pieces of SQL about the row as it was may say when: it is frozen only where `once` is true, and where
    `closed` is true every update is refused, whatever it changes.
    """

    operation = pgtrigger.Update

    def __init__(self, *, columns, once=None, closed=None, **options):
        old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
        against = f"({old}) IS DISTINCT FROM ({new})"
        if once:
            against = f"{once} AND {against}"
        if closed:
            against = f"{closed} OR {against}"
        super().__init__(condition=pgtrigger.Condition(f"({against})"), **options)
