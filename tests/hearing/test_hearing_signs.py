"""What the clinical fact sheet calls a red flag is heard in both languages, and what it calls harmless is not.

Short quoted phrases are the fact sheet's own (section B); the sentences are ours.
"""

import pytest

from messages.hearing import read
from messages.hearing.reading import Intent, Sign
from messages.hearing.rules import Rule, sign_rules
from messages.language import Language
from messages.severity import Severity

RED_FLAGS = [
    ("filled 3 pads in 90 min", Sign.HEAVY_BLEEDING),
    ("overflowing", Sign.HEAVY_BLEEDING),
    ("gushing", Sign.HEAVY_BLEEDING),
    ("it comes out like a tap", Sign.HEAVY_BLEEDING),
    ("pouring out", Sign.HEAVY_BLEEDING),
    ("blood soaked thru clothes", Sign.HEAVY_BLEEDING),
    ("blood soaked through the towel", Sign.HEAVY_BLEEDING),
    ("lleno dos toallas en una hora", Sign.HEAVY_BLEEDING),
    ("lleno dos compresas en una hora", Sign.HEAVY_BLEEDING),
    ("me sale a chorros", Sign.HEAVY_BLEEDING),
    ("no para la sangre", Sign.HEAVY_BLEEDING),
    ("sangro muchísimo", Sign.HEAVY_BLEEDING),
    ("a pad an hour", Sign.SOAKING_PADS),
    ("soaking thru pads", Sign.SOAKING_PADS),
    ("its heavier again", Sign.SOAKING_PADS),
    ("so much blood", Sign.SOAKING_PADS),
    ("una toalla cada hora", Sign.SOAKING_PADS),
    ("empapo la compresa", Sign.SOAKING_PADS),
    ("volvió a bajar mucho", Sign.SOAKING_PADS),
    ("I passed out", Sign.FAINTED),
    ("blacked out", Sign.FAINTED),
    ("gonna faint", Sign.FAINTED),
    ("lightheaded n bleeding", Sign.FAINTED),
    ("heart pounding", Sign.FAINTED),
    ("me desmayé", Sign.FAINTED),
    ("mareada y sangrando", Sign.FAINTED),
    ("se me nubla la vista", Sign.FAINTED),
    ("estoy pálida y fría", Sign.FAINTED),
    ("clots size of golf balls", Sign.LARGE_CLOTS),
    ("clots the size of my fist", Sign.LARGE_CLOTS),
    ("coágulos grandes", Sign.LARGE_CLOTS),
    ("coágulos como pelota de golf", Sign.LARGE_CLOTS),
    ("coágulos del tamaño de un limón", Sign.LARGE_CLOTS),
    ("heavy and it stinks", Sign.BAD_DISCHARGE),
    ("green discharge", Sign.BAD_DISCHARGE),
    ("sangro mucho y huele mal", Sign.BAD_DISCHARGE),
    ("it smells bad", Sign.BAD_DISCHARGE),
    ("smells fishy", Sign.BAD_DISCHARGE),
    ("smells rotten", Sign.BAD_DISCHARGE),
    ("yellow green discharge", Sign.BAD_DISCHARGE),
    ("flujo con mal olor", Sign.BAD_DISCHARGE),
    ("huele feo", Sign.BAD_DISCHARGE),
    ("flujo verde", Sign.BAD_DISCHARGE),
    ("flujo amarillo", Sign.BAD_DISCHARGE),
    ("temp 101", Sign.FEVER),
    ("38.5", Sign.FEVER),
    ("burning up", Sign.FEVER),
    ("got a fever", Sign.FEVER),
    ("tengo fiebre", Sign.FEVER),
    ("tengo calentura", Sign.FEVER),
    ("39 de temperatura", Sign.FEVER),
    ("shivering", Sign.CHILLS),
    ("cant stop shaking", Sign.CHILLS),
    ("chills", Sign.CHILLS),
    ("escalofríos", Sign.CHILLS),
    ("tiritando", Sign.CHILLS),
    ("me tiembla todo", Sign.CHILLS),
    ("she seems so confused", Sign.SEPSIS),
    ("so out of it", Sign.SEPSIS),
    ("skin blotchy", Sign.SEPSIS),
    ("feel like im dying", Sign.SEPSIS),
    ("estoy confundida", Sign.SEPSIS),
    ("piel morada", Sign.SEPSIS),
    ("siento que me muero", Sign.SEPSIS),
    ("agony", Sign.SEVERE_PAIN),
    ("10/10", Sign.SEVERE_PAIN),
    ("worst pain", Sign.SEVERE_PAIN),
    ("doubled over", Sign.SEVERE_PAIN),
    ("pain meds not working", Sign.SEVERE_PAIN),
    ("dolor insoportable", Sign.SEVERE_PAIN),
    ("me retuerzo de dolor", Sign.SEVERE_PAIN),
    ("el dolor no se me quita", Sign.SEVERE_PAIN),
    ("no aguanto el dolor", Sign.SEVERE_PAIN),
    ("sharp stabbing one side", Sign.SHARP_OR_SHOULDER_PAIN),
    ("pain in my shoulder", Sign.SHARP_OR_SHOULDER_PAIN),
    ("tip of my shoulder hurts", Sign.SHARP_OR_SHOULDER_PAIN),
    ("punzada en un lado", Sign.SHARP_OR_SHOULDER_PAIN),
    ("me duele el hombro", Sign.SHARP_OR_SHOULDER_PAIN),
    ("fainted in bathroom", Sign.FAINTED),
    ("me desplomé", Sign.FAINTED),
    ("cant breathe", Sign.BREATH_OR_CHEST),
    ("chest hurts", Sign.BREATH_OR_CHEST),
    ("me falta el aire", Sign.BREATH_OR_CHEST),
    ("me duele el pecho", Sign.BREATH_OR_CHEST),
    ("calf swollen red", Sign.LEG),
    ("pierna hinchada y dolorida", Sign.LEG),
    ("worst headache", Sign.HEAD_OR_SIGHT),
    ("seeing spots", Sign.HEAD_OR_SIGHT),
    ("veo lucecitas", Sign.HEAD_OR_SIGHT),
    ("dolor de cabeza muy fuerte", Sign.HEAD_OR_SIGHT),
    ("incision oozing", Sign.WOUND),
    ("stitches opened", Sign.WOUND),
    ("la herida supura", Sign.WOUND),
    ("se abrieron los puntos", Sign.WOUND),
    ("breast on fire", Sign.BREAST),
    ("hard lump fever", Sign.BREAST),
    ("pecho rojo y caliente con fiebre", Sign.BREAST),
    ("mouth full of ulcers", Sign.DRUG_REACTION),
    ("rash all over", Sign.DRUG_REACTION),
    ("llagas en la boca", Sign.DRUG_REACTION),
    ("sarpullido", Sign.DRUG_REACTION),
    ("nothing happening", Sign.NO_BLEEDING),
    ("no bleeding yet", Sign.NO_BLEEDING),
    ("no me ha bajado nada", Sign.NO_BLEEDING),
    ("no pasa nada", Sign.NO_BLEEDING),
    ("still bleeding 3 wks", Sign.LONG_BLEEDING),
    ("sigo sangrando", Sign.LONG_BLEEDING),
    ("test still positive", Sign.POSITIVE_TEST),
    ("2 lines", Sign.POSITIVE_TEST),
    ("la prueba sale positiva", Sign.POSITIVE_TEST),
    ("dos rayas", Sign.POSITIVE_TEST),
    ("no period yet", Sign.NO_PERIOD),
    ("no me ha venido la regla", Sign.NO_PERIOD),
    ("keep throwing up", Sign.VOMITING),
    ("no paro de vomitar", Sign.VOMITING),
    ("we had sex", Sign.EXPOSURE),
    ("used a tampon by mistake", Sign.EXPOSURE),
    ("tuve relaciones", Sign.EXPOSURE),
    ("usé tampón", Sign.EXPOSURE),
    ("little brown", Sign.SPOTTING),
    ("spotting", Sign.SPOTTING),
    ("manchado", Sign.SPOTTING),
    ("kill myself", Sign.SUICIDE),
    ("kms", Sign.SUICIDE),
    ("i want to end it", Sign.SUICIDE),
    ("dont want to be here", Sign.SUICIDE),
    ("overdose", Sign.SUICIDE),
    ("better off without me", Sign.SUICIDE),
    ("me quiero morir", Sign.DEATH_WISH),
    ("no quiero vivir", Sign.SUICIDE),
    ("quitarme la vida", Sign.SUICIDE),
    ("acabar con todo", Sign.SUICIDE),
    ("estarían mejor sin mí", Sign.SUICIDE),
    ("want to be with my baby", Sign.DEATH_WISH),
    ("join my angel", Sign.DEATH_WISH),
    ("no point", Sign.DEATH_WISH),
    ("cant do this anymore", Sign.DEATH_WISH),
    ("quiero estar con mi bebé", Sign.DEATH_WISH),
    ("irme con mi angelito", Sign.DEATH_WISH),
    ("ya no puedo más", Sign.DEATH_WISH),
    ("he hit me", Sign.VIOLENCE),
    ("scared of him", Sign.VIOLENCE),
    ("he made me do it", Sign.VIOLENCE),
    ("i want to hurt him", Sign.VIOLENCE),
    ("me pegó", Sign.VIOLENCE),
    ("le tengo miedo", Sign.VIOLENCE),
    ("me obliga", Sign.VIOLENCE),
    ("cant get out of bed", Sign.DEPRESSED),
    ("numb for weeks", Sign.DEPRESSED),
    ("not eating", Sign.DEPRESSED),
    ("cant stop crying", Sign.DEPRESSED),
    ("no paro de llorar", Sign.DEPRESSED),
    ("no quiero salir de la cama", Sign.DEPRESSED),
    ("no siento nada", Sign.DEPRESSED),
    ("my fault", Sign.GUILT),
    ("if only i rested", Sign.GUILT),
    ("es mi culpa", Sign.GUILT),
    ("hearing voices", Sign.PSYCHOSIS),
    ("baby is alive they took him", Sign.PSYCHOSIS),
    ("oigo voces", Sign.PSYCHOSIS),
    ("i think im pregnant again", Sign.NEW_PREGNANCY),
    ("creo que estoy embarazada otra vez", Sign.NEW_PREGNANCY),
    # typed badly, without accents, in pictures, across languages
    ("hemorage", Sign.SOAKING_PADS),
    ("got a feever", Sign.FEVER),
    ("huge clotts", Sign.LARGE_CLOTS),
    ("tengo escalofrios y calentra", Sign.CHILLS),
    ("🩸🩸🩸", Sign.HEAVY_BLEEDING),
    ("tengo chills all night", Sign.CHILLS),
    ("I FEEL SOOOO DIZZY", Sign.FAINTED),
]

