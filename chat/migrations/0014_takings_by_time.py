from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("chat", "0013_code_word"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="conversationevent",
            index=models.Index(condition=models.Q(("kind", "taken")), fields=["at"], name="takings_by_time"),
        ),
    ]
