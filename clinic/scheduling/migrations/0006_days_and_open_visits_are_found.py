from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('education', '0002_a_word_leads_on_too'),
        ('people', '0002_an_answer_holds_care'),
        ('scheduling', '0004_phases_reviews_and_who_asked'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(models.Func(models.F('visit'), function='lower', output_field=models.DateTimeField()), name='appointment_by_beginning'),
        ),
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(models.Func(models.F('visit'), function='upper', output_field=models.DateTimeField()), condition=models.Q(('status__in', ['booked', 'arrived', 'ready'])), name='appointment_left_open'),
        ),
    ]
