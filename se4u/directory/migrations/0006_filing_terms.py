import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0005_beginnings")]

    operations = [
        migrations.DeleteModel("Filing"),
        migrations.CreateModel(
            name="Filing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("term", models.BigIntegerField()),
                ("levels", models.PositiveSmallIntegerField()),
                (
                    "organization",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="filings",
                        to="directory.organization",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["term", "levels", "organization"], name="filing_counted")],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "term", "levels"), name="filing_once")
                ],
            },
        ),
    ]
