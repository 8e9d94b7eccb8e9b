"""A coarse name for a device, so that one knows one's own; too coarse to follow anybody."""

from __future__ import annotations

from django.utils.translation import gettext as _

# The first word found wins, so what others imitate stands last.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("FxiOS", "Firefox"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def coarse(user_agent: str) -> str:
    """Return "browser|system" from what a browser says of itself; empty parts where it says nothing known."""
    browser = next((name for word, name in BROWSERS if word in user_agent), "")
    system = next((name for word, name in SYSTEMS if word in user_agent), "")
    return f"{browser}|{system}"


def label(device: str) -> str:
    """Return a stored device as words: "Firefox on Android"."""
    browser, _bar, system = device.partition("|")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("a device that does not say what it is")
