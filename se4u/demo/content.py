"""Whom the demonstration is made of: invented organisations, each marked as a sample, in several scripts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Body:
    """One invented organisation."""

    name: str
    country: str  # two-letter code; XS is Sample Country
    themes: tuple[str, ...]
    services: tuple[str, ...]
    languages: tuple[str, ...]
    about: str
    written_in: str = "en"
    kind: str = "civil_society"
    latin_name: str = ""
    founded: int = 0

    @property
    def marked(self) -> str:
        """The name with its mark."""
        return f"{self.name} (sample)"

    @property
    def marked_latin(self) -> str:
        """The Latin name with its mark."""
        return f"{self.latin_name} (sample)" if self.latin_name else ""


def _es(
    name: str, country: str, themes: str, services: str, about: str, founded: int, kind: str = "civil_society"
) -> Body:
    return Body(
        name, country, tuple(themes.split()), tuple(services.split()), ("es",), about, "es", kind, founded=founded
    )


# Of the personas and of those who act beside them.
CASA_ABIERTA = _es(
    "Casa Abierta",
    "XS",
    "trafficking-in-persons smuggling-of-migrants",
    "victim-assistance human-rights",
    "Acogemos y acompañamos a víctimas de trata y a sus familias, con vivienda, apoyo legal y un camino de vuelta al estudio.",
    2009,
)
RIO_CLARO = _es(
    "Río Claro",
    "XS",
    "untoc environment",
    "advocacy prevention",
    "Vigilamos ríos y bosques junto con las comunidades y llevamos lo que vemos a quienes hacen las leyes.",
    2003,
)
PUENTE_NORTE = _es(
    "Puente Norte",
    "XS",
    "smuggling-of-migrants",
    "human-rights victim-assistance",
    "Orientamos a migrantes en la frontera norte y formamos a voluntarios de los albergues.",
    2012,
)
FAR_SHORE = Body(
    "Far Shore Institute",
    "XS",
    ("cybercrime", "corruption"),
    ("prevention",),
    ("en", "fr"),
    "Research on the money behind organised crime, and courses for people who teach.",
    kind="academia",
    founded=1978,
)
FARO_DEL_VALLE = _es(
    "Faro del Valle",
    "XS",
    "trafficking-in-persons firearms",
    "youth-at-risk prevention",
    "Trabajamos con jóvenes de los barrios del valle: deporte, oficios y mediación.",
    2015,
)
LAGO_SERENO = _es(
    "Manos del Lago Sereno",
    "XS",
    "drugs",
    "youth-at-risk",
    "Un grupo de madres que acompaña a jóvenes que quieren dejar las drogas.",
    2021,
)

# NET4U Americas has 20 member organisations; three are the personas'. Countries as known of the network.
AMERICAS: tuple[Body, ...] = (
    _es("Fundación Horizonte Sur", "AR", "trafficking-in-persons untoc", "victim-assistance advocacy", "Asistencia jurídica gratuita a víctimas de trata y seguimiento de los juicios.", 2001),
    _es("Observatorio del Plata", "AR", "untoc corruption", "advocacy", "Seguimos cómo se aplica la Convención y publicamos lo que falta.", 2011, "academia"),
    Body("Instituto Ipê Amarelo", "BR", ("environment", "untoc"), ("prevention", "advocacy"), ("pt", "es"), "Acompanhamos comunidades da floresta que denunciam a extração ilegal de madeira e ouro.", "pt", founded=2006),
    Body("Rede Mar Aberto", "BR", ("trafficking-in-persons",), ("victim-assistance", "prevention"), ("pt",), "Orientação nos portos e aeroportos a quem viaja com promessas de emprego.", "pt", founded=2014),
    Body("Laboratório Cidade Segura", "BR", ("firearms",), ("prevention", "youth-at-risk"), ("pt", "en"), "Pesquisa sobre armas de fogo e oficinas com escolas.", "pt", "academia", founded=2010),
    _es("Corporación Páramo Vivo", "CO", "environment drugs", "prevention human-rights", "Defendemos a quienes cuidan el páramo y documentamos los cultivos que lo dañan.", 2008),
    _es("Colectivo Puerto Libre", "CO", "smuggling-of-migrants trafficking-in-persons", "victim-assistance", "Atención en el puerto: información, salud y comunicación con la familia.", 2016),
    _es("Red Caribe Atenta", "CO", "firearms", "youth-at-risk prevention", "Escuelas de paz en los barrios de la costa.", 2005),
    _es("Asociación Volcán Azul", "CR", "smuggling-of-migrants", "human-rights", "Acompañamiento legal a personas en tránsito.", 2010),
    _es("Centro Cacao", "EC", "trafficking-in-persons cybercrime", "prevention youth-at-risk", "Prevención de la captación en línea, con docentes y familias.", 2018),
    _es("Fundación Manglar Seguro", "EC", "environment drugs", "advocacy", "Pescadores que cuidan el manglar y cuentan quién lo destruye.", 2013),
    _es("Mesa Honda", "HN", "firearms drugs", "youth-at-risk", "Talleres de oficios para jóvenes que dejan las maras.", 2007),
    _es("Voces del Bosque", "HN", "environment", "human-rights advocacy", "Protección de personas que defienden la tierra.", 2012),
    _es("Ruta Digna", "MX", "smuggling-of-migrants trafficking-in-persons", "victim-assistance human-rights", "Albergue, defensa legal y búsqueda de familiares.", 1999),
    _es("Laboratorio de Datos Abiertos del Norte", "MX", "cybercrime corruption", "advocacy", "Datos para saber qué funciona contra el delito organizado.", 2017, "private_sector"),
    _es("Casa de los Cuatro Vientos", "MX", "trafficking-in-persons", "victim-assistance youth-at-risk", "Casa de acogida para adolescentes.", 2004),
    _es("Warmi Ñan", "PE", "trafficking-in-persons environment", "victim-assistance prevention", "Mujeres de la Amazonía que acompañan a niñas llevadas a las minas.", 2009),
)  # fmt: skip

# NET4U Africa has 26 member organisations; of their eight countries only Uganda is known here.
AFRICA_LEAD = Body(
    "Lake View Youth Link",
    "UG",
    ("trafficking-in-persons",),
    ("youth-at-risk", "prevention"),
    ("en", "sw"),
    "Drop-in centres by the lake where young people learn a trade and know whom to call.",
    founded=2000,
)
_AFRICA_NAMES = (
    "Acacia Legal Aid", "Amani Watch", "Baobab Centre for Victims", "Blue Savanna Trust", "Bridge of Hope Uganda",
    "Coalition against Arms in Schools", "Dhow Coast Network", "Equator Women's Forum", "Forum des Trois Rivières",
    "Great Rift Research Group", "Harambee Digital Safety", "Initiative Soleil Levant", "Jua Kali Youth Works",
    "Karibu Shelter", "Kilele Policy Lab", "Maison de la Parole", "Mbuyu Conservation Watch", "Ndoto Foundation",
    "Nile Source Mediation", "Observatoire des Frontières", "Pamoja Community Radio", "Rainbird Institute",
    "Sauti ya Wanawake", "Tumaini Counselling", "Umoja Anti-Trafficking Desk",
)  # fmt: skip
_ASIA_NAMES = ("Lotus Pond Foundation", "Monsoon Rights Desk", "Spice Route Research Centre")
# In no network; their scripts are those their readers use.
OTHERS: tuple[Body, ...] = (
    Body("مركز الأمل للوقاية", "EG", ("drugs",), ("prevention", "youth-at-risk"), ("ar", "en"), "نعمل مع المدارس والأسر للوقاية من المخدرات وندعم من يريد التعافي.", "ar", latin_name="Al Amal Prevention Centre", founded=2011),
    Body("جمعية الجسر لحقوق الإنسان", "JO", ("trafficking-in-persons",), ("human-rights", "victim-assistance"), ("ar",), "مساعدة قانونية للعمال المهاجرين وضحايا الاتجار.", "ar", latin_name="Al Jisr Association for Human Rights", founded=2006),
    Body("Центр «Степной ветер»", "KZ", ("smuggling-of-migrants",), ("human-rights",), ("ru", "kk"), "Юридическая помощь мигрантам и их семьям.", "ru", latin_name="Stepnoy Veter Centre", founded=2009),
    Body("Лаборатория открытых реестров", "RS", ("corruption", "cybercrime"), ("advocacy",), ("sr", "ru", "en"), "Исследуем, кто стоит за подставными компаниями.", "ru", "academia", "Open Registers Laboratory", 2015),
    Body("青松反贩运中心", "CN", ("trafficking-in-persons",), ("victim-assistance",), ("zh", "en"), "为被拐卖者及其家庭提供心理支持和法律咨询。", "zh", latin_name="Qingsong Centre against Trafficking", founded=2008),
    Body("Atelier des Deux Rives", "FR", ("firearms", "untoc"), ("advocacy", "prevention"), ("fr", "ar"), "Médiation et recherche entre les deux rives de la Méditerranée.", "fr", founded=1996),
    Body("Open Harbour Compliance", "NL", ("environment", "corruption"), ("prevention",), ("en", "nl"), "We help shipping firms to see what does not belong in a container.", kind="private_sector", founded=2019),
)  # fmt: skip

UGANDA_EVERY = 3  # every third of the Africa list sits in Uganda, the others in Sample Country


def lists() -> tuple[list[list[str]], list[list[str]]]:
    """Return the lists of members of NET4U Africa and NET4U Asia, as their networks would send them."""
    head = ["name", "kind", "country", "themes", "services", "languages", "about", "about_language", "founded"]
    themes = ("trafficking-in-persons", "smuggling-of-migrants", "firearms", "untoc", "environment", "cybercrime")
    services = ("prevention", "victim-assistance", "human-rights", "advocacy", "youth-at-risk")

    def rows(names: tuple[str, ...], countries: tuple[str, ...], place: str) -> list[list[str]]:
        made = [head]
        for number, name in enumerate(names):
            kind = "academia" if any(word in name for word in ("Research", "Institute", "Lab")) else "civil_society"
            french = any(word in name for word in ("Forum des", "Initiative", "Maison", "Observatoire"))
            about = f"A member of the network in {place}, invented for this demonstration."
            if french:
                about = "Un membre du réseau en Afrique, inventé pour cette démonstration."
            made.append(
                [
                    f"{name} (sample)",
                    kind,
                    countries[0] if number % UGANDA_EVERY == 0 else countries[-1],
                    themes[number % len(themes)],
                    f"{services[number % len(services)]}; {services[(number + 2) % len(services)]}",
                    "fr" if french else "en",
                    about,
                    "fr" if french else "en",
                    str(1990 + number),
                ]
            )
        return made

    return rows(_AFRICA_NAMES, ("UG", "XS"), "Africa"), rows(_ASIA_NAMES, ("XS",), "Asia")
