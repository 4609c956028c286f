"""A foreign key over several columns, declared beside a model's other constraints."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.ddl_references import Statement, Table


class CompositeForeignKey(models.BaseConstraint):
    """Columns of a row that must stand together in one row of another table.

    `fields` are this model's field names, `to` the other model's label and `to_fields` its
    field names in the same order; the other table needs a `UniqueConstraint` over them. As in
    SQL, a row with a NULL among its columns is not judged. `cascade_update` carries a change of
    the other row over; `deferrable` lets an act that changes both rows ask for it to be judged at its end.
    """

    def __init__(
        self,
        *,
        fields,
        to,
        to_fields,
        name,
        cascade_update=False,
        deferrable=False,
        violation_error_message=None,
    ):
        super().__init__(name=name, violation_error_message=violation_error_message)
        self.fields = tuple(fields)
        self.to = to
        self.to_fields = tuple(to_fields)
        self.cascade_update = cascade_update
        self.deferrable = deferrable

    def _definition(self, model, schema_editor):
        other = model._meta.apps.get_model(self.to)

        def columns(owner, names):
            return ", ".join(schema_editor.quote_name(owner._meta.get_field(name).column) for name in names)

        return (
            f"FOREIGN KEY ({columns(model, self.fields)}) "
            f"REFERENCES {schema_editor.quote_name(other._meta.db_table)} ({columns(other, self.to_fields)})"
            f"{' ON UPDATE CASCADE' if self.cascade_update else ''}"
            f"{' DEFERRABLE' if self.deferrable else ''}"
        )

    def constraint_sql(self, model, schema_editor):
        """Nothing in CREATE TABLE: the other table's unique key may be made later in the same migration."""
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return None

    def create_sql(self, model, schema_editor):
        return Statement(
            "ALTER TABLE %(table)s ADD CONSTRAINT %(name)s %(definition)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            name=schema_editor.quote_name(self.name),
            definition=self._definition(model, schema_editor),
        )

    def remove_sql(self, model, schema_editor):
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            name=schema_editor.quote_name(self.name),
        )

    def validate(self, model, instance, exclude=None, using="default"):
        """Refuse a row whose columns stand together in no row of the other table."""
        wanted = {
            to_field: getattr(instance, model._meta.get_field(field).attname)
            for field, to_field in zip(self.fields, self.to_fields, strict=True)
        }
        if None in wanted.values():
            return
        other = model._meta.apps.get_model(self.to)
        if not other._default_manager.using(using).filter(**wanted).exists():
            raise ValidationError(self.get_violation_error_message())

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        kwargs.update(fields=self.fields, to=self.to, to_fields=self.to_fields)
        if self.cascade_update:
            kwargs["cascade_update"] = True
        if self.deferrable:
            kwargs["deferrable"] = True
        return path, args, kwargs

    def __eq__(self, other):
        return isinstance(other, CompositeForeignKey) and self.deconstruct() == other.deconstruct()

    __hash__ = models.BaseConstraint.__hash__
