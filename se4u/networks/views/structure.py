"""Networks are founded, handed over, described; groups and roles are made."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from se4u.core import official, web
from se4u.core.deeds import confirm_page, form_page, signed_in
from se4u.core.lifecycle import check_step
from se4u.directory.models import Organization
from se4u.networks.forms import BeginForm, FoundForm, GroupForm, NetworkForm, ReasonForm, RoleForm
from se4u.networks.models import Network
from se4u.networks.services import roles, standing, structure
from se4u.networks.services.opening import check_standing

from . import room as rooms


@signed_in
def found(request: HttpRequest) -> HttpResponse:
    """Found a regional network or a national alliance."""
    web.require(request.user, "networks.found")
    form = FoundForm(request.POST or None, networks=Network.objects.visible_to(request.user))

    def do() -> Network:
        values = {
            name: form.cleaned_data[name]
            for name in ("kind", "slug", "acronym", "region", "country", "parent", "accent")
        }
        return structure.found(
            None, by=request.user, name=form.official("name"), purpose=form.official("purpose"), **values
        )

    return form_page(
        request,
        form,
        do,
        title=_("Found a network"),
        lead=_("It begins with the roles proposed for its kind and changes them as it likes."),
        label=_("Found"),
        back=reverse("networks:list"),
        done=_("The network is founded. Hand it to its first coordinator next."),
        after=lambda network: reverse("networks:begin", args=[network.slug]),
    )


@signed_in
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand a new network to its first coordinator."""
    network = _network(request, slug)
    web.require(request.user, "networks.begin", network)
    check_standing(network)
    form = BeginForm(request.POST or None, organizations=Organization.objects.visible_to(request.user))
    return form_page(
        request,
        form,
        lambda: structure.begin(
            network, by=request.user, organization=form.cleaned_data["body"], person=form.cleaned_data["person"]
        ),
        title=_("Hand %(network)s to its first coordinator") % {"network": official.plain(network.name)},
        lead=_(
            "The organisation becomes a member and its person takes the lead. From then on the network decides for itself."
        ),
        label=_("Hand over"),
        back=reverse("networks:detail", args=[slug]),
        done=_("The network is in the hands of its first coordinator."),
    )


@signed_in
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change how a network describes itself."""
    network = _inside(request, slug, "networks.edit")
    fields = ("acronym", "since", "source_note", "contact_languages", "admission", "renews_yearly")
    texts = ("name", "purpose", "origin")
    initial = {name: getattr(network, name) for name in (*fields, *texts)}
    initial["countries"] = [country.iso2 for country in network.countries.all()]
    initial["open_to_governments"] = network.open_to_governments
    form = NetworkForm(request.POST or None, initial=initial, network=network)

    def do() -> Network:
        values = {name: form.cleaned_data[name] for name in fields} | {name: form.official(name) for name in texts}
        if "open_to_governments" in form.changed_data:
            values["open_to_governments"] = form.cleaned_data["open_to_governments"]
        return structure.edit(network, by=request.user, countries=form.cleaned_data["countries"], **values)

    return form_page(
        request,
        form,
        do,
        title=_("Describe the network"),
        label=_("Save"),
        consequence=_("Everyone reads this on the public page."),
        back=reverse("networks:detail", args=[slug]),
        done=_("The description is saved."),
    )


@signed_in
def create_group(request: HttpRequest, slug: str) -> HttpResponse:
    """Create a group within a network."""
    network = _inside(request, slug, "networks.create_group")
    form = GroupForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: structure.create_group(
            network, by=request.user, name=form.official("name"), purpose=form.official("purpose")
        ),
        title=_("Create a group"),
        lead=_(
            "Every member of the network may join. Whoever may do something in the network may do it in the group too."
        ),
        label=_("Create"),
        back=reverse("networks:groups", args=[slug]),
        done=_("The group is created. Appoint its lead next."),
        after=lambda group: reverse("networks:powers", args=[group.slug]),
    )


@signed_in
def add_role(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a role to a network."""
    network = _inside(request, slug, "networks.add_role")
    form = RoleForm(request.POST or None, network=network)
    return form_page(
        request,
        form,
        lambda: roles.add_role(network, by=request.user, **_role_values(form)),
        title=_("Add a role"),
        label=_("Add"),
        back=reverse("networks:powers", args=[slug]),
        done=_("The role is added."),
    )


