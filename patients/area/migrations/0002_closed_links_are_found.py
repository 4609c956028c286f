from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('area', '0001_a_patients_own_area'),
        ('people', '0001_patients_and_holds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='patientlink',
            index=models.Index(condition=models.Q(('revoked_at', None), ('wrong_tries__gte', 5)), fields=['patient'], name='patient_link_closed'),
        ),
    ]
