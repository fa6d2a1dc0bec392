"""One forum from the first day. Its name and its line about what it is for can be changed; posts point at the row."""

from django.db import migrations


def make_first_forum(apps, schema_editor):
    apps.get_model("chat", "Forum").objects.get_or_create(
        slug="feelings",
        defaults={"name": "Feelings", "about": "How things are, and what helps. Somebody else may know how it is."},
    )


class Migration(migrations.Migration):
    dependencies = [("chat", "0004_texts_and_forum")]
    operations = [migrations.RunPython(make_first_forum, migrations.RunPython.noop)]