@signed_in
def edit_role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a role."""
    network = _inside(request, slug, "networks.add_role")
    role = web.get_or_404(network.roles.all(), pk=pk)
    initial = {name: getattr(role, name) for name in ("name", "capabilities", "seats", "lead", "committee")}
    form = RoleForm(request.POST or None, network=network, initial=initial)
    return form_page(
        request,
        form,
        lambda: roles.edit_role(role, by=request.user, **_role_values(form)),
        title=_("Change the role “%(role)s”") % {"role": official.plain(role.name)},
        label=_("Save"),
        consequence=_("Whoever holds it may do from now on what you choose here."),
        back=reverse("networks:powers", args=[slug]),
        done=_("The role is changed."),
    )


@signed_in
def remove_role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Remove a role nobody ever held."""
    network = _inside(request, slug, "networks.add_role")
    role = web.get_or_404(network.roles.all(), pk=pk)
    return confirm_page(
        request,
        lambda: roles.remove_role(role, by=request.user),
        title=_("Remove the role “%(role)s”?") % {"role": official.plain(role.name)},
        text=_("Only a role nobody ever held can be removed."),
        label=_("Remove"),
        back=reverse("networks:powers", args=[slug]),
        done=_("The role is removed."),
        danger=True,
    )


@signed_in
def rest(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a network rest, with a reason."""
    network = _inside(request, slug, "networks.rest")
    return _ending(
        request,
        network,
        Network.State.DORMANT,
        standing.rest,
        title=_("Let %(network)s rest") % {"network": official.plain(network.name)},
        lead=_("Nobody is admitted and no message is passed on until you wake it. Members keep their room."),
        label=_("Let it rest"),
        done=_("The network rests."),
    )


@signed_in
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """Close a network for good, with a reason."""
    network = _network(request, slug)
    if network.kind == Network.Kind.GROUP or structure.was_begun(network):
        network = _inside(request, slug, "networks.close")
    web.require(request.user, "networks.close", network)
    return _ending(
        request,
        network,
        Network.State.CLOSED,
        standing.close,
        title=_("Close %(network)s") % {"network": official.plain(network.name)},
        lead=_(
            "For good: its groups close with it, applications that wait are declined, mandates end and what was lent is "
            "taken back. Its page and its history stay."
        ),
        label=_("Close for good"),
        done=_("The network is closed."),
    )


@signed_in
def wake(request: HttpRequest, slug: str) -> HttpResponse:
    """Wake a network that rests."""
    network = _inside(request, slug, "networks.wake")
    check_step(network, Network.State.ACTIVE)
    return confirm_page(
        request,
        lambda: standing.wake(network, by=request.user),
        title=_("Wake %(network)s?") % {"network": official.plain(network.name)},
        text=_("It takes applications and messages again. Its members are told."),
        label=_("Wake it"),
        back=reverse("networks:detail", args=[slug]),
        done=_("The network is active again."),
    )


def _ending(request: HttpRequest, network: Network, to: str, deed: Any, **page: Any) -> HttpResponse:
    """Ask for the reason of resting or closing; refused at once where the state does not allow it."""
    check_step(network, to)
    form = ReasonForm(request.POST or None)
    form.fields["reason"].help_text = _("Everyone reads it on the network’s page.")
    return form_page(
        request,
        form,
        lambda: deed(network, by=request.user, reason=form.cleaned_data["reason"]),
        consequence=_("Its members are told."),
        back=reverse("networks:detail", args=[network.slug]),
        **page,
    )


def _role_values(form: RoleForm) -> dict[str, Any]:
    fields = ("capabilities", "seats", "lead", "committee")
    return {"name": form.official("name")} | {name: form.cleaned_data[name] for name in fields}


def _network(request: HttpRequest, slug: str) -> Network:
    return web.get_or_404(Network.objects.visible_to(request.user), slug=slug)


def _inside(request: HttpRequest, slug: str, deed: str) -> Network:
    """Return the network to its own people who may do the deed; 404 to others, 403 without the right."""
    network: Network = rooms.open_inside(request, slug).network
    web.require(request.user, deed, network)
    check_standing(network)
    return network
