"""Give a person the rights of the secretariat: the first step after an installation."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from se4u.accounts.models import User
from se4u.core.action import SYSTEM, Refused
from se4u.networks.seeds import secretariat
from se4u.networks.services.mandates import appoint


class Command(BaseCommand):
    """`se4u appoint_officer EMAIL`: makes the secretariat with its roles if it is missing."""

    help = "Make a signed-up person a programme officer of the secretariat (or a vetting officer)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address, and whether the person vets only."""
        parser.add_argument("email", help="the address the person signed up with")
        parser.add_argument("--vetting-only", action="store_true", help="give the role that vets and nothing else")

    @transaction.atomic
    def handle(self, *_args: Any, **options: Any) -> None:
        """Give the mandate from today on, without a set end."""
        email = options["email"].strip().lower()
        person = User.objects.filter(email=email, is_active=True).first()
        if person is None:
            raise CommandError(f"Nobody is signed up as {email}. Let the person sign up first, then run this again.")
        leads = not options["vetting_only"]
        role = secretariat().roles.filter(lead=leads).first()
        if role is None:
            raise CommandError("The secretariat has no such role any more; appoint the person on its page of powers.")
        try:
            appoint(role, by=SYSTEM, person=person, since=timezone.now().date())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{email} is now: {role}. A second factor is asked for at the first deed.")