DANGEROUS_ANYWAY = [
    "nada me ayuda, me quiero morir",
    "nada me ayuda me quiero morir",
    "nothing helps i want to kill myself",
    "end it",
    "end it all",
    "no one cares i want to die",
    "no i want to kill myself",
    "no se me quita la fiebre",
    "no puedo dejar de sangrar",
    "no he dejado de temblar",
    "no, im shaking all over",
    "what if i just killed myself",
    "if i die nobody cares",
    "the doctor checked me yesterday and said fine but now im bleeding heavily",
    "my toddler is fine but i have a fever of 39",
    "is it normal to soak 3 pads in an hour?",
    "we had a lovely day thanks, only chest pain since noon",
    "I'm sure it's nothing but I've changed pad 3 times since 10",
    "is it normal to feel faint",
    "quick q… shoulder feels funny",
    "bled thru my jeans at work",
    "thanks, all fine here, only a bit shivery",
    "my wife fainted on the landing",
    "my boyfriend says im burning up",
    "no fever but i passed out this morning",
    "what would an infection smell like? because mine smells rotten",
    "if i stand up i faint",
    "no cramps period but the bleeding wont stop period i am scared",
    "i don't want to bother you but i keep fainting",
    "no es nada pero me desmayé hoy",
    "my due date was today and i want to kill myself",
    "used to cut, doing it again, cut myself tonight",
]

