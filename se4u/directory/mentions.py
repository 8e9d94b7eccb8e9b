"""How notifications call organisations and experts: decided when one is read, for its reader."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from se4u.accounts.mentions import Named, naming
from se4u.accounts.people import readable_name
from se4u.core.authority import viewer_of
from se4u.core.visibility import Safety

from .cards import is_insider, known_name
from .models import Expert, Organization


@naming(Organization, unnamed=_("an organisation"))
def organizations(pks: Collection[int], reader: Any) -> dict[int, Named]:
    """Name organisations by their own names, to whoever may read these now."""
    return {
        row.pk: Named(
            name=known_name(row, reader),
            at_risk=row.safety != Safety.OPEN,
            known=row.listed or is_insider(row, reader),
        )
        for row in Organization.objects.filter(pk__in=pks)
    }


@naming(Expert, unnamed=_("an expert"))
def experts(pks: Collection[int], reader: Any) -> dict[int, Named]:
    """Name experts by the person's own name, to whoever may read it now; never by another name, which it would undo."""
    viewer = viewer_of(reader)
    named = {}
    for row in Expert.objects.filter(pk__in=pks).select_related("person"):
        at_risk = {row.safety, row.person.safety} != {Safety.OPEN}
        own = viewer.officer or viewer.user_pk == row.person_id
        name = readable_name(row.person, viewer) if own or not at_risk else ""
        named[row.pk] = Named(name, at_risk=at_risk, known=own or row.is_listed)
    return named
