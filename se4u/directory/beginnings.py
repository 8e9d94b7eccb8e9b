"""What the open lists begin with: the six themes and five services of the concept note, and working languages.

Source: NACSA4U concept note. Officers and networks change these lists afterwards; running this again adds only what is
missing and changes nothing that is there.
"""

from __future__ import annotations

from typing import Any

from babel import Locale

Names = dict[str, str]


def _names(en: str, ar: str, fr: str, es: str, ru: str, zh: str, pt: str) -> Names:
    return {"en": en, "ar": ar, "fr": fr, "es": es, "ru": ru, "zh-hans": zh, "pt": pt}


# slug, parent, names
THEMES: tuple[tuple[str, str, Names], ...] = (
    (
        "untoc",
        "",
        _names(
            "Organized Crime Convention (UNTOC)",
            "اتفاقية مكافحة الجريمة المنظمة عبر الوطنية",
            "Convention contre la criminalité transnationale organisée",
            "Convención contra la Delincuencia Organizada Transnacional",
            "Конвенция против транснациональной организованной преступности",
            "打击跨国有组织犯罪公约",
            "Convenção contra o Crime Organizado Transnacional",
        ),
    ),
    (
        "trafficking-in-persons",
        "",
        _names(
            "Trafficking in persons",
            "الاتجار بالأشخاص",
            "Traite des personnes",
            "Trata de personas",
            "Торговля людьми",
            "贩运人口",
            "Tráfico de pessoas",
        ),
    ),
    (
        "smuggling-of-migrants",
        "",
        _names(
            "Smuggling of migrants",
            "تهريب المهاجرين",
            "Trafic illicite de migrants",
            "Tráfico ilícito de migrantes",
            "Незаконный ввоз мигрантов",
            "偷运移民",
            "Contrabando de migrantes",
        ),
    ),
    (
        "firearms",
        "",
        _names(
            "Firearms",
            "الأسلحة النارية",
            "Armes à feu",
            "Armas de fuego",
            "Огнестрельное оружие",
            "枪支",
            "Armas de fogo",
        ),
    ),
    (
        "drugs-and-corruption",
        "",
        _names(
            "Drugs and corruption linked to organized crime",
            "المخدرات والفساد المرتبطان بالجريمة المنظمة",
            "Drogues et corruption liées à la criminalité organisée",
            "Drogas y corrupción vinculadas a la delincuencia organizada",
            "Наркотики и коррупция, связанные с организованной преступностью",
            "与有组织犯罪有关的毒品和腐败",
            "Drogas e corrupção ligadas ao crime organizado",
        ),
    ),
    ("drugs", "drugs-and-corruption", _names("Drugs", "المخدرات", "Drogues", "Drogas", "Наркотики", "毒品", "Drogas")),
    (
        "corruption",
        "drugs-and-corruption",
        _names("Corruption", "الفساد", "Corruption", "Corrupción", "Коррупция", "腐败", "Corrupção"),
    ),
    (
        "emerging-crimes",
        "",
        _names(
            "Emerging crimes",
            "الجرائم المستجدة",
            "Formes émergentes de criminalité",
            "Delitos emergentes",
            "Новые виды преступности",
            "新兴犯罪",
            "Crimes emergentes",
        ),
    ),
    (
        "cybercrime",
        "emerging-crimes",
        _names(
            "Cybercrime",
            "الجريمة السيبرانية",
            "Cybercriminalité",
            "Ciberdelincuencia",
            "Киберпреступность",
            "网络犯罪",
            "Crime cibernético",
        ),
    ),
    (
        "environment",
        "emerging-crimes",
        _names(
            "Crimes that affect the environment",
            "الجرائم التي تمس البيئة",
            "Infractions portant atteinte à l’environnement",
            "Delitos que afectan al medio ambiente",
            "Преступления, наносящие ущерб окружающей среде",
            "影响环境的犯罪",
            "Crimes que afetam o meio ambiente",
        ),
    ),
)
SERVICES: tuple[tuple[str, str, Names], ...] = (
    (
        "prevention",
        "",
        _names("Prevention", "الوقاية", "Prévention", "Prevención", "Предупреждение", "预防", "Prevenção"),
    ),
    (
        "youth-at-risk",
        "",
        _names(
            "Work with youth at risk",
            "العمل مع الشباب المعرضين للخطر",
            "Travail auprès des jeunes à risque",
            "Trabajo con jóvenes en riesgo",
            "Работа с молодёжью из групп риска",
            "帮助面临风险的青年",
            "Trabalho com jovens em risco",
        ),
    ),
    (
        "victim-assistance",
        "",
        _names(
            "Assistance to victims",
            "مساعدة الضحايا",
            "Assistance aux victimes",
            "Asistencia a las víctimas",
            "Помощь жертвам",
            "援助受害人",
            "Assistência às vítimas",
        ),
    ),
    (
        "human-rights",
        "",
        _names(
            "Protection of human rights",
            "حماية حقوق الإنسان",
            "Protection des droits humains",
            "Protección de los derechos humanos",
            "Защита прав человека",
            "保护人权",
            "Proteção dos direitos humanos",
        ),
    ),
    (
        "advocacy",
        "",
        _names(
            "Advocacy",
            "المناصرة",
            "Plaidoyer",
            "Incidencia",
            "Продвижение общественных интересов",
            "倡导",
            "Incidência política",
        ),
    ),
)
LANGUAGES = [
    "ar",
    "zh",
    "en",
    "fr",
    "ru",
    "es",
    "pt",
    "am",
    "az",
    "be",
    "bg",
    "bn",
    "bs",
    "ckb",
    "cs",
    "de",
    "el",
    "fa",
    "fi",
    "ha",
    "he",
    "hi",
    "hr",
    "ht",
    "hu",
    "hy",
    "id",
    "ig",
    "it",
    "ja",
    "ka",
    "kk",
    "km",
    "ko",
    "ku",
    "ky",
    "lo",
    "mg",
    "mk",
    "mn",
    "ms",
    "my",
    "ne",
    "nl",
    "om",
    "pa",
    "pl",
    "ps",
    "qu",
    "ro",
    "rw",
    "si",
    "sn",
    "so",
    "sq",
    "sr",
    "sv",
    "sw",
    "ta",
    "te",
    "tg",
    "th",
    "ti",
    "tk",
    "tl",
    "tr",
    "uk",
    "ur",
    "uz",
    "vi",
    "wo",
    "yo",
    "zu",
]
# Babel knows these by a longer or lower-case form than their speakers write on a list.
_OWN_NAMES = {"tl": "Filipino", "id": "Bahasa Indonesia", "ms": "Bahasa Melayu", "om": "Afaan Oromoo", "qu": "Runasimi"}


def language_name(code: str) -> str:
    """Return the name of a language in itself, with a capital where its script has them."""
    name = _OWN_NAMES.get(code) or Locale.parse(code).get_display_name() or code
    return name if code == "ka" else name[:1].upper() + name[1:]  # Georgian has capitals, but not at a word's beginning


def seed(theme: Any, service: Any, language: Any) -> None:
    """Add what is missing; the models are passed, so that a migration can use those of its time."""
    for model, entries in ((theme, THEMES), (service, SERVICES)):
        for position, (slug, parent, names) in enumerate(entries, start=1):
            above = model.objects.get(slug=parent) if parent else None
            model.objects.get_or_create(slug=slug, defaults={"name": names, "parent": above, "position": position * 10})
    for code in LANGUAGES:
        language.objects.get_or_create(code=code, defaults={"name": language_name(code)})
