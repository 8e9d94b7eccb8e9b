"""What the portal adds to every page."""

from django.utils.translation import gettext_lazy as _

from se4u.core import navigation

navigation.add(_("Search"), "portal:search", order=90)
navigation.add(_("My desk"), "portal:desk", order=100, signed_in=True)
