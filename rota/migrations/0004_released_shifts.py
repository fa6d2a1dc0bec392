"""A shift that was given back stays as a row and counts for nobody; a gap may be a time without a place."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rota", "0003_planning")]

    operations = [
        migrations.RemoveConstraint("shift", "one_duty_at_a_time"),
        migrations.AddField("gapalarm", "begins", models.DateTimeField(null=True)),
        migrations.AddField("gapalarm", "what", models.CharField(default="duty", max_length=20)),
        migrations.AddField("shift", "released_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "shift",
            "released_from",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rota.slot"
            ),
        ),
        migrations.AlterField(
            "gapalarm",
            "slot",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="alarms", to="rota.slot"
            ),
        ),
        migrations.AddConstraint(
            "gapalarm",
            models.UniqueConstraint(
                condition=models.Q(("slot", None)),
                fields=("what", "begins", "hours"),
                name="a_thin_time_is_told_once_a_step",
            ),
        ),
        migrations.AddConstraint(
            "gapalarm",
            models.CheckConstraint(
                condition=models.Q(("slot", None), ("begins", None), _connector="XOR"),
                name="a_gap_is_a_place_or_a_time",
            ),
        ),
        migrations.AddConstraint(
            "shift",
            django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("released_at", None)),
                expressions=[("staff", "="), ("during", "&&")],
                name="one_duty_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            "shift",
            models.UniqueConstraint(
                condition=models.Q(("released_at", None)), fields=("slot",), name="a_place_has_one_person"
            ),
        ),
        migrations.AddConstraint(
            "shift",
            models.CheckConstraint(
                condition=models.Q(("released_at", None), ("slot", None), _connector="OR"),
                name="who_gave_it_back_holds_no_place",
            ),
        ),
    ]
