"""Who else sees a phone, as the young person said."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chat", "0010_moves_and_what_is_beside")]

    operations = [
        migrations.AddField("phone", "asked_who_sees_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "phone",
            "seen_by",
            models.CharField(
                choices=[
                    ("not_said", "Not Said"),
                    ("only_them", "Only Them"),
                    ("others", "Others"),
                    ("not_sure", "Not Sure"),
                ],
                default="not_said",
                max_length=10,
            ),
        ),
    ]
