"""The names of who left, in what others were told."""

from __future__ import annotations

import pytest

from se4u.accounts import services
from se4u.accounts.notify import notify
from tests.personas import Cast


@pytest.mark.parametrize(
    ("own", "latin", "written", "left"),
    [
        ("李明", "Li", "你好，我是李明。", "你好，我是a person。"),
        ("김철수", "Kim", "Kim", "a person"),
        ("李明", "Li", "A list of lines", "A list of lines"),
    ],
)
def test_short_names_go_too(own: str, latin: str, written: str, left: str, cast: Cast) -> None:
    """A name of two characters is a whole name; of two letters, it is one only where it stands alone."""
    person = cast.newcomer
    person.name, person.latin_name = own, latin
    person.save()
    notify([cast.officer], "directory.contact", url="/desk/", about=person, sender=f" {latin} ", message=written)
    services.erase(person, by=person, answers={})
    row = cast.officer.notifications.get(template="directory.contact")
    assert row.context == {"sender": "a person", "message": left}


@pytest.mark.parametrize(
    ("own", "written", "left"),
    [
        ("Rosa", "Rosa and Rosario, rosa’s Rosaleda", "a person and Rosario, a person’s Rosaleda"),
        ("Élan", "Élan, Élanie, e\u0301lan", "a person, Élanie, e\u0301lan"),
        ("سلام", "سلام وسلامة سلامٌ", "a person وسلامة سلامٌ"),
        ("Ana", "Ana knows Anatole; ana", "a person knows Anatole; ana"),
        ("李", "李 and 行李", "李 and 行李"),
        ("山田", "東京の山田です", "東京のa personです"),
    ],
)
def test_names_go_as_whole_words(own: str, written: str, left: str, cast: Cast) -> None:
    person = cast.newcomer
    person.name = own
    person.save()
    notify([cast.officer], "networks.contact", url="/desk/", about=person, writer=own, text=written, network=own)
    services.erase(person, by=person, answers={})
    row = cast.officer.notifications.get(template="networks.contact")
    assert row.context == {"writer": "a person", "text": left, "network": own}


def test_notifications_about_others_keep_their_words(cast: Cast) -> None:
    """Whoever calls themselves as an organisation is called takes nothing of it along."""
    person = cast.newcomer
    email, person.name = person.email, "Casa Abierta (sample)"
    person.save()
    notify([cast.officer], "directory.submit", url="/desk/", name=person.name)
    notify([cast.officer], "directory.contact", url="/desk/", about=person, name=person.name + " South", sender=email)
    notify([cast.officer], "directory.ask", url="/desk/", question=f"Whose is {email}? Not x-{email}, {email}.org")
    services.erase(person, by=person, answers={})
    kept = dict(cast.officer.notifications.values_list("template", "context"))
    assert kept["directory.submit"] == {"name": "Casa Abierta (sample)"}
    assert kept["directory.contact"] == {"name": "Casa Abierta (sample) South", "sender": "a person"}
    assert kept["directory.ask"] == {"question": f"Whose is a person? Not x-{email}, {email}.org"}
