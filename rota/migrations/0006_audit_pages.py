import config.clock
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('rota', '0004_released_shifts'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=config.clock.now)),
                ('links', models.BigIntegerField()),
                ('problems', models.PositiveIntegerField()),
                ('first_problem', models.CharField(blank=True, default='', max_length=200)),
                ('anchored_place', models.BigIntegerField(null=True)),
                ('anchored_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='AuditExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=config.clock.now)),
                ('why', models.CharField(max_length=200)),
                ('wanted', models.JSONField(default=dict)),
                ('rows', models.PositiveIntegerField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='auditrow',
            index=models.Index(fields=['about', 'id'], name='audit_by_thing'),
        ),
        migrations.AddIndex(
            model_name='auditrow',
            index=models.Index(fields=['at'], name='audit_by_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='auditcheck',
            trigger=pgtrigger.compiler.Trigger(name='keep_audit_checks', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3b163d45589a646f009ad73846d72d4f41a9ed27', operation='UPDATE OR DELETE', pgid='pgtrigger_keep_audit_checks_8197e', table='rota_auditcheck', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='auditexport',
            trigger=pgtrigger.compiler.Trigger(name='keep_audit_exports', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9efc342b203655f9e745d7c7fa18c4c8d7c30769', operation='UPDATE OR DELETE', pgid='pgtrigger_keep_audit_exports_ef2fc', table='rota_auditexport', when='BEFORE')),
        ),
    ]
