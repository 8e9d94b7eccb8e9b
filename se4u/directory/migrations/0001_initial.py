"""Every table of this app, and the six themes and five services of the concept note with the working languages."""

import django.db.models.deletion
import i18nfield.fields
import se4u.core.models.keys
from django.conf import settings
from django.db import migrations, models

from se4u.directory.beginnings import seed


def seeded(apps, schema_editor):
    seed(*(apps.get_model("directory", name) for name in ("Theme", "Service", "Language")))


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Country',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('iso2', models.CharField(max_length=2, unique=True)),
                ('iso3', models.CharField(max_length=3, null=True, unique=True)),
                ('m49', models.CharField(blank=True, max_length=3)),
                ('name', i18nfield.fields.I18nCharField(max_length=400)),
                ('name_en', models.CharField(db_index=True, max_length=120)),
                ('region', models.CharField(blank=True, db_index=True, max_length=40)),
                ('subregion', models.CharField(blank=True, max_length=60)),
                ('regional_group', models.CharField(blank=True, max_length=40)),
                ('un_status', models.CharField(blank=True, max_length=30)),
                ('as_of', models.CharField(blank=True, max_length=10)),
            ],
            options={
                'ordering': ['name_en'],
            },
        ),
        migrations.CreateModel(
            name='Language',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=10, unique=True)),
                ('name', models.CharField(max_length=80)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=se4u.core.models.keys.new_key, editable=False, max_length=10, unique=True)),
                ('standing', models.CharField(choices=[('reference', 'reference entries'), ('registered', 'registered organisations')], max_length=10)),
                ('vouched_by', models.CharField(blank=True, max_length=300)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('sha256', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('done', 'done'), ('undone', 'undone')], default='done', max_length=10)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('report', models.JSONField(default=dict)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=se4u.core.models.keys.new_key, editable=False, max_length=10, unique=True)),
                ('safety', models.CharField(choices=[('open', 'shown by name'), ('pseudonym', 'shown by another name, without place and contact'), ('unlisted', 'not shown at all')], default='open', max_length=10)),
                ('pseudonym', models.CharField(blank=True, max_length=200)),
                ('visibility', models.JSONField(blank=True, default=dict)),
                ('open_to_governments', models.BooleanField(default=False, verbose_name='open to governments')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'waiting for vetting'), ('asked', 'more information requested'), ('approved', 'vetted'), ('refused', 'refused'), ('withdrawn', 'withdrawn'), ('suspended', 'suspended')], db_index=True, default='draft', max_length=10)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('submitted_at', models.DateTimeField(editable=False, null=True)),
                ('approved_at', models.DateTimeField(editable=False, null=True)),
                ('suspended_because', models.TextField(blank=True, editable=False, max_length=3000)),
                ('kind', models.CharField(choices=[('civil_society', 'Civil society'), ('academia', 'Academia'), ('private_sector', 'Private sector'), ('authority', 'Government authority'), ('intergovernmental', 'Intergovernmental organisation')], max_length=20, verbose_name='kind of organisation')),
                ('name', models.CharField(max_length=300, verbose_name='name, in its own script')),
                ('latin_name', models.CharField(blank=True, max_length=300, verbose_name='name in Latin letters')),
                ('acronym', models.CharField(blank=True, max_length=40, verbose_name='acronym')),
                ('sort_name', models.CharField(editable=False, max_length=300)),
                ('domain', models.CharField(blank=True, db_index=True, editable=False, max_length=200)),
                ('about', models.TextField(blank=True, max_length=1500, verbose_name='what you do, in one paragraph')),
                ('about_language', models.CharField(blank=True, max_length=10, verbose_name='language of this text')),
                ('provinces', models.TextField(blank=True, max_length=1000, verbose_name='provinces or places')),
                ('website', models.URLField(blank=True, max_length=300, verbose_name='website')),
                ('founded', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year founded')),
                ('registration_number', models.CharField(blank=True, max_length=100, verbose_name='registration number')),
                ('unregistered_reason', models.TextField(blank=True, max_length=1000, verbose_name='reason why unregistered')),
                ('ecosoc_status', models.CharField(blank=True, choices=[('', 'no or not known'), ('general', 'general'), ('special', 'special'), ('roster', 'roster')], default='', max_length=10, verbose_name='ECOSOC consultative status')),
                ('uncac_interest', models.BooleanField(default=False, verbose_name='also works on the corruption convention (UNCAC)')),
                ('contact_name', models.CharField(blank=True, max_length=200, verbose_name='contact person')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='contact address')),
                ('contact_phone', models.CharField(blank=True, max_length=60, verbose_name='contact telephone')),
                ('known_networks', models.JSONField(default=list, editable=False)),
                ('vouched_by', models.CharField(blank=True, editable=False, max_length=300)),
                ('is_sample', models.BooleanField(default=False, editable=False)),
                ('listed', models.GeneratedField(db_persist=True, expression=models.Case(models.When(models.Q(('kind__in', ('civil_society', 'academia', 'private_sector')), models.Q(('safety', 'unlisted'), _negated=True), models.Q(('state', 'approved'), models.Q(('state__in', ('submitted', 'asked')), models.Q(('vouched_by', ''), _negated=True)), _connector='OR')), then=True), default=False), output_field=models.BooleanField())),
                ('masked', models.GeneratedField(db_persist=True, expression=models.Case(models.When(safety='open', then=False), default=True), output_field=models.BooleanField())),
                ('languages', models.ManyToManyField(blank=True, related_name='organizations', to='directory.language', verbose_name='working languages')),
                ('operates_in', models.ManyToManyField(blank=True, related_name='+', to='directory.country', verbose_name='countries of operation')),
                ('seat', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organizations', to='directory.country', verbose_name='country of the seat')),
            ],
        ),
        migrations.CreateModel(
            name='JoinRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=se4u.core.models.keys.new_key, editable=False, max_length=10, unique=True)),
                ('note', models.TextField(max_length=1000, verbose_name='who you are there')),
                ('found_as', models.CharField(max_length=300)),
                ('state', models.CharField(choices=[('asked', 'waiting for the focal points'), ('accepted', 'accepted'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], default='asked', max_length=10)),
                ('asked_at', models.DateTimeField(auto_now_add=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='join_requests', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='join_requests', to='directory.organization')),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=se4u.core.models.keys.new_key, editable=False, max_length=10, unique=True)),
                ('email', models.EmailField(max_length=254)),
                ('role', models.CharField(choices=[('focal_point', 'focal point'), ('editor', 'editor'), ('member', 'member')], default='member', max_length=12)),
                ('language', models.CharField(default='en', max_length=10)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('state', models.CharField(choices=[('sent', 'sent'), ('accepted', 'accepted'), ('declined', 'declined'), ('revoked', 'revoked')], default='sent', max_length=10)),
                ('sent_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('mailed_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('renewals', models.PositiveSmallIntegerField(default=0)),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='directory.organization')),
            ],
        ),
        migrations.CreateModel(
            name='Filing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('term', models.BigIntegerField()),
                ('levels', models.PositiveSmallIntegerField()),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='filings', to='directory.organization')),
            ],
        ),
        migrations.CreateModel(
            name='Affiliation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=se4u.core.models.keys.new_key, editable=False, max_length=10, unique=True)),
                ('role', models.CharField(choices=[('focal_point', 'focal point'), ('editor', 'editor'), ('member', 'member')], default='member', max_length=12)),
                ('title', models.CharField(blank=True, max_length=120, verbose_name='your role there')),
                ('since', models.DateTimeField(auto_now_add=True)),
                ('until', models.DateTimeField(null=True)),
                ('appointed_because', models.TextField(blank=True, editable=False, max_length=1000)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='affiliations', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='affiliations', to='directory.organization')),
            ],
        ),
        migrations.CreateModel(
            name='OrganizationDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=se4u.core.models.keys.new_key, editable=False, max_length=10, unique=True)),
                ('kind', models.CharField(choices=[('registration', 'registration certificate'), ('statutes', 'statutes or founding document'), ('other', 'other document')], default='registration', max_length=12, verbose_name='kind of document')),
                ('state', models.CharField(choices=[('given', 'not checked yet'), ('accepted', 'accepted'), ('refused', 'not sufficient')], default='given', max_length=10)),
                ('title', models.CharField(blank=True, max_length=200)),
                ('reach', models.CharField(choices=[('public', 'everyone'), ('members', 'members'), ('officers', 'vetting officers only')], default='officers', max_length=10)),
                ('open_to_governments', models.BooleanField(default=False)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('language', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.language')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='directory.organization')),
                ('upload', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.upload')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('open_to_governments', False), ('reach', 'members'), _connector='OR'), name='document_governments_beside_members')],
            },
        ),
        migrations.CreateModel(
            name='PendingImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=se4u.core.models.keys.new_key, editable=False, max_length=10, unique=True)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('name', models.CharField(max_length=200)),
                ('content', models.BinaryField()),
                ('standing', models.CharField(choices=[('reference', 'reference entries'), ('registered', 'registered organisations')], max_length=10)),
                ('vouched_by', models.CharField(blank=True, max_length=300)),
                ('kind', models.CharField(blank=True, choices=[('civil_society', 'Civil society'), ('academia', 'Academia'), ('private_sector', 'Private sector'), ('authority', 'Government authority'), ('intergovernmental', 'Intergovernmental organisation')], max_length=20)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('report', models.JSONField(default=dict)),
                ('first', models.JSONField(default=list)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReferenceEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=se4u.core.models.keys.new_key, editable=False, max_length=10, unique=True)),
                ('name', models.CharField(max_length=300)),
                ('sort_name', models.CharField(db_index=True, max_length=300)),
                ('kind', models.CharField(blank=True, choices=[('civil_society', 'Civil society'), ('academia', 'Academia'), ('private_sector', 'Private sector'), ('authority', 'Government authority'), ('intergovernmental', 'Intergovernmental organisation')], max_length=20)),
                ('website', models.URLField(blank=True, max_length=300)),
                ('domain', models.CharField(blank=True, db_index=True, max_length=200)),
                ('brought_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='directory.import')),
                ('claimed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='claimed_entries', to='directory.organization')),
                ('country', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.country')),
            ],
        ),
        migrations.AddField(
            model_name='organization',
            name='started_from',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.referenceentry'),
        ),
        migrations.CreateModel(
            name='Imported',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.JSONField(null=True)),
                ('after', models.CharField(max_length=64)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='imported', to='directory.import')),
                ('organization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='imported', to='directory.organization')),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='imported', to='directory.referenceentry')),
            ],
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('name', i18nfield.fields.I18nCharField(max_length=400)),
                ('network_pk', models.BigIntegerField(blank=True, db_index=True, null=True)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('position', models.PositiveSmallIntegerField(default=100)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='former', to='directory.service')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='directory.service')),
            ],
            options={
                'ordering': ['position', 'slug'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='organization',
            name='services',
            field=models.ManyToManyField(blank=True, related_name='organizations', to='directory.service', verbose_name='services'),
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('name', i18nfield.fields.I18nCharField(max_length=400)),
                ('network_pk', models.BigIntegerField(blank=True, db_index=True, null=True)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('position', models.PositiveSmallIntegerField(default=100)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='former', to='directory.theme')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='directory.theme')),
            ],
            options={
                'ordering': ['position', 'slug'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='organization',
            name='themes',
            field=models.ManyToManyField(blank=True, related_name='organizations', to='directory.theme', verbose_name='themes'),
        ),
        migrations.CreateModel(
            name='Expert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=se4u.core.models.keys.new_key, editable=False, max_length=10, unique=True)),
                ('safety', models.CharField(choices=[('open', 'shown by name'), ('pseudonym', 'shown by another name, without place and contact'), ('unlisted', 'not shown at all')], default='open', max_length=10)),
                ('pseudonym', models.CharField(blank=True, max_length=200)),
                ('visibility', models.JSONField(blank=True, default=dict)),
                ('open_to_governments', models.BooleanField(default=False, verbose_name='open to governments')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'waiting for vetting'), ('asked', 'more information requested'), ('approved', 'vetted'), ('refused', 'refused'), ('withdrawn', 'withdrawn'), ('suspended', 'suspended')], db_index=True, default='draft', max_length=10)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('submitted_at', models.DateTimeField(editable=False, null=True)),
                ('approved_at', models.DateTimeField(editable=False, null=True)),
                ('suspended_because', models.TextField(blank=True, editable=False, max_length=3000)),
                ('kind', models.CharField(choices=[('independent', 'Independent expert'), ('academic', 'Academic expert')], default='independent', max_length=12)),
                ('about', models.TextField(blank=True, max_length=1500, verbose_name='what you work on, in one paragraph')),
                ('about_language', models.CharField(blank=True, max_length=10, verbose_name='language of this text')),
                ('website', models.URLField(blank=True, max_length=300)),
                ('is_sample', models.BooleanField(default=False, editable=False)),
                ('country', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='experts', to='directory.country')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='expert', to=settings.AUTH_USER_MODEL)),
                ('languages', models.ManyToManyField(blank=True, related_name='experts', to='directory.language')),
                ('themes', models.ManyToManyField(blank=True, related_name='experts', to='directory.theme')),
            ],
        ),
        migrations.CreateModel(
            name='Verification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=se4u.core.models.keys.new_key, editable=False, max_length=10, unique=True)),
                ('opened_at', models.DateTimeField(auto_now_add=True)),
                ('distinct_because', models.TextField(blank=True, max_length=1000)),
                ('outcome', models.CharField(blank=True, choices=[('approved', 'approved'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], max_length=10)),
                ('reason', models.TextField(blank=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='verifications_decided', to=settings.AUTH_USER_MODEL)),
                ('expert', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='verifications', to='directory.expert')),
                ('organization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='verifications', to='directory.organization')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='verifications_owned', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Inquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.TextField(max_length=3000)),
                ('asked_at', models.DateTimeField(auto_now_add=True)),
                ('answer', models.TextField(blank=True, max_length=5000)),
                ('answered_at', models.DateTimeField(null=True)),
                ('reminded_at', models.DateTimeField(editable=False, null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('verification', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='inquiries', to='directory.verification')),
            ],
            options={
                'ordering': ['asked_at', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='import',
            constraint=models.CheckConstraint(condition=models.Q(('standing', 'reference'), models.Q(('vouched_by', ''), _negated=True), _connector='OR'), name='import_registered_vouched'),
        ),
        migrations.AddConstraint(
            model_name='joinrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('organization', 'person'), name='join_request_open_once'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'sent')), fields=('organization', 'email'), name='invitation_open_once'),
        ),
        migrations.AddIndex(
            model_name='filing',
            index=models.Index(fields=['term', 'levels', 'organization'], name='filing_counted'),
        ),
        migrations.AddConstraint(
            model_name='filing',
            constraint=models.UniqueConstraint(fields=('organization', 'term', 'levels'), name='filing_once'),
        ),
        migrations.AddConstraint(
            model_name='affiliation',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('person', 'organization'), name='affiliation_live_once'),
        ),
        migrations.AddIndex(
            model_name='referenceentry',
            index=models.Index(fields=['country', 'sort_name'], name='reference_country_name'),
        ),
        migrations.AddConstraint(
            model_name='imported',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('entry__isnull', True), ('organization__isnull', False)), models.Q(('entry__isnull', False), ('organization__isnull', True)), _connector='OR'), name='imported_one'),
        ),
        migrations.AddConstraint(
            model_name='imported',
            constraint=models.UniqueConstraint(fields=('run', 'entry'), name='imported_entry_once'),
        ),
        migrations.AddConstraint(
            model_name='imported',
            constraint=models.UniqueConstraint(fields=('run', 'organization'), name='imported_organization_once'),
        ),
        migrations.AddIndex(
            model_name='organization',
            index=models.Index(fields=['listed', 'sort_name', 'id'], name='organization_listed_name'),
        ),
        migrations.AddIndex(
            model_name='organization',
            index=models.Index(fields=['sort_name'], name='organization_sort_name'),
        ),
        migrations.AddIndex(
            model_name='organization',
            index=models.Index(fields=['listed', 'masked', '-approved_at', '-id'], name='organization_listed_new'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('safety', 'pseudonym'), _negated=True), models.Q(('pseudonym', ''), _negated=True), _connector='OR'), name='organization_pseudonym_named'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('civil_society', 'academia', 'private_sector')), ('vouched_by', ''), _connector='OR'), name='organization_authority_not_vouched'),
        ),
        migrations.AddConstraint(
            model_name='expert',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('safety', 'pseudonym'), _negated=True), models.Q(('pseudonym', ''), _negated=True), _connector='OR'), name='expert_pseudonym_named'),
        ),
        migrations.AddIndex(
            model_name='verification',
            index=models.Index(fields=['outcome', 'opened_at'], name='verification_queue'),
        ),
        migrations.AddConstraint(
            model_name='verification',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('expert__isnull', False), ('organization__isnull', True)), models.Q(('expert__isnull', True), ('organization__isnull', False)), _connector='OR'), name='verification_of_one'),
        ),
        migrations.AddConstraint(
            model_name='verification',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='verification_decided'),
        ),
        migrations.AddConstraint(
            model_name='verification',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='verification_refused_reason'),
        ),
        migrations.AddConstraint(
            model_name='verification',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('organization',), name='verification_one_open_organization'),
        ),
        migrations.AddConstraint(
            model_name='verification',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('expert',), name='verification_one_open_expert'),
        ),
        migrations.AddConstraint(
            model_name='inquiry',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at__isnull', True)), fields=('verification',), name='inquiry_one_open'),
        ),
        migrations.AddConstraint(
            model_name='inquiry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='inquiry_answered'),
        ),
        migrations.RunPython(seeded, migrations.RunPython.noop),
    ]
