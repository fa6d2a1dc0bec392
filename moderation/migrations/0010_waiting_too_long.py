"""Incidents about somebody who waits too long for a person."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0009_incident_pages")]

    operations = [
        migrations.AlterField(
            "incident",
            "kind",
            models.CharField(
                choices=[
                    ("not_checked", "Not Checked"),
                    ("posts_not_checked", "Posts Not Checked"),
                    ("texts_not_going_out", "Texts Not Going Out"),
                    ("nobody_on_duty", "Nobody On Duty"),
                    ("no_owner_no_clock", "No Owner No Clock"),
                    ("keys_stalled", "Keys Stalled"),
                    ("reply_overdue", "Reply Overdue"),
                    ("now_and_all_full", "Now And All Full"),
                ],
                max_length=20,
            ),
        )
    ]
