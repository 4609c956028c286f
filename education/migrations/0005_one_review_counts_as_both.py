"""What waited for a review waits for the clinical one; what was published before the plain-language review was
a step of its own was answered for by its one reviewer."""

from django.db import migrations

ONE_REVIEW_COUNTS_AS_BOTH = """
    UPDATE education_edition SET state = 'clinical_review' WHERE state = 'in_review';
    UPDATE education_edition SET plain_reviewer_id = reviewer_id, plain_reviewed_on = reviewed_on
    WHERE state IN ('published', 'superseded', 'withdrawn');
"""


class Migration(migrations.Migration):

    dependencies = [
        ("education", "0004_a_review_in_two_steps"),
    ]

    operations = [
        migrations.RunSQL(ONE_REVIEW_COUNTS_AS_BOTH, migrations.RunSQL.noop),
    ]
