from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0006_review_opened")]

    operations = [
        migrations.AlterField(
            model_name="incident",
            name="kind",
            field=models.CharField(
                choices=[
                    ("not_checked", "Not Checked"),
                    ("posts_not_checked", "Posts Not Checked"),
                    ("texts_not_going_out", "Texts Not Going Out"),
                ],
                max_length=20,
            ),
        ),
    ]
