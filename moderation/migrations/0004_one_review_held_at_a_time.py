from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0003_texts_and_forum")]

    operations = [
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "taken")), fields=("taken_by",), name="one_review_held_at_a_time"
            ),
        ),
    ]
