"""Government observers are invited by a network, and accept by a mailed link."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from se4u.core import official, web
from se4u.core.authority import Capability
from se4u.core.deeds import confirm_page, form_page, signed_in
from se4u.core.ratelimit import DAY, HOUR, limited
from se4u.networks.forms import InviteObserverForm
from se4u.networks.models import ObserverInvitation
from se4u.networks.services import observers
from se4u.networks.services.opening import check_open

from . import room as rooms


@signed_in
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite a person of an authority to observe."""
    network = rooms.open_inside(request, slug, Capability.APPOINT).network
    web.require(request.user, "networks.invite_observer", network)
    check_open(network)
    authorities = observers.authorities_for(network)
    form = InviteObserverForm(request.POST or None, authorities=authorities)
    return form_page(
        request,
        form,
        lambda: observers.invite_observer(network, by=request.user, **form.cleaned_data),
        title=_("Invite a government observer"),
        lead=_("Observers read what is open to governments and attend what they are invited to. They have no vote."),
        label=_("Invite"),
        consequence=_("The link works for ten days. The secretariat enters authorities; ask it if yours is missing."),
        back=reverse("networks:powers", args=[slug]),
        done=_("The invitation is on its way."),
        limit=("networks.invite_observer", 50, DAY),
    )


@signed_in
def revoke(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Take an invitation back."""
    network = rooms.open_inside(request, slug, Capability.APPOINT).network
    found = web.get_or_404(ObserverInvitation.objects.filter(network=network).select_related("network"), key=key)
    web.require(request.user, "networks.revoke_observer", found)
    return confirm_page(
        request,
        lambda: observers.revoke_observer(found, by=request.user),
        title=_("Take this invitation back?"),
        text=_("Its link is worth nothing from now on."),
        label=_("Take back"),
        back=reverse("networks:powers", args=[slug]),
        done=_("The invitation is taken back."),
    )


@never_cache
@limited("networks.observer_link", 60, HOUR)
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Show an invitation to whoever holds its link; who is signed in by the invited address may accept it."""
    found = observers.by_secret(secret)
    if found is None:
        return render(request, "networks/observer_gone.html", status=404)
    if not observers.stands(found):
        return render(request, "networks/observer_gone.html", status=410)
    network = official.plain(found.network.name)
    if found.is_expired or not request.user.is_authenticated:
        context = {"invitation": found, "network": found.network, "secret": secret, "expired": found.is_expired}
        return render(request, "networks/observer_invitation.html", context)
    return confirm_page(
        request,
        lambda: observers.accept_observer(found, by=request.user, secret=secret),
        title=_("Observe %(network)s for %(authority)s?") % {"network": network, "authority": found.authority.name},
        text=_(
            "You will read what is open to governments, without a vote. From then on you take part in this site as a "
            "person of a government: what is for members of civil society alone is closed to you."
        ),
        label=_("Accept"),
        back=reverse("networks:detail", args=[found.network.slug]),
        done=_("You observe this network now."),
    )


@never_cache
@limited("networks.renew_observer", 5, HOUR)
def renew(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask for a new link with an expired one; it goes to the invited address again."""
    found = observers.by_secret(secret)
    if found is None:
        return render(request, "networks/observer_gone.html", status=404)
    return confirm_page(
        request,
        lambda: observers.renew_observer(found, by=request.user, secret=secret),
        title=_("Send a new link?"),
        text=_("It goes to the address the invitation was sent to, and works for ten days."),
        label=_("Send a new link"),
        back=reverse("networks:detail", args=[found.network.slug]),
        done=_("A new link is on its way to the invited address."),
    )
