from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='SubmissionCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('form', models.CharField(max_length=20)),
                ('sender', models.CharField(max_length=64)),
                ('count', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'count of submissions',
                'verbose_name_plural': 'counts of submissions',
                'constraints': [models.UniqueConstraint(fields=('day', 'form', 'sender'), name='submission_counted_once')],
            },
        ),
    ]