HARMLESS = [
    "if i got a fever would i go to the er?",
    "my son has a temp of 39, can i catch it",
    "y si me desmayo qué hago?",
    "i fainted at the op in april, they sorted my iron and im fine now",
    "no me quiero morir, solo lloro",
    "netflix and chill tonight",
    "bleeding has stopped",
    "no fever today",
    "not soaking anything",
    "pain is better",
    "im dying of boredom",
    "how heavy is too heavy?",
    "what if i get a fever?",
    "no tengo fiebre",
    "ya no sangro",
    "no fever, no chills, no pain",
    "my toddler has a fever",
    "mi perro se desmayó",
    "proper baby fever over here haha",
    "me muero de hambre",
    "just a bit of brown when i wipe",
    "como sé si es fiebre?",
    "qué hago si me da fiebre?",
    "sin fiebre y sin dolor",
    "temp is 36.8",
    "tengo 38 años, puedo intentar otra vez?",
    "2 pads all day",
    "not suicidal, just so sad",
    "when should i worry about the bleeding?",
]


def dangerous(text: str) -> bool:
    severity = read(text, Language.ENGLISH, None).severity
    return severity is not None and severity.pages_now


@pytest.mark.parametrize(("text", "sign"), RED_FLAGS)
def test_each_phrase_of_the_fact_sheet_is_heard_whatever_the_patients_language(text: str, sign: Sign) -> None:
    """Both languages are read on every text: the enrolled language changes no sign."""
    for language in Language:
        assert sign in read(text, language, None).signs


