"""Messages that are read again without knowing what was noticed in them: what was drawn, and what was said of it."""

import config.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0019_concerns_and_tellings"),
        ("moderation", "0014_flags_open_in_danger"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BlindDraw",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("week", models.DateField(unique=True)),
                ("unflagged", models.PositiveIntegerField()),
                ("flagged", models.PositiveIntegerField()),
                ("drawn_unflagged", models.PositiveIntegerField()),
                ("drawn_flagged", models.PositiveIntegerField()),
                ("drawn_at", models.DateTimeField(default=config.clock.now)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("drawn_flagged__lte", models.F("flagged")), ("drawn_unflagged__lte", models.F("unflagged"))
                        ),
                        name="no_more_drawn_than_there_were",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BlindReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("was_flagged", models.BooleanField()),
                ("taken_until", models.DateTimeField(null=True)),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nothing", "Nothing"),
                            ("everyday", "Everyday trouble"),
                            ("soon", "Soon"),
                            ("very_soon", "Very soon"),
                            ("now", "Now"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("category", models.CharField(blank=True, default="", max_length=30)),
                ("judged_at", models.DateTimeField(null=True)),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="moderation.blinddraw"
                    ),
                ),
                (
                    "judged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chat.message"
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BlindLook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=config.clock.now)),
                (
                    "skipped",
                    models.CharField(
                        blank=True,
                        choices=[("known", "I know this person"), ("too_hard", "Too hard to read now")],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "reading",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="looks", to="moderation.blindreading"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="blindreading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("judged_at", None), ("judged_by", None), ("verdict", "")),
                    models.Q(
                        ("judged_at__isnull", False),
                        ("judged_by__isnull", False),
                        models.Q(("verdict", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="judged_by_somebody_with_a_verdict",
            ),
        ),
        migrations.AddConstraint(
            model_name="blindreading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict__in", ["soon", "very_soon", "now"]), models.Q(("category", ""), _negated=True)),
                    models.Q(models.Q(("verdict__in", ["soon", "very_soon", "now"]), _negated=True), ("category", "")),
                    _connector="OR",
                ),
                name="risky_reading_has_a_category",
            ),
        ),
        migrations.AddConstraint(
            model_name="blindreading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("taken_by", None), ("taken_until", None)),
                    models.Q(("taken_by__isnull", False), ("taken_until__isnull", False)),
                    _connector="OR",
                ),
                name="blind_reading_taken_until_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="blindreading",
            constraint=models.UniqueConstraint(
                condition=models.Q(("judged_at", None)), fields=("taken_by",), name="one_blind_reading_held_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="blindlook",
            constraint=models.UniqueConstraint(fields=("reading", "by"), name="one_blind_look_a_person"),
        ),
    ]
