"""Which mail domains say something about where a person works."""

from __future__ import annotations

# Providers that give a mailbox to anyone: a listed entry is never offered on the strength of one.
_PROVIDERS = """
    126.com 139.com 163.com aol.com bigpond.com bluewin.ch bol.com.br btinternet.com comcast.net cock.li daum.net disroot.org
    duck.com fastmail.com foxmail.com free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com
    hanmail.net hey.com hotmail.co.uk hotmail.com hotmail.de hotmail.es hotmail.fr hotmail.it hushmail.com icloud.com inbox.lv
    inbox.ru internode.on.net kakao.com kolabnow.com laposte.net libero.it list.ru live.com live.fr live.nl mac.com mail.com
    mail.ru mailbox.org mailfence.com me.com msn.com naver.com optonline.net orange.fr outlook.com outlook.es outlook.fr
    pm.me posteo.de posteo.net proton.me protonmail.ch protonmail.com qq.com rambler.ru rediffmail.com riseup.net rocketmail.com
    sapo.pt sfr.fr sina.cn sina.com sky.com sohu.com t-online.de terra.com.br tuta.com tuta.io tutanota.com uol.com.br ukr.net
    vk.com wanadoo.fr web.de wp.pl yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.ar yahoo.com.br
    yahoo.com.mx yahoo.de yahoo.es yahoo.fr yahoo.in yahoo.it yandex.com yandex.ru yeah.net ymail.com zoho.com
"""
PUBLIC_PROVIDERS = frozenset(_PROVIDERS.split())
# Labels under a country code that many bodies share ("edu.mx", "co.uk"): such a pair belongs to nobody.
_LABELS = """
    ac asso co com ed edu ernet fm ga go gob gouv gov gub id in info k12 lg ltd me mil ne net nhs nic nom or org plc police
    pro sch school univ web
"""
_SHARED = frozenset(_LABELS.split())


def candidates(domain: str) -> tuple[str, ...]:
    """Return a mail domain and its parents that can belong to one body, nearest first; none for a public provider."""
    labels = domain.strip().strip(".").lower().split(".")
    names = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    if not all(labels) or PUBLIC_PROVIDERS.intersection(names):
        return ()
    return tuple(name for name in names if not _is_shared(name))


def _is_shared(name: str) -> bool:
    first, _dot, rest = name.partition(".")
    return len(rest) == 2 and first in _SHARED
