import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='TreatyAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('instrument', models.CharField(choices=[('UNTOC', 'Organized Crime Convention'), ('TIP', 'Trafficking in Persons Protocol'), ('SOM', 'Smuggling of Migrants Protocol'), ('FA', 'Firearms Protocol')], max_length=5)),
                ('signed_on', models.DateField(null=True)),
                ('consented_on', models.DateField(null=True)),
                ('mode', models.CharField(blank=True, max_length=10)),
                ('as_of', models.CharField(max_length=10)),
                ('country', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='treaty_actions', to='directory.country')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('instrument', 'country'), name='treaty_action_once')],
            },
        ),
    ]
