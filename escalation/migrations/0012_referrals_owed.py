"""Referrals in which somebody owes a step are found without those of years."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("escalation", "0011_finding")]

    operations = [
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(("state__in", ["draft", "phoned"])), fields=["escalation"], name="referrals_owed"
            ),
        ),
        migrations.AddIndex(
            model_name="escalation",
            index=models.Index(
                condition=models.Q(("offered_to__isnull", False)), fields=["offered_to"], name="escalations_offered"
            ),
        ),
    ]
