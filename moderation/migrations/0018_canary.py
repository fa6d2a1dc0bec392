"""A made-up message that goes the whole way every few minutes, and the incident where one is lost."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import config.clock
import config.models


class Migration(migrations.Migration):
    dependencies = [
        ("config", "0004_backups_made"),
        ("moderation", "0017_choosing_models"),
    ]

    operations = [
        migrations.AddField(
            model_name="incident",
            name="part",
            field=models.CharField(
                blank=True,
                choices=[
                    ("not_stored", "Not Stored"),
                    ("not_read", "Not Read"),
                    ("not_noticed", "Not Noticed"),
                    ("not_shown", "Not Shown"),
                ],
                default="",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="incident",
            name="kind",
            field=models.CharField(
                choices=[
                    ("not_checked", "Not Checked"),
                    ("posts_not_checked", "Posts Not Checked"),
                    ("texts_not_going_out", "Texts Not Going Out"),
                    ("nobody_on_duty", "Nobody On Duty"),
                    ("no_owner_no_clock", "No Owner No Clock"),
                    ("keys_stalled", "Keys Stalled"),
                    ("reply_overdue", "Reply Overdue"),
                    ("now_and_all_full", "Now And All Full"),
                    ("audit_broken", "Audit Broken"),
                    ("gap_in_rota", "Gap In Rota"),
                    ("nobody_came", "Nobody Came"),
                    ("other_model", "Other Model"),
                    ("canary_lost", "Canary Lost"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Canary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sent_at", models.DateTimeField(default=config.clock.now)),
                ("number", models.PositiveSmallIntegerField()),
                ("body", config.models.SealedTextField(null=True)),
                ("stored_at", models.DateTimeField(null=True)),
                ("read_at", models.DateTimeField(null=True)),
                ("urgencies", models.JSONField(default=dict)),
                (
                    "failed_checks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("artefact_hash", models.CharField(blank=True, default="", max_length=64)),
                ("arrived_at", models.DateTimeField(null=True)),
                (
                    "key",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="config.datakey"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("read_at", None), ("stored_at__isnull", False)),
                        fields=["stored_at"],
                        name="canaries_to_read",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("read_at", None), ("stored_at__isnull", False), _connector="OR"),
                            models.Q(("arrived_at", None), ("read_at__isnull", False), _connector="OR"),
                        ),
                        name="canary_goes_its_way_in_order",
                    )
                ],
            },
        ),
    ]
