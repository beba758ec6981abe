"""A fact stands in a contract or at a page only where the words say it: the clinician who signs reads both.

A fact that names a thing is looked for by that thing; a reader is still needed for what has no word of its own.
"""

import re

import pytest

from messages.catalogue import catalogue
from messages.language import Language
from messages.pages import pages

EN, ES = Language.ENGLISH, Language.SPANISH
SAID: dict[str, tuple[str, str]] = {
    "body.bleeding-range": ("light or heavy", "poco o mucho"),
    "body.clots": ("clot", "coágulo"),
    "body.comes-goes": (
        "on and off|come and go|stop and start",
        "pausas|ir y venir|a ratos|parar y volver",
    ),
    "body.cramps": ("cramp|after-pains", "cólico"),
    "body.first-period-late": ("period|weeks|first one", "regla|semanas|primera"),
    "body.medicine-needed": ("medicine", "medicina"),
    "contra.condoms": ("condom", "condones"),
    "depression.can-follow": ("depress", "depresión"),
    "depression.suicide": ("dying|suicide|crisis|too much|to bear|to talk", "morir|suicid|crisis|no puede más|hablar"),
    "ectopic.dressings": ("dressing", "vendaje|apósito"),
    "ectopic.keyhole": ("keyhole", "laparoscopia"),
    "ectopic.painrelief": ("pain relief|acetaminophen", "analgésico|acetaminofén"),
    "ectopic.what": ("outside the womb", "fuera del útero|fuera de la matriz"),
    "emotion.closing-in": ("shut yourself", "encerrarse"),
    "emotion.guilt": ("guilt|nothing you did", "culpa|nada de lo que hizo|algo que"),
    "emotion.self-worth": ("worth", "vale"),
    "emotion.sudden-crying": ("tears|crying", "llanto"),
    "infect.cervix-open": ("open", "abiert[oa]"),
    "infect.closes": ("closes", "cerrarse"),
    "infect.falls": ("goes down|falls", "baja"),
    "infect.why": ("infection", "infecc"),
    "loss.common": ("common", "común"),
    "loss.emotional-blow": ("blow", "golpe"),
    "loss.existing-children": ("child", "hijos"),
    "partner.counselling": ("counsel|therap", "consejero|terap"),
    "partner.patience": ("patien", "paciencia"),
    "partner.relief": ("relief", "alivio"),
    "precaution.baths-ask": ("bath", "tina"),
    "precaution.cups": ("cups", "copa"),
    "precaution.discs": ("discs", "disco"),
    "precaution.douche": ("douching", "lavados|duchas vaginales"),
    "precaution.nothing-in": ("nothing in the vagina", "nada en la vagina"),
    "precaution.penetration": ("sex", "sexo|penetración"),
    "precaution.tampons": ("tampon", "tamp[óo]n"),
    "precaution.toys": ("toys", "juguetes"),
    "redflag.heavy-long": ("heavy or long", "mucho o (por )?largo|fuerte o largo"),
    "sex.exam": ("check|exam", "revisión"),
    "sex.green-light": ("ok|agrees", "autorice|sí de su clínica"),
    "sex.no-hurry": ("no hurry", "no hay prisa"),
    "sex.no-touch": ("touched", "contacto físico|le toquen"),
    "sex.scars": ("scars", "cicatrices"),
    "support.bereavement": ("bereavement", "atención al duelo"),
    "support.family-friends": ("famil|friend|someone you trust", "famili|amist|confianza"),
    "support.group": ("group", "grupo"),
    "support.journal": ("journal|writing", "diario|escribir"),
    "support.memorial": ("memorial", "homenaje"),
    "support.therapist": ("therapist", "terapeuta"),
    "support.time-off": ("time off", "sin trabajar|días? libres?|unos días"),
    "trying.late-three-months": (r"\{later_loss_months\}", r"\{later_loss_months\}"),
}
CLAIMS = [
    *((key, fact) for key, contract in catalogue().contracts.items() for fact in contract.facts),
    *((f"page:{key}", fact) for key, page in pages().items() for fact in page.facts),
]


def words(key: str, language: Language) -> str:
    kind, _, page = key.partition(":")
    text = pages()[page].words[language].text if kind == "page" else catalogue().entry(key, language).text
    return text.lower()


@pytest.mark.parametrize(("key", "fact"), [claim for claim in CLAIMS if claim[1] in SAID])
def test_a_fact_is_claimed_only_where_it_is_said(key: str, fact: str) -> None:
    for language, pattern in zip((EN, ES), SAID[fact], strict=True):
        assert re.search(pattern, words(key, language)), f"{fact} is not in {key} ({language.value})"
