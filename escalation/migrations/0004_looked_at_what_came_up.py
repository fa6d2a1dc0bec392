"""A lead looked at what came up after they had taken the escalation on: one more kind of step."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("escalation", "0003_texts_and_forum")]

    operations = [
        migrations.AlterField(
            model_name="escalationevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opened", "Opened"),
                    ("joined", "Joined"),
                    ("urgency_raised", "Urgency Raised"),
                    ("paged", "Paged"),
                    ("acknowledged", "Acknowledged"),
                    ("looked", "Looked"),
                    ("read", "Read"),
                    ("decided", "Decided"),
                ],
                max_length=20,
            ),
        ),
    ]
