from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0001_what_patients_are_told'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='notice', name='notice_reminder_once'),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(
                condition=models.Q(('kind', 'reminder')),
                fields=('appointment', 'version', 'starts', 'lead_amount', 'lead_unit'),
                name='notice_reminder_once',
                violation_error_message='This reminder has been told.',
            ),
        ),
    ]
