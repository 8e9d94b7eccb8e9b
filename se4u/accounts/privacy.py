"""What accounts keep of people, the sign-in library's tables included."""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib.sessions.models import Session as UnusedSession
from django_tasks_db.models import DBTaskResult

from se4u.core.privacy import COPY, EMPTY, KEY, Kind, Until, states

from .models import Consent, Notification, Session, User

states(
    User,
    {
        "email": (Kind.CONTACT, Until.ACCOUNT),
        "name": (Kind.NAME, Until.ACCOUNT),
        "latin_name": (Kind.NAME, Until.ACCOUNT),
        "pseudonym": (Kind.NAME, Until.ACCOUNT),
        "password": (Kind.SECRET, Until.ACCOUNT),
        "language": (Kind.PLACE, Until.ACCOUNT),
        "time_zone": (Kind.PLACE, Until.ACCOUNT),
        "delivery": (Kind.CHOICE, Until.ACCOUNT),
        "digest_on": (Kind.MARK, Until.ACCOUNT),
        "safety": (Kind.CHOICE, Until.ACCOUNT),
        "visibility": (Kind.CHOICE, Until.ACCOUNT),
        "open_to_governments": (Kind.CHOICE, Until.ACCOUNT),
        "last_login": (Kind.MARK, Until.ACCOUNT),
        "joined_at": (Kind.MARK, Until.HISTORY),
        "erased_at": (Kind.MARK, Until.HISTORY),
        "actor_key": (Kind.LINK, Until.HISTORY),
    },
    other="is_active is_superuser groups user_permissions",
    withheld={"actor_key": KEY, "erased_at": EMPTY + " while there is an account"},
)
states(
    Consent,
    {"person": (Kind.LINK, Until.ACCOUNT), "document": (Kind.CHOICE, Until.ACCOUNT), "at": (Kind.MARK, Until.ACCOUNT)},
    other="version",
)
states(
    Session,
    {
        "user": (Kind.LINK, Until.SESSION),
        "device": (Kind.CHOICE, Until.SESSION),
        "session_key": (Kind.SECRET, Until.SESSION),
        "session_data": (Kind.SECRET, Until.SESSION),
        "started_at": (Kind.MARK, Until.SESSION),
        "seen_on": (Kind.MARK, Until.SESSION),
    },
    other="expire_date",
)
states(
    Notification,
    {
        "person": (Kind.LINK, Until.ACCOUNT),
        "context": (Kind.TEXT, Until.PRUNED),
        "about_key": (Kind.LINK, Until.PRUNED),
        "url": (Kind.TEXT, Until.PRUNED),
        "at": (Kind.MARK, Until.PRUNED),
        "mailed_at": (Kind.MARK, Until.PRUNED),
        "read_at": (Kind.MARK, Until.PRUNED),
    },
    other="template protected state tries due_at claim",
    note="Organisations and experts are kept in it as references and named when it is read. When a person deletes the account, their names go from the notifications of others that are about them, and their "
    "addresses from all. What others wrote of a person goes with the notification, half a year after it came.",
    withheld={"about_key": "it stands in notifications of others, which are theirs"},
)

# -- the sign-in library
states(
    EmailAddress,
    {"user": (Kind.LINK, Until.ACCOUNT), "email": (Kind.CONTACT, Until.ACCOUNT)},
    other="verified primary",
)
states(  # confirmations are signed links; this table stays empty
    EmailConfirmation,
    {
        "email_address": (Kind.LINK, Until.USED),
        "key": (Kind.SECRET, Until.USED),
        "created": (Kind.MARK, Until.USED),
        "sent": (Kind.MARK, Until.USED),
    },
    withheld={"email_address created sent": EMPTY},
)
states(
    Authenticator,
    {
        "user": (Kind.LINK, Until.ACCOUNT),
        "data": (Kind.SECRET, Until.ACCOUNT),
        "created_at": (Kind.MARK, Until.ACCOUNT),
        "last_used_at": (Kind.MARK, Until.ACCOUNT),
    },
    other="type",
)
states(
    SocialAccount,
    {
        "user": (Kind.LINK, Until.ACCOUNT),
        "uid": (Kind.LINK, Until.ACCOUNT),
        "extra_data": (Kind.NAME, Until.ACCOUNT),
        "last_login": (Kind.MARK, Until.ACCOUNT),
        "date_joined": (Kind.MARK, Until.ACCOUNT),
    },
    other="provider",
)
states(
    SocialToken,
    {
        "account": (Kind.LINK, Until.ACCOUNT),
        "token": (Kind.SECRET, Until.ACCOUNT),
        "token_secret": (Kind.SECRET, Until.ACCOUNT),
    },
    other="app expires_at",
    withheld={"account": EMPTY},
)
states(SocialApp, other="provider provider_id name client_id secret key settings")  # empty: the settings name it
states(UnusedSession, other="session_key session_data expire_date")  # empty: `accounts.Session` takes its place
states(
    DBTaskResult,
    {"args_kwargs": (Kind.LINK, Until.PRUNED), "traceback": (Kind.TEXT, Until.PRUNED)},
    other="status enqueued_at started_at finished_at priority task_path worker_ids queue_name backend_name run_after"
    " return_value exception_class_path",
    withheld={"args_kwargs traceback": COPY},
)
