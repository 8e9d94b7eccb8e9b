"""Facts of the treaties."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from se4u.directory.models import Country


class Instrument(models.TextChoices):
    """The Convention and its Protocols."""

    UNTOC = "UNTOC", _("Organized Crime Convention")
    TIP = "TIP", _("Trafficking in Persons Protocol")
    SOM = "SOM", _("Smuggling of Migrants Protocol")
    FA = "FA", _("Firearms Protocol")


class TreatyAction(models.Model):
    """Signature and consent of one State to one instrument, as known on a date. A blank is "not recorded by then"."""

    instrument = models.CharField(max_length=5, choices=Instrument)
    country = models.ForeignKey(Country, on_delete=models.CASCADE, related_name="treaty_actions")
    signed_on = models.DateField(null=True)
    consented_on = models.DateField(null=True)
    mode = models.CharField(max_length=10, blank=True)
    as_of = models.CharField(max_length=10)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instrument", "country"], name="treaty_action_once")]

    def __str__(self) -> str:
        return f"{self.instrument} {self.country_id}"
