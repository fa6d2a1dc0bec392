from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0004_one_review_held_at_a_time")]

    operations = [
        migrations.AlterField(
            model_name="incident",
            name="kind",
            field=models.CharField(
                choices=[("not_checked", "Not Checked"), ("posts_not_checked", "Posts Not Checked")], max_length=20
            ),
        ),
    ]
