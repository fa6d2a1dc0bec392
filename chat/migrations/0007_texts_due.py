"""Texts whose time has come are found without reading those that are settled."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0006_practice_phone"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="outgoingtext",
            index=models.Index(
                condition=models.Q(("next_try_at__isnull", False)), fields=["next_try_at"], name="texts_due"
            ),
        ),
    ]
