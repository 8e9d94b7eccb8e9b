"""Models of the directory."""

from .affiliations import Affiliation, Invitation, JoinRequest
from .documents import OrganizationDocument
from .experts import Expert, ExpertQuerySet
from .filing import Filing
from .imports import Import, Imported, PendingImport, ReferenceEntry
from .organizations import Organization, OrganizationQuerySet
from .vetting import Inquiry, Verification, Vetted
from .vocabulary import Country, Language, Service, Theme

__all__ = [
    "Affiliation",
    "Country",
    "Expert",
    "ExpertQuerySet",
    "Filing",
    "Import",
    "Imported",
    "Inquiry",
    "Invitation",
    "JoinRequest",
    "Language",
    "Organization",
    "OrganizationDocument",
    "OrganizationQuerySet",
    "PendingImport",
    "ReferenceEntry",
    "Service",
    "Theme",
    "Verification",
    "Vetted",
]
