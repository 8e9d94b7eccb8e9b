"""Make the three regional networks with what is publicly known of them."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from se4u.networks.seeds import create_regional_networks


class Command(BaseCommand):
    """`se4u seed_networks`: idempotent; run `se4u import_geography` before, so that countries can be linked."""

    help = "Make the regional networks for the Americas, Africa and Asia where they are missing."

    @transaction.atomic
    def handle(self, *_args: Any, **_options: Any) -> None:
        """Make what is missing and say what was made."""
        made = create_regional_networks()
        for network in made:
            self.stdout.write(f"made {network.slug} with {network.children.count()} groups")
        if not made:
            self.stdout.write("nothing to do: the regional networks are there")
