from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('rota', '0009_how_staff_are_reached'),
    ]

    operations = [
        migrations.AddField(
            model_name='staffnumber',
            name='texts_said_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='staffnumber',
            name='texts_stopped',
            field=models.BooleanField(default=False),
        ),
    ]
