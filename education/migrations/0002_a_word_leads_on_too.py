import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('education', '0001_claims_and_editions'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='article',
            name='article_leads_on_from_its_former_address',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='article',
            trigger=pgtrigger.compiler.Trigger(name='article_leads_on_from_its_former_address', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((OLD.slug, OLD.topic_id) IS DISTINCT FROM (NEW.slug, NEW.topic_id))', func="\n                    INSERT INTO education_formeraddress (topic_slug, article_slug, article_id, left_at)\n                    SELECT coalesce((SELECT slug FROM education_topic WHERE id = OLD.topic_id), 'glossary'),\n                           OLD.slug, NEW.id, now()\n                    ON CONFLICT (topic_slug, article_slug)\n                    DO UPDATE SET article_id = NEW.id, topic_id = NULL, left_at = now();\n                    RETURN NULL;\n                ", hash='95ecc2fa4ee60f53334ec5876b70cf2cc01659f7', operation='UPDATE OF "slug", "topic_id"', pgid='pgtrigger_article_leads_on_from_its_former_address_bf71a', table='education_article', when='AFTER')),
        ),
    ]
