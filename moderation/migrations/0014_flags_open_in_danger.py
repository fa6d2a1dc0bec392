"""Open flags that are Now or Very soon are found, each second, without those of years."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0013_flags_about_concerns")]

    operations = [
        migrations.AddIndex(
            model_name="flag",
            index=models.Index(
                condition=models.Q(("state__in", ["raised", "acknowledged"]), ("urgency__in", ["now", "very_soon"])),
                fields=["id"],
                name="flags_open_in_danger",
            ),
        ),
    ]
