"""What a kind of network may do: data in code, because the site depends on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from se4u.core.authority import Capability as C  # noqa: N817  the tables below are read by their letter


class NetworkKind(models.TextChoices):
    """The four kinds of network."""

    SECRETARIAT = "secretariat", pgettext_lazy("network", "Secretariat")
    REGIONAL = "regional", pgettext_lazy("network", "Regional network")
    NATIONAL = "national", pgettext_lazy("network", "National alliance")
    GROUP = "group", pgettext_lazy("network", "Group")


# Belong to the secretariat alone; no role, grant or intervention carries them into another network.
ROOT_ONLY = frozenset({C.VET, C.CURATE, C.INTERVENE})
# What a network may lend. Not who is appointed and how the network is built: with these a loan could renew itself.
GRANTABLE = frozenset({C.ADMIT, C.CONVENE, C.PLAN, C.CONSULT, C.SELECT, C.PUBLISH})
# What the secretariat may take up against abuse or danger, and for how long. It is less than the capability: it brings nobody in.
INTERVENTION_WORDS = {
    C.ADMIT: _("Suspend and reinstate members"),
    C.APPOINT: _("End mandates and give them to other members, take invitations to observe back"),
    C.PUBLISH: _("Withdraw what was published"),
}
INTERVENABLE = frozenset(INTERVENTION_WORDS)
INTERVENTION_DAYS = 30

CAPABILITY_WORDS = {
    C.VET: _("Check organisations and experts"),
    C.CURATE: _("Keep the lists of themes and services, run imports, edit the site's pages"),
    C.INTERVENE: _("Step into a network against abuse or danger, for a limited time and with a written reason"),
    C.CONFIGURE: _("Change the network's profile, roles, groups and guidelines, and lend rights to others"),
    C.ADMIT: _("Decide who becomes a member, suspend and reinstate members"),
    C.APPOINT: _("Give and end mandates, invite government observers"),
    C.CONVENE: _("Call meetings and keep their record"),
    C.PLAN: _("Lead the activity plan"),
    C.CONSULT: _("Run consultations and hand in joint contributions"),
    C.SELECT: _("Open calls and select participants"),
    C.PUBLISH: _("Publish pages, news and library entries"),
    C.OBSERVE: _("Attend and read what is open to governments, without a vote"),
}
# What a capability opens to who holds it by a loan or an intervention alone; what is not named here opens no page of the room.
OPENS = {
    C.ADMIT: _("every application and every member, those at risk by name too"),
    C.APPOINT: _("this page"),
}


@dataclass(frozen=True)
class StartingRole:
    """A role a new network begins with; the network may change it."""

    name: Mapping[str, str]  # official text, one value per language
    capabilities: frozenset[C]
    seats: int | None = None
    lead: bool = False
    committee: bool = False  # sits on the steering committee


class Needs(StrEnum):
    """Whether a kind of network has a thing: always, never, or as it likes."""

    ALWAYS = "always"
    NEVER = "never"
    MAY = "may"


@dataclass(frozen=True)
class Kind:
    """The abilities of one kind of network."""

    has_members: bool
    public: bool
    inherits_rights: bool  # only a group does: a bridge, not command
    admits_unvetted: bool
    country: Needs
    parent: Needs  # what it is linked to; only a group belongs to it
    roles: tuple[StartingRole, ...]

    @property
    def observed(self) -> bool:
        """Whether governments may observe it, and it may open its members' room to them."""
        return any(C.OBSERVE in role.capabilities for role in self.roles)

    @property
    def has_own_lists(self) -> bool:
        """Whether it adds themes and services for its members; a group uses those of its network."""
        return self.has_members and not self.inherits_rights


