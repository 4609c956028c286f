import clinic.accounts.models
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('accounts', '0002_who_was_given_which_role')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(error_messages={'unique': 'Somebody with this e-mail address is here already.'}, max_length=254, unique=True, verbose_name='e-mail')),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('credentials', models.CharField(blank=True, help_text='As shown beside the name on reviewed pages, such as “RN” or “MD”.', max_length=80, verbose_name='credentials')),
                ('is_active', models.BooleanField(default=True, help_text='Untick this instead of deleting somebody who leaves.', verbose_name='may sign in')),
                ('joined_at', models.DateTimeField(auto_now_add=True, verbose_name='joined')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'person who works here',
                'verbose_name_plural': 'people who work here',
                'ordering': [django.db.models.functions.text.Lower('name')],
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_lower_case', violation_error_message='Write the e-mail address in lower case.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_userevent" ("credentials", "email", "id", "is_active", "is_superuser", "joined_at", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."credentials", NEW."email", NEW."id", NEW."is_active", NEW."is_superuser", NEW."joined_at", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='4d9589542d154c421ef59be1806b10cbcee009d1', operation='INSERT', pgid='pgtrigger_insert_insert_3867c', table='accounts_user', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."credentials" IS DISTINCT FROM (NEW."credentials") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."joined_at" IS DISTINCT FROM (NEW."joined_at") OR OLD."name" IS DISTINCT FROM (NEW."name"))', func='INSERT INTO "accounts_userevent" ("credentials", "email", "id", "is_active", "is_superuser", "joined_at", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."credentials", NEW."email", NEW."id", NEW."is_active", NEW."is_superuser", NEW."joined_at", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='ddeaf6c752d8a52120cd1459bd977575a7ad38bf', operation='UPDATE', pgid='pgtrigger_update_update_0e890', table='accounts_user', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_userevent" ("credentials", "email", "id", "is_active", "is_superuser", "joined_at", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."credentials", OLD."email", OLD."id", OLD."is_active", OLD."is_superuser", OLD."joined_at", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='4ea0039dd0f21c150605cc59270adc78465fcbd8', operation='DELETE', pgid='pgtrigger_delete_delete_19f14', table='accounts_user', when='AFTER'))],
            },
            managers=[
                ('objects', clinic.accounts.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='RoleHeld',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('accounts.user_groups',),
        ),
        migrations.CreateModel(
            name='RoleHeldEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('user', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='auth.group')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bd9a9ab4cb5094a0cbfde3670637c82c474202dc', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0789d', table='accounts_roleheldevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='UserEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(error_messages={'unique': 'Somebody with this e-mail address is here already.'}, max_length=254, verbose_name='e-mail')),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('credentials', models.CharField(blank=True, help_text='As shown beside the name on reviewed pages, such as “RN” or “MD”.', max_length=80, verbose_name='credentials')),
                ('is_active', models.BooleanField(default=True, help_text='Untick this instead of deleting somebody who leaves.', verbose_name='may sign in')),
                ('joined_at', models.DateTimeField(auto_now_add=True, verbose_name='joined')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9e9498e73f6fbdf2642fb33fa14189f1ad2382c8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_45b21', table='accounts_userevent', when='BEFORE'))],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='roleheld',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_roleheldevent" ("group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "user_id") VALUES (NEW."group_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."user_id"); RETURN NULL;', hash='12e77e3690b8f2689642c6f8605b35c7b894ec01', operation='INSERT', pgid='pgtrigger_insert_insert_2e1ec', table='accounts_user_groups', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='roleheld',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_roleheldevent" ("group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "user_id") VALUES (NEW."group_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."user_id"); RETURN NULL;', hash='7e70ce150456c4c071105a5a4a31f93be683aae6', operation='UPDATE', pgid='pgtrigger_update_update_aab6d', table='accounts_user_groups', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='roleheld',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_roleheldevent" ("group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "user_id") VALUES (OLD."group_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."user_id"); RETURN NULL;', hash='928501aa825a9c0a8b5e879488700db4cd594b1b', operation='DELETE', pgid='pgtrigger_delete_delete_c28bc', table='accounts_user_groups', when='AFTER')),
        ),
    ]
