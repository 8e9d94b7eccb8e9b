"""The six themes and five services of the concept note, and working languages."""

from django.db import migrations

from se4u.directory.beginnings import seed


def forwards(apps, schema_editor):
    seed(*(apps.get_model("directory", name) for name in ("Theme", "Service", "Language")))


class Migration(migrations.Migration):
    dependencies = [("directory", "0004_registration")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