@pytest.mark.parametrize("rule", sign_rules(), ids=lambda rule: rule.id)
def test_every_rule_hears_its_own_examples(rule: Rule) -> None:
    """A rule nobody can trip is a rule nobody has tried."""
    assert rule.examples
    for example in rule.examples:
        assert rule.sign in read(example, Language.ENGLISH, None).signs, example


def test_rule_ids_are_unique_and_every_sign_has_a_rule_in_both_languages() -> None:
    """Evidence names one rule, and no red flag is heard in one language only."""
    ids = [rule.id for rule in sign_rules()]

    assert len(ids) == len(set(ids))
    for language in Language:
        assert {rule.sign for rule in sign_rules() if rule.id.endswith(language)} == set(Sign)


@pytest.mark.parametrize("text", DANGEROUS_ANYWAY)
def test_polite_odd_or_partly_denied_wording_still_pages(text: str) -> None:
    """Position, politeness and a denial of something else never lower a sign."""
    assert dangerous(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_denied_supposed_past_and_figurative_words_page_nobody(text: str) -> None:
    """Negation, tense, questions, idioms and other people's symptoms count (facts B rule 5)."""
    assert not dangerous(text)


@pytest.mark.parametrize("word", ["HOME", "talk", "Shout!"])
def test_a_crisis_lines_keyword_sent_to_us_is_a_crisis(word: str) -> None:
    """Facts C.5, keyword collisions: she may be answering the line we named."""
    reading = read(word, Language.ENGLISH, None)

    assert reading.intent is Intent.CRISIS
    assert reading.evidence[0].rule == "c5.other_lines.en"


def test_severity_is_the_gravest_of_the_signs() -> None:
    """A text with a fever and a faint is an emergency, and keeps both signs, gravest first."""
    reading = read("temp is 38.9 and i fainted", Language.ENGLISH, None)

    assert reading.severity is Severity.EMERGENCY
    assert reading.signs[0] is Sign.FAINTED
    assert Sign.FEVER in reading.signs


def test_ordinary_grief_and_guilt_ask_for_no_person() -> None:
    """B30: support is sent, nobody is paged."""
    reading = read("i keep thinking it was my fault", Language.ENGLISH, None)

    assert reading.intent is Intent.DISTRESS
    assert reading.severity is None
