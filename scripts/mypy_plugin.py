"""One thing mypy cannot know: whoever acts in a view is a person.

`request.user` may be anonymous, and then holds no permission: the lock in every action refuses, and pages for the signed-in
lead to the sign-in first. Saying so again in every view would only be noise.
"""

from __future__ import annotations

from collections.abc import Callable

from mypy.nodes import TypeInfo
from mypy.plugin import AttributeContext, Plugin
from mypy.types import Instance, Type

REQUEST_USER = "django.http.request.HttpRequest.user"
SIGNED_IN = "django.contrib.auth.base_user.AbstractBaseUser.is_authenticated"
MODULE, NAME = "se4u.accounts.models", "User"


def person(context: AttributeContext) -> Type:
    """Return the type of our own person; what Django's types say while that module is not read yet."""
    module = context.api.modules.get(MODULE)  # type: ignore[attr-defined]
    symbol = module and module.names.get(NAME)
    if symbol is None or not isinstance(symbol.node, TypeInfo):
        return context.default_attr_type
    return Instance(symbol.node, [])


def unknown(context: AttributeContext) -> Type:
    """Return `bool`: whether this person is signed in is a question, not a certainty."""
    return context.api.named_generic_type("builtins.bool", [])


HOOKS = {REQUEST_USER: person, SIGNED_IN: unknown}


class RequestUser(Plugin):
    """Reads `request.user` as a person who may not be signed in."""

    def get_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        """Answer for those two attributes."""
        return HOOKS.get(fullname)


def plugin(_version: str) -> type[Plugin]:
    """Return the plugin to mypy."""
    return RequestUser
