from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0011_gaps_and_no_shows'),
    ]

    operations = [
        migrations.AlterField(
            model_name='incident',
            name='kind',
            field=models.CharField(choices=[('not_checked', 'Not Checked'), ('posts_not_checked', 'Posts Not Checked'), ('texts_not_going_out', 'Texts Not Going Out'), ('nobody_on_duty', 'Nobody On Duty'), ('no_owner_no_clock', 'No Owner No Clock'), ('keys_stalled', 'Keys Stalled'), ('reply_overdue', 'Reply Overdue'), ('now_and_all_full', 'Now And All Full'), ('audit_broken', 'Audit Broken'), ('gap_in_rota', 'Gap In Rota'), ('nobody_came', 'Nobody Came')], max_length=20),
        ),
    ]
