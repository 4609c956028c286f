import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

from education.models.search_documents import Stems, Together

HEADING = Together(
    Stems(models.F("title"), models.F("language"), weight="A"),
    Stems(models.F("also_called"), models.F("language"), weight="A"),
    Stems(models.F("summary"), models.F("language"), weight="B"),
)

# What was published before search knew words. As `searching.learn_words` does for one edition.
LEARN_WORDS = r"""
INSERT INTO education_knownword (language, word)
SELECT DISTINCT edition.language, word
  FROM education_edition edition,
       regexp_split_to_table(
         lower(concat_ws(' ', edition.title, edition.also_called, edition.summary,
           regexp_replace(concat_ws(' ', edition.body, edition.benefits, edition.risks, edition.alternatives),
             '<[^>]+>|&[#\w]+;', ' ', 'g'))),
         '[^[:alpha:]]+') AS word
 WHERE edition.state = 'published' AND length(word) BETWEEN 3 AND 60
    ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("education", "0008_where_a_source_was_really_read")]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="heading_vector",
            field=models.GeneratedField(
                db_persist=True,
                expression=HEADING,
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("state", "published")),
                fields=["heading_vector"],
                name="edition_heading_search",
            ),
        ),
        migrations.RunSQL(LEARN_WORDS, migrations.RunSQL.noop),
    ]
