import django.db.models.deletion
import i18nfield.fields
import se4u.core.models.keys
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Network',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('secretariat', 'Secretariat'), ('regional', 'Regional network'), ('national', 'National alliance'), ('group', 'Group')], max_length=12)),
                ('kind_order', models.GeneratedField(db_persist=True, expression=models.Case(models.When(kind='regional', then=1), models.When(kind='national', then=2), default=3), output_field=models.SmallIntegerField())),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('name', i18nfield.fields.I18nCharField(max_length=600, verbose_name='full name')),
                ('acronym', models.CharField(blank=True, max_length=40, verbose_name='acronym')),
                ('purpose', i18nfield.fields.I18nTextField(blank=True, verbose_name='purpose')),
                ('region', models.CharField(blank=True, max_length=40, verbose_name='region')),
                ('accent', models.CharField(choices=[('brand', 'blue'), ('americas', 'teal'), ('africa', 'brown'), ('asia', 'violet')], default='brand', max_length=10)),
                ('admission', models.CharField(choices=[('coordinator', 'the coordinator decides'), ('committee', 'the steering committee decides'), ('members', 'any member organisation may admit')], default='coordinator', max_length=12, verbose_name='who admits members')),
                ('renews_yearly', models.BooleanField(default=False, verbose_name='members confirm every year that they stay')),
                ('open_to_governments', models.BooleanField(default=False, verbose_name='members’ room open to government observers')),
                ('state', models.CharField(choices=[('active', 'active'), ('dormant', 'dormant'), ('closed', 'closed')], default='active', max_length=10)),
                ('state_since', models.DateTimeField(editable=False, null=True)),
                ('state_reason', models.TextField(blank=True, editable=False, max_length=3000)),
                ('headless_since', models.DateTimeField(editable=False, null=True)),
                ('since', models.CharField(blank=True, max_length=10)),
                ('origin', i18nfield.fields.I18nTextField(blank=True)),
                ('source_note', models.CharField(blank=True, max_length=300)),
                ('contact_languages', models.CharField(blank=True, max_length=200)),
                ('is_sample', models.BooleanField(default=False, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('countries', models.ManyToManyField(blank=True, related_name='networks', to='directory.country')),
                ('country', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='alliances', to='directory.country')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='networks.network')),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=se4u.core.models.keys.new_key, editable=False, max_length=10, unique=True)),
                ('state', models.CharField(choices=[('applied', 'applied'), ('admitted', 'member'), ('declined', 'declined'), ('withdrawn', 'withdrawn'), ('suspended', 'suspended'), ('left', 'left')], default='applied', max_length=10)),
                ('motivation', models.TextField(blank=True, max_length=3000)),
                ('reason', models.TextField(blank=True, max_length=3000)),
                ('shown', models.BooleanField(default=False)),
                ('vouches', models.BooleanField(default=False, editable=False)),
                ('applied_at', models.DateTimeField(auto_now_add=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('renewed_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('reminded_at', models.DateTimeField(editable=False, null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='memberships_decided', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='directory.organization')),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='networks.network')),
            ],
        ),
        migrations.CreateModel(
            name='Intervention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=se4u.core.models.keys.new_key, editable=False, max_length=10, unique=True)),
                ('capability', models.CharField(choices=[('vet', 'vet'), ('curate', 'curate'), ('intervene', 'intervene'), ('configure', 'configure'), ('admit', 'admit'), ('appoint', 'appoint'), ('convene', 'convene'), ('plan', 'plan'), ('consult', 'consult'), ('select', 'select'), ('publish', 'publish'), ('observe', 'observe')], max_length=12)),
                ('reason', models.TextField(max_length=3000)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('until', models.DateField()),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interventions', to='networks.network')),
            ],
        ),
        migrations.CreateModel(
            name='Guidelines',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField()),
                ('text', i18nfield.fields.I18nTextField()),
                ('major', models.BooleanField(default=True)),
                ('published_at', models.DateTimeField(auto_now_add=True)),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guidelines', to='networks.network')),
            ],
            options={
                'ordering': ['-version'],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=se4u.core.models.keys.new_key, editable=False, max_length=10, unique=True)),
                ('capability', models.CharField(choices=[('vet', 'vet'), ('curate', 'curate'), ('intervene', 'intervene'), ('configure', 'configure'), ('admit', 'admit'), ('appoint', 'appoint'), ('convene', 'convene'), ('plan', 'plan'), ('consult', 'consult'), ('select', 'select'), ('publish', 'publish'), ('observe', 'observe')], max_length=12)),
                ('until', models.DateField()),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to='networks.network')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='granted', to='networks.network')),
            ],
        ),
        migrations.CreateModel(
            name='ObserverInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=se4u.core.models.keys.new_key, editable=False, max_length=10, unique=True)),
                ('email', models.EmailField(max_length=254)),
                ('language', models.CharField(default='en', max_length=10)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('sent_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('mailed_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('renewals', models.PositiveSmallIntegerField(default=0)),
                ('state', models.CharField(choices=[('sent', 'sent'), ('accepted', 'accepted'), ('revoked', 'revoked')], default='sent', max_length=10)),
                ('until', models.DateField(null=True)),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observer_invitations', to='directory.organization')),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='observer_invitations', to='networks.network')),
            ],
        ),
        migrations.CreateModel(
            name='Role',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', i18nfield.fields.I18nCharField(max_length=300)),
                ('capabilities', models.JSONField(default=list)),
                ('seats', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('lead', models.BooleanField(default=False)),
                ('committee', models.BooleanField(default=False)),
                ('position', models.PositiveSmallIntegerField(default=100)),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='networks.network')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=se4u.core.models.keys.new_key, editable=False, max_length=10, unique=True)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('reminded_at', models.DateTimeField(editable=False, null=True)),
                ('cause', models.CharField(blank=True, choices=[('suspended', 'the membership was suspended'), ('closed', 'the network was closed'), ('handed_over', 'the organisation handed its seat over'), ('left', 'the person left the authority'), ('intervention', 'ended by the secretariat, which had stepped in')], max_length=12)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='directory.organization')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mandates', to=settings.AUTH_USER_MODEL)),
                ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='networks.role')),
            ],
        ),
        migrations.CreateModel(
            name='GuidelineAcceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('guidelines', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acceptances', to='networks.guidelines')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acceptances', to='networks.membership')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('membership', 'guidelines'), name='guidelines_accepted_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='network',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('kind', 'secretariat'), _negated=True), ('parent__isnull', True), _connector='OR'), models.Q(models.Q(('kind', 'regional'), _negated=True), ('parent__isnull', True), _connector='OR'), models.Q(models.Q(('kind', 'group'), _negated=True), ('parent__isnull', False), _connector='OR')), name='network_parent_by_kind'),
        ),
        migrations.AddConstraint(
            model_name='network',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('kind', 'secretariat'), _negated=True), ('country__isnull', True), _connector='OR'), models.Q(models.Q(('kind', 'regional'), _negated=True), ('country__isnull', True), _connector='OR'), models.Q(models.Q(('kind', 'national'), _negated=True), ('country__isnull', False), _connector='OR'), models.Q(models.Q(('kind', 'group'), _negated=True), ('country__isnull', True), _connector='OR')), name='network_country_by_kind'),
        ),
        migrations.AddConstraint(
            model_name='network',
            constraint=models.CheckConstraint(condition=models.Q(('open_to_governments', False), ('kind__in', ('regional', 'national')), _connector='OR'), name='network_observed_opens'),
        ),
        migrations.AddConstraint(
            model_name='network',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'secretariat')), fields=('kind',), name='network_one_secretariat'),
        ),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(fields=['network', 'state', 'organization'], name='membership_in_network'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('applied', 'admitted', 'suspended'))), fields=('network', 'organization'), name='membership_current_once'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('vouches', True)), fields=('organization',), name='membership_one_voucher'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='membership_declined_reason'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('applied', 'withdrawn')), ('decided_at__isnull', False), _connector='OR'), name='membership_decided'),
        ),
        migrations.AddConstraint(
            model_name='intervention',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='intervention_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='guidelines',
            constraint=models.UniqueConstraint(fields=('network', 'version'), name='guidelines_version_once'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('network', models.F('to')), _negated=True), name='grant_to_another'),
        ),
        migrations.AddConstraint(
            model_name='observerinvitation',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'sent')), fields=('network', 'email'), name='observer_invitation_open_once'),
        ),
        migrations.AddConstraint(
            model_name='role',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('capabilities', ['observe']), _negated=True), models.Q(('committee', False), ('lead', False)), _connector='OR'), name='role_observer_leads_nothing'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='mandate_term_in_order'),
        ),
    ]
