"""The three regional networks as the world has them, and the secretariat: facts with their source, no members, no persons.

Sources: pages and reports of UNODC's Civil Society Unit, as read by February 2025. What is not known is left out: of the
network for Asia the members, countries and exact beginning; of all three the text of their guidelines.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from se4u.core.action import SYSTEM
from se4u.directory.models import Country

from .kinds import NetworkKind
from .models import Network
from .services.structure import create_group, found

Text = dict[str, str]

PURPOSE: Text = {
    "ar": "تنسيق مساهمات المنظمات غير الحكومية في تنفيذ اتفاقية مكافحة الجريمة المنظمة عبر الوطنية وفي آلية استعراضها، وتبادل المعرفة بين الأعضاء.",
    "zh-hans": "协调非政府利益攸关方对《打击跨国有组织犯罪公约》实施和审议机制的贡献，并在成员之间交流知识。",
    "en": "To bring together what non-governmental stakeholders of the region contribute to the Convention against "
    "Transnational Organized Crime and its review, and to share knowledge among members.",
    "fr": "Réunir les contributions des parties prenantes non gouvernementales de la région à la Convention contre la "
    "criminalité transnationale organisée et à son examen, et partager les connaissances entre membres.",
    "ru": "Объединять вклад неправительственных заинтересованных сторон региона в осуществление Конвенции против "
    "транснациональной организованной преступности и её обзор и обмениваться знаниями между членами.",
    "es": "Reunir lo que las partes interesadas no gubernamentales de la región aportan a la Convención contra la "
    "Delincuencia Organizada Transnacional y a su examen, y compartir conocimientos entre los miembros.",
    "pt": "Reunir o que as partes interessadas não governamentais da região contribuem para a Convenção contra o Crime "
    "Organizado Transnacional e a sua revisão, e partilhar conhecimento entre os membros.",
}


@dataclass(frozen=True)
class Seed:
    """What is known of one regional network."""

    slug: str
    acronym: str
    name: Text
    region: str
    accent: str
    origin: Text
    source_note: str
    since: str = ""
    countries: tuple[str, ...] = ()
    groups: dict[str, Text] = field(default_factory=dict)


EXPERT_GROUPS: dict[str, Text] = {
    "net4u-americas-trafficking": {
        "ar": "الاتجار بالأشخاص",
        "zh-hans": "贩运人口",
        "en": "Trafficking in persons",
        "fr": "Traite des personnes",
        "ru": "Торговля людьми",
        "es": "Trata de personas",
        "pt": "Tráfico de pessoas",
    },
    "net4u-americas-smuggling": {
        "ar": "تهريب المهاجرين",
        "zh-hans": "偷运移民",
        "en": "Smuggling of migrants",
        "fr": "Trafic illicite de migrants",
        "ru": "Незаконный ввоз мигрантов",
        "es": "Tráfico ilícito de migrantes",
        "pt": "Contrabando de migrantes",
    },
    "net4u-americas-firearms": {
        "ar": "الأسلحة النارية",
        "zh-hans": "枪支",
        "en": "Firearms",
        "fr": "Armes à feu",
        "ru": "Огнестрельное оружие",
        "es": "Armas de fuego",
        "pt": "Armas de fogo",
    },
    "net4u-americas-convention": {
        "ar": "الاتفاقية عموما",
        "zh-hans": "公约一般事项",
        "en": "The Convention in general",
        "fr": "La Convention en général",
        "ru": "Общие вопросы Конвенции",
        "es": "La Convención en general",
        "pt": "A Convenção em geral",
    },
    "net4u-americas-emerging": {
        "ar": "الجرائم المستجدة",
        "zh-hans": "新出现的犯罪",
        "en": "Emerging crimes",
        "fr": "Nouvelles formes de criminalité",
        "ru": "Новые виды преступности",
        "es": "Delitos emergentes",
        "pt": "Crimes emergentes",
    },
}

SEEDS: tuple[Seed, ...] = (
    Seed(
        slug="net4u-americas",
        acronym="NET4U Americas",
        name={
            "ar": "شبكة المجتمع المدني للأمريكتين",
            "zh-hans": "美洲民间社会网络",
            "en": "Civil Society Network for the Americas",
            "fr": "Réseau de la société civile pour les Amériques",
            "ru": "Сеть гражданского общества стран Америки",
            "es": "Red de la Sociedad Civil para las Américas",
            "pt": "Rede da Sociedade Civil para as Américas",
        },
        region="Americas",
        accent=Network.Accent.AMERICAS,
        since="2022-03",
        origin={
            "en": "It began with a consultation in Panama on 28 and 29 March 2022. Its members have formed expert groups.",
            "es": "Nació de una consulta celebrada en Panamá el 28 y 29 de marzo de 2022. Sus miembros formaron grupos de "
            "expertos.",
        },
        source_note="UNODC Civil Society Unit: 20 member organisations (February 2025); countries as of December 2023",
        countries=("AR", "BR", "CO", "CR", "EC", "HN", "MX", "PE"),
        groups=EXPERT_GROUPS,
    ),
    Seed(
        slug="net4u-africa",
        acronym="NET4U Africa",
        name={
            "ar": "شبكة المجتمع المدني لأفريقيا",
            "zh-hans": "非洲民间社会网络",
            "en": "Civil Society Network for Africa",
            "fr": "Réseau de la société civile pour l’Afrique",
            "ru": "Сеть гражданского общества стран Африки",
            "es": "Red de la Sociedad Civil para África",
            "pt": "Rede da Sociedade Civil para África",
        },
        region="Africa",
        accent=Network.Accent.AFRICA,
        since="2023-06",
        origin={
            "en": "It began with a training in Kenya in June 2023. A steering committee and a coordinator lead it.",
            "fr": "Il est né d’une formation au Kenya en juin 2023. Un comité directeur et une coordination le dirigent.",
        },
        source_note="UNODC Civil Society Unit: 26 member organisations in eight countries (February 2025)",
    ),
    Seed(
        slug="net4u-asia",
        acronym="NET4U Asia",
        name={
            "ar": "شبكة المجتمع المدني لآسيا",
            "zh-hans": "亚洲民间社会网络",
            "en": "Civil Society Network for Asia",
            "fr": "Réseau de la société civile pour l’Asie",
            "ru": "Сеть гражданского общества стран Азии",
            "es": "Red de la Sociedad Civil para Asia",
            "pt": "Rede da Sociedade Civil para a Ásia",
        },
        region="Asia",
        accent=Network.Accent.ASIA,
        origin={
            "en": "It was established by February 2025. A workshop in Putrajaya brought stakeholders of the region together."
        },
        source_note="UNODC Civil Society Unit (February 2025); number of members not published",
    ),
)

SECRETARIAT_NAME: Text = {
    "ar": "وحدة المجتمع المدني",
    "zh-hans": "民间社会股",
    "en": "Civil Society Unit",
    "fr": "Groupe de la société civile",
    "ru": "Группа по делам гражданского общества",
    "es": "Dependencia de la Sociedad Civil",
    "pt": "Unidade da Sociedade Civil",
}


def create_regional_networks() -> list[Network]:
    """Make the three regional networks with roles and groups; those that stand already are left as they are.

    Returns the networks that were made. Countries are linked where geography was imported before.
    """
    return [_create(seed) for seed in SEEDS if not Network.objects.filter(slug=seed.slug).exists()]


def secretariat() -> Network:
    """Return the secretariat, made with its roles if it is not there."""
    standing = Network.objects.filter(kind=NetworkKind.SECRETARIAT).first()
    if standing is not None:
        return standing
    return found(None, by=SYSTEM, kind=NetworkKind.SECRETARIAT, slug="secretariat", name=SECRETARIAT_NAME)


def _create(seed: Seed) -> Network:
    network = found(
        None,
        by=SYSTEM,
        kind=NetworkKind.REGIONAL,
        slug=seed.slug,
        name=seed.name,
        acronym=seed.acronym,
        purpose=PURPOSE,
        region=seed.region,
        accent=seed.accent,
        since=seed.since,
        origin=seed.origin,
        source_note=seed.source_note,
        countries=Country.objects.filter(iso2__in=seed.countries),
    )
    for slug, name in seed.groups.items():
        create_group(network, by=SYSTEM, slug=slug, name=name, purpose={})
    return network
