"""Law: a sign that stands is never set aside by manners or by a denial of something else; one that does not, is.

By the rules alone: negation, tense, questions, idioms and other people's signs count (facts B rule 5).
"""

import pytest

from messages.hearing.reading import Sign
from tests.hearing.by_rules import severities_of, signs_of

DANGEROUS_ANYWAY = [
    "I used to be suicidal years ago as a teen and its back",
    "duermo con la esperanza de q al otro dia ya no abra los ojos",
    "suacidle thorts every day now",
    "i hav bin cuting my arms wiv a razer",
    "que dosis de paracetamol te mata",
    "took both tablets no",
    "heavy again",
    "nadie se entera si me muero",
    "ojala no me despiertes",
    "se me apago todo",
    "I keep seeing myself putting the pillow over her face",
    "I'm frightened I'll do it",
    # a scene of everyday life beside it excuses nothing
    "he came home from the match and punched me",
    "he hit me after my shift",
    "my boyfriend plays rugby and he strangled me",
    "mi marido me pego y se me rompio el telefono",
    "me desmaye haciendo la tarea con mi hijo",
    "mi pareja me golpeo por perder la partida del videojuego",
    "debió haber sido yo",
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
    # asked or told beside it, and had all the same
    "please call me if you can im bleeding heavily",
    "can i get some help im bleeding heavily",
    "soaking 2 pads an hour, just wondering if thats ok",
    "doctor said i was ok. im bleeding heavily",
    "they checked me and said fine, still bleeding heavily",
    "er sent me home, now fever 39",
    "read the leaflet, my discharge is green",
    "we were watching a movie and i fainted",
    "passed out in the car",
    "my husband says i have a fever",
    "my kids are asleep and i fainted",
    "he hit me lol",
    "no pain, bleeding heavily",
    "no fever, chest pain",
    "tome misoprostol y tengo escalofrios",
    "mi hijo esta dormido y me desmaye",
    "la doctora me reviso y todo bien pero sigo sangrando mucho",
    "no se si ir, sangro mucho",
    "si, tengo fiebre de 39",
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
    # seen to and over
    "fainted at work last week, the gp did bloods, fine since",
    "me dio fiebre el jueves, me recetaron antibiotico y ya estoy bien",
    # somebody or something else's
    "my sons got a fever",
    "mi sobrina trae calentura",
    "the ref collapsed in the penalty shootout",
    "esa pelicula tiene sangre por todos lados",
    # asked, and said not to be hers
    "do you ask everyone about chills",
    "what does foul discharge look like, i dont have any",
    "would i faint if i bled more",
    # denied, also in a rule that can carry its own denial
    "i dont have chest pain",
    "not short of breath",
    "no me cuesta respirar",
    "dont think i have a fever",
    "no fever, chills",
]

FIRM = [
    ("the bleeding is not stopping", Sign.HEAVY_BLEEDING),
    ("cannot breathe", Sign.BREATH_OR_CHEST),
    ("nothing touches the pain", Sign.SEVERE_PAIN),
    ("no se me quita el dolor", Sign.SEVERE_PAIN),
    ("no quiero vivir", Sign.SUICIDE),
]

NO_CRY = [
    "nurse asked if i want to hurt myself, no never",
    "i was suicidal at 17, got help, long ago",
    "no he pensado en matarme",
    "nobody is hurting me",
    "not in danger just low",
]


@pytest.mark.parametrize("text", DANGEROUS_ANYWAY)
def test_polite_odd_or_partly_denied_wording_is_still_heard(text: str) -> None:
    """Position, politeness and a denial of something else never lower a sign."""
    assert severities_of(text)


@pytest.mark.parametrize("text", [*HARMLESS, *NO_CRY])
def test_denied_supposed_past_and_figurative_words_are_no_sign(text: str) -> None:
    assert not severities_of(text)


@pytest.mark.parametrize(("text", "sign"), FIRM)
def test_a_denial_that_is_the_sign_does_not_set_it_aside(text: str, sign: Sign) -> None:
    assert sign in signs_of(text)
