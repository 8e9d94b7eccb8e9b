import datetime
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import se4u.core.models.keys
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=se4u.core.models.keys.new_key, editable=False, max_length=10, unique=True)),
                ('safety', models.CharField(choices=[('open', 'shown by name'), ('pseudonym', 'shown by another name, without place and contact'), ('unlisted', 'not shown at all')], default='open', max_length=10)),
                ('pseudonym', models.CharField(blank=True, max_length=200)),
                ('visibility', models.JSONField(blank=True, default=dict)),
                ('open_to_governments', models.BooleanField(default=False, verbose_name='open to governments')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='your name, as you write it')),
                ('latin_name', models.CharField(blank=True, max_length=200, verbose_name='your name in Latin letters')),
                ('language', models.CharField(choices=[('ar', 'عربي'), ('zh-hans', '中文'), ('en', 'English'), ('fr', 'Français'), ('ru', 'Русский'), ('es', 'Español'), ('pt', 'Português')], default='en', max_length=10, verbose_name='language')),
                ('time_zone', models.CharField(default='UTC', max_length=64, verbose_name='time zone')),
                ('delivery', models.CharField(choices=[('at_once', 'by mail, at once'), ('daily', 'by mail, once a day'), ('here', 'only here')], default='at_once', max_length=10, verbose_name='notifications')),
                ('digest_on', models.DateField(editable=False, null=True)),
                ('actor_key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('is_active', models.BooleanField(default=True)),
                ('joined_at', models.DateTimeField(auto_now_add=True)),
                ('erased_at', models.DateTimeField(editable=False, null=True)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.CharField(choices=[('conduct', 'code of conduct'), ('privacy', 'data protection notice')], max_length=10)),
                ('version', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=se4u.core.models.keys.new_key, editable=False, max_length=10, unique=True)),
                ('template', models.CharField(max_length=80)),
                ('context', models.JSONField(default=dict)),
                ('about_key', models.UUIDField(db_index=True, null=True)),
                ('url', models.CharField(max_length=500)),
                ('protected', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('waiting', 'to be mailed'), ('mailed', 'mailed'), ('here', 'only here'), ('failed', 'could not be mailed')], default='waiting', max_length=10)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('claim', models.UUIDField(db_index=True, null=True)),
                ('mailed_at', models.DateTimeField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('device', models.CharField(blank=True, max_length=100)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('seen_on', models.DateField(default=datetime.date.today)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_lower'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('safety', 'pseudonym'), _negated=True), models.Q(('pseudonym', ''), _negated=True), _connector='OR'), name='user_pseudonym_named'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(fields=('person', 'document', 'version'), name='consent_once'),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(fields=['person', '-at'], name='notification_person'),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(fields=['state', 'due_at'], name='notification_outbox'),
        ),
        migrations.AddIndex(
            model_name='session',
            index=models.Index(fields=['expire_date'], name='session_expires'),
        ),
    ]
