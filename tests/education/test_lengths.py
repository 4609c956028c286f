"""Long texts: the database counts their characters, whoever writes them."""

import pytest
from django.db import IntegrityError

UPDATE = "UPDATE education_{table} SET {column} = repeat('é', %s)"
NEW_CITATION = (
    "INSERT INTO education_editionclaim (edition_id, claim_id, position, statement, verdict)"
    " SELECT edition.id, claim.id, 1, repeat('é', %s), '' FROM education_edition edition, education_claim claim"
    " WHERE claim.key = 'c1'"
)
NEW_WORDING = (
    "INSERT INTO education_wording (key, language, text, changed_by_id, changed_at)"
    " SELECT 'home', 'en', repeat('é', %s), id, now() FROM accounts_user LIMIT 1"
)


@pytest.mark.parametrize(
    ("statement", "most", "name"),
    [
        (UPDATE.format(table="claim", column="statement"), 600, "claim_statement_fits"),
        (UPDATE.format(table="claim", column="numbers"), 1000, "claim_numbers_fit"),
        (UPDATE.format(table="claim", column="pictures"), 400, "claim_pictures_fit"),
        (UPDATE.format(table="treatment", column="status_line"), 600, "treatment_status_line_fits"),
        (NEW_CITATION, 600, "editionclaim_statement_fits"),
        (NEW_WORDING, 2000, "wording_fits"),
    ],
    ids=lambda value: value if str(value).isidentifier() else "",
)
def test_a_long_text_fits_even_by_raw_sql(waiting, as_app_role, statement, most, name):
    with as_app_role() as cursor:
        cursor.execute(statement, [most])
        with pytest.raises(IntegrityError, match=name):
            cursor.execute(statement, [most + 1])