COORDINATOR = {
    "ar": "المنسق",
    "zh-hans": "协调员",
    "en": "Coordinator",
    "fr": "Coordination",
    "ru": "Координатор",
    "es": "Coordinación",
    "pt": "Coordenação",
}
NATIONAL_COORDINATOR = {
    "ar": "المنسق الوطني",
    "zh-hans": "国家协调员",
    "en": "National coordinator",
    "fr": "Coordination nationale",
    "ru": "Национальный координатор",
    "es": "Coordinación nacional",
    "pt": "Coordenação nacional",
}
CO_COORDINATOR = {
    "ar": "المنسق المشارك",
    "zh-hans": "共同协调员",
    "en": "Co-coordinator",
    "fr": "Co-coordination",
    "ru": "Сокоординатор",
    "es": "Co-coordinación",
    "pt": "Cocoordenação",
}
ADMINISTRATIVE_FOCAL_POINT = {
    "ar": "جهة الاتصال الإدارية",
    "zh-hans": "行政联络人",
    "en": "Administrative focal point",
    "fr": "Point focal administratif",
    "ru": "Административный координатор",
    "es": "Punto focal administrativo",
    "pt": "Ponto focal administrativo",
}
COMMITTEE_MEMBER = {
    "ar": "عضو اللجنة التوجيهية",
    "zh-hans": "指导委员会成员",
    "en": "Steering committee member",
    "fr": "Membre du comité directeur",
    "ru": "Член руководящего комитета",
    "es": "Miembro del comité directivo",
    "pt": "Membro do comitê diretor",
}
GOVERNMENT_OBSERVER = {
    "ar": "مراقب حكومي",
    "zh-hans": "政府观察员",
    "en": "Government observer",
    "fr": "Observation gouvernementale",
    "ru": "Наблюдатель от правительства",
    "es": "Observación gubernamental",
    "pt": "Observação governamental",
}
GROUP_LEAD = {
    "ar": "قائد الفريق",
    "zh-hans": "小组负责人",
    "en": "Group lead",
    "fr": "Responsable du groupe",
    "ru": "Руководитель группы",
    "es": "Responsable del grupo",
    "pt": "Responsável pelo grupo",
}
PROGRAMME_OFFICER = {
    "ar": "موظف برامج",
    "zh-hans": "方案干事",
    "en": "Programme officer",
    "fr": "Responsable de programme",
    "ru": "Сотрудник по программам",
    "es": "Oficial de programas",
    "pt": "Oficial de programas",
}
VETTING_OFFICER = {
    "ar": "موظف التحقق",
    "zh-hans": "审核干事",
    "en": "Vetting officer",
    "fr": "Responsable de la vérification",
    "ru": "Сотрудник по проверке",
    "es": "Oficial de verificación",
    "pt": "Oficial de verificação",
}

_COORDINATION = frozenset({C.CONFIGURE, C.ADMIT, C.APPOINT, C.CONVENE, C.PLAN, C.CONSULT, C.SELECT, C.PUBLISH})
_COMMITTEE = frozenset({C.CONVENE, C.PLAN, C.CONSULT})
_OBSERVER = StartingRole(GOVERNMENT_OBSERVER, frozenset({C.OBSERVE}))

# Sources: NACSA4U concept note, "proposed structure" (national); structure seen in NET4U Africa (regional).
KINDS: dict[str, Kind] = {
    NetworkKind.SECRETARIAT: Kind(
        has_members=False,
        public=False,
        inherits_rights=False,
        admits_unvetted=False,
        country=Needs.NEVER,
        parent=Needs.NEVER,
        roles=(
            StartingRole(
                PROGRAMME_OFFICER,
                frozenset({C.VET, C.CURATE, C.INTERVENE, C.APPOINT, C.CONFIGURE, C.PUBLISH, C.SELECT, C.CONVENE}),
                lead=True,
            ),
            StartingRole(VETTING_OFFICER, frozenset({C.VET})),
        ),
    ),
    NetworkKind.REGIONAL: Kind(
        has_members=True,
        public=True,
        inherits_rights=False,
        admits_unvetted=False,
        country=Needs.NEVER,
        parent=Needs.NEVER,
        roles=(
            StartingRole(COORDINATOR, _COORDINATION, seats=1, lead=True, committee=True),
            StartingRole(COMMITTEE_MEMBER, _COMMITTEE, committee=True),
            _OBSERVER,
        ),
    ),
    NetworkKind.NATIONAL: Kind(
        has_members=True,
        public=True,
        inherits_rights=False,
        admits_unvetted=True,
        country=Needs.ALWAYS,
        parent=Needs.MAY,
        roles=(
            StartingRole(NATIONAL_COORDINATOR, _COORDINATION, seats=1, lead=True, committee=True),
            StartingRole(CO_COORDINATOR, _COORDINATION - {C.APPOINT}, seats=1, committee=True),
            StartingRole(ADMINISTRATIVE_FOCAL_POINT, frozenset({C.CONVENE, C.PUBLISH}), seats=1),
            StartingRole(COMMITTEE_MEMBER, _COMMITTEE, committee=True),
            _OBSERVER,
        ),
    ),
    NetworkKind.GROUP: Kind(
        has_members=True,
        public=True,
        inherits_rights=True,
        admits_unvetted=False,
        country=Needs.NEVER,
        parent=Needs.ALWAYS,
        roles=(
            StartingRole(
                GROUP_LEAD,
                frozenset({C.CONFIGURE, C.ADMIT, C.CONVENE, C.PLAN, C.CONSULT, C.PUBLISH}),
                seats=1,
                lead=True,
            ),
        ),
    ),
}
