"""What the clinical fact sheet calls a red flag is heard in both languages.

Short quoted phrases are the fact sheet's own (section B); the sentences are ours.
"""

import pytest

from messages.hearing import read
from messages.hearing.reading import Intent, Sign
from messages.language import Language
from tests.hearing.by_rules import signs_of

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


@pytest.mark.parametrize(("text", "sign"), RED_FLAGS)
def test_each_phrase_of_the_fact_sheet_is_heard(text: str, sign: Sign) -> None:
    """By the rules alone: no training may lose what the fact sheet says."""
    assert sign in signs_of(text)


@pytest.mark.parametrize("language", list(Language))
def test_both_languages_are_heard_on_every_text(language: Language) -> None:
    """The language she is texted in changes no sign."""
    assert Sign.FEVER in read("tengo fiebre", language, None).signs
    assert Sign.FEVER in read("i have a fever", language, None).signs


@pytest.mark.parametrize("word", ["HOME", "talk", "Shout!"])
def test_a_crisis_lines_keyword_sent_to_us_is_a_crisis(word: str) -> None:
    """Facts C.5, keyword collisions: she may be answering the line we named."""
    reading = read(word, Language.ENGLISH, None)

    assert reading.intent is Intent.CRISIS
    assert reading.evidence[0].rule == "c5.other_lines.en"


@pytest.mark.parametrize("text", ["can i use a tampon yet?", "may i use a tampon", "can i put a tampon in"])
def test_asking_whether_she_may_is_not_telling_that_she_did(text: str) -> None:
    """Spanish "usé" without its accent is English "use"."""
    assert Sign.EXPOSURE not in signs_of(text)
