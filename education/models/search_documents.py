"""The column that search reads: a row's words, weighted A to D, kept by the database itself."""

from django.contrib.postgres.search import SearchVectorField
from django.db.models import CharField, F, Func, GeneratedField


class WithoutTags(Func):
    """Rich text as plain words."""

    template = r"regexp_replace(%(expressions)s, '<[^>]+>', ' ', 'g')"
    output_field = CharField()


class Stems(Func):
    """The stems of a text as a search vector of one weight, in the language a second expression names, else English.

    The languages are spelt out: casting a column to a search configuration is not immutable.
    """

    output_field = SearchVectorField()

    def as_sql(self, compiler, connection, **context):
        (text, text_params), *told_in = (compiler.compile(each) for each in self.source_expressions)
        stems, params = f"to_tsvector('english'::regconfig, {text})", [*text_params]
        for language, language_params in told_in:
            stems = (
                f"CASE {language} WHEN 'es' THEN to_tsvector('spanish'::regconfig, {text}) ELSE {stems} END"
            )
            params = [*language_params, *text_params, *params]
        return f"setweight({stems}, '{self.extra['weight']}')", params


class Together(Func):
    """Search vectors as one."""

    arg_joiner = " || "
    template = "(%(expressions)s)"
    output_field = SearchVectorField()


def search_document(language=None, **weights):
    """The generated column: `weights` maps A to D to the names of plain fields and, as `(name,)`, of rich ones.

    `language` names the field that holds the row's language; without it the row is in English.
    """
    told_in = [F(language)] if language else []
    words = [
        Stems(WithoutTags(F(name[0])) if isinstance(name, tuple) else F(name), *told_in, weight=weight)
        for weight, names in weights.items()
        for name in names
    ]
    return GeneratedField(
        expression=Together(*words), output_field=SearchVectorField(), db_persist=True, editable=False
    )
