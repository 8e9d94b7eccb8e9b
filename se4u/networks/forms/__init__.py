"""Forms of networks: the shape of input and the words of its errors."""

from se4u.core.forms import ReasonForm

from .memberships import ApplyForm, ChooseOrganizationForm, JoinForm, ShownForm
from .official import OfficialForm
from .powers import AppointForm, EndMandateForm, GrantForm, HandOverForm, InterveneForm, InviteObserverForm
from .public import ContactForm
from .structure import BeginForm, FoundForm, GroupForm, GuidelinesForm, NetworkForm, RoleForm

__all__ = [
    "ApplyForm",
    "AppointForm",
    "BeginForm",
    "ChooseOrganizationForm",
    "ContactForm",
    "EndMandateForm",
    "FoundForm",
    "GrantForm",
    "GroupForm",
    "GuidelinesForm",
    "HandOverForm",
    "InterveneForm",
    "InviteObserverForm",
    "JoinForm",
    "NetworkForm",
    "OfficialForm",
    "ReasonForm",
    "RoleForm",
    "ShownForm",
]
