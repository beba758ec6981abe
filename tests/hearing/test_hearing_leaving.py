"""Leaving is a meaning, not a keyword, and never taken from a sentence about her body."""

import pytest

from messages.hearing import read
from messages.hearing.intents import heard_intents
from messages.hearing.normalize import plain
from messages.hearing.reading import Band, Intent
from messages.language import Language

LEAVING = [
    "STOP",
    "stop.",
    "Stop!",
    "STOPALL",
    "unsubscribe",
    "END",
    "Quit",
    "CANCEL",
    "revoke",
    "OPTOUT",
    "opt out",
    "Opt Out.",
    "ALTO",
    "parar",
    "Baja",
    "cancelar",
    "no más",
    "no mas mensajes",
    "stop please",
    "STOP 🙏",
    "please stop texting me",
    "leave me alone",
    "take me off your list",
    "remove my number",
    "i dont want these messages anymore",
    "no more texts thanks",
    "please don't text me",
    "dont contact me",
    "no further contact",
    "no me contacten",
    "dar de baja",
    "ya no quiero mensajes",
    "no me escriban",
    "dejen de mandarme mensajes",
    "quiero darme de baja",
    "bórrenme de la lista",
    "cancel my messages",
    "unsubscribe me please",
    "S T O P",
    "stahp",
    "I said stop. Stop.",
    "thank you for everything, I don't need these any more",
    "could my number be taken off",
    "how do i turn these texts off",
    "you lot can stop now",
    "these do my head in. no more",
    "I'd rather you didn't message me again",
    "give it a rest now please",
    "leave us in peace",
    "get me off this list",
    "ya no hace falta que me escriban, gracias",
    "elimínenme de su lista",
    "hasta aquí por favor, no más mensajes",
    "basta de textos",
]

FAMILIES = [
    "take my number off the texts please",
    "bin my number",
    "please close my file with the texts",
    "disenrol me please",
    "i withdraw the consent i gave on the ward",
    "i asked you to stop and i am still getting these",
    "stop means stop",
    "enough is enough with these",
    "im done with these texts now",
    "changed my mind about getting these",
    "leave my phone alone",
    "get out of my inbox",
    "let this be the last",
    "is there a word i reply to get out of this",
    "how do i get out of this",
    "i would rather not continue",
    "would you mind not writing any more",
    "no longer need these",
    "yall need to quit",
    "voetsek",
    "make una stop",
    "abeg no send again",
    "dont want less, want none",
    "switch it all off",
    "renuncio a los avisos",
    "me quiero salir, como le hago",
    "desapuntadme de esto",
    "no me interesa",
    "no jodan mas",
    "denme de baja ya",
    "hasta aqui hemos llegado con los mensajitos",
    "que sea el ultimo que me llega",
    "paso de esto",
    "anulen mi registro",
    "no estoy interesada en continuar",
    "retiro la autorizacion",
    "no quiero que me recuerden mas",
]

SLIPS = ["stoip", "stawp", "baha", "stpo", "unsuscribe", "cancle", "qui t", "dtop", "optuot", "cancelsr", "alro please"]

REAL_WORDS = [
    "step",
    "shop",
    "stoop",
    "top",
    "send",
    "and",
    "bend",
    "quiet",
    "quite",
    "suit",
    "cancer",
    "caja",
    "bajo",
    "auto",
    "alta",
    "parir",
    "pasar",
    "salio",
]

STILL_WANTED = [
    "sigan, no paren",
    "ni se os ocurra dejar de escribirme",
    "no me den de baja",
    "take me off the reminders for special days",
    "no manden mas de eso, lo otro si",
    "please cancel, I need a lady doctor instead",
    "omg the karaoke video. delete it",
    "Grand Prix's on at 2, do not disturb",
    "stop it youll make me blush",
    "is it ok to stop the iron tablets now",
    "que hago para que pare",
]

STAYING = [
    "end it all",
    "passed a clot and since then the blood wont quit, 5th pad this hour",
    "it hurts at the end. must have slept funny",
    "should i finish these antibiotics",
    "the bleeding won't stop",
    "when will it end",
    "I want to quit feeling like this",
    "cancel my appointment",
    "i cant stop crying",
    "the pain wont stop",
    "when do i stop the tablets",
    "missed my stop on the bus",
    "no para de sangrar",
    "no paro de llorar",
    "quiero cancelar mi cita",
    "has the bleeding ended",
    "cuando va a parar el dolor",
    "el dolor no se me quita",
    "yes",
    "no",
    "ok",
    "should i stop taking the pills",
    "end of the month is fine",
    "i quit smoking",
    "can you keep texting me",
    "please keep sending these",
    "more texts please",
    "sigan escribiendo",
    "i would like a group",
    "no thanks",
    "no thank you",
    "no, gracias",
    "no gracias, estoy bien",
    "no need",
    "how do i contact you",
    "please contact me",
    "will someone contact me tomorrow",
    "contact my sister if i dont answer",
    "¿cómo los contacto?",
    "quiero contactarlos",
    "contáctenme por favor",
    "send me more info",
    "change my number please",
    "no calls please",
    "please dont call only text",
    "are there more texts",
    "im ok you dont need to call",
    "leave it for now",
    "necesito la baja",
    "baja por enfermedad",
]

OTHER_THINGS = [
    "dont ever stop texting me",
    "nunca dejen de escribirme",
    "how do i make the milk stop",
    "should i come off the tablets",
    "i want to stop crying over this",
    "lost my job over this",
    "the bus doesnt stop here now",
    "i cancelled the baby magazine",
    "he blocked me last night",
    "please stop the bleeding",
    "can u text me after lunch",
    "perdón por molestar",
    "me quitaron los puntos",
    "ya no me duele",
    "my sister never stops texting me",
    "had enough of crying",
    "no more pain today",
]

ASKS = [
    ("START", Intent.OPT_IN),
    ("unstop", Intent.OPT_IN),
    ("ALTA", Intent.OPT_IN),
    ("text me again", Intent.OPT_IN),
    ("HELP", Intent.HELP),
    ("info", Intent.HELP),
    ("AYUDA", Intent.HELP),
    ("auxilio", Intent.HELP),
    ("who is this", Intent.HELP),
    ("¿quién es?", Intent.HELP),
    ("wrong number", Intent.WRONG_NUMBER),
    ("número equivocado", Intent.WRONG_NUMBER),
    ("pause", Intent.PAUSE),
    ("text me next week", Intent.PAUSE),
    ("mejor mañana", Intent.PAUSE),
    ("once a week is plenty", Intent.PAUSE),
    ("no texts while i am at work", Intent.PAUSE),
    ("call me back please", Intent.HUMAN),
    ("i need an appointment", Intent.HUMAN),
    ("llámenme por favor", Intent.HUMAN),
    ("are my results back", Intent.HUMAN),
    ("when can i have sex", Intent.QUESTION),
    ("¿puedo bañarme en tina?", Intent.QUESTION),
    ("thanks", Intent.ACK),
    ("ok", Intent.ACK),
    ("gracias", Intent.ACK),
    ("👍", Intent.ACK),
    ("i feel so empty and sad", Intent.DISTRESS),
    ("HOLA", Intent.OTHER),
    ("hello", Intent.OTHER),
]


@pytest.mark.parametrize("text", LEAVING)
def test_any_reasonable_words_take_her_off_the_list(text: str) -> None:
    """47 CFR 64.1200(a)(10): any reasonable means, any case, either language."""
    for language in Language:
        reading = read(text, language, None)
        assert reading.leaving
        assert reading.intent is Intent.OPT_OUT


@pytest.mark.parametrize("text", STAYING)
def test_stopping_said_of_anything_else_is_not_leaving(text: str) -> None:
    """Facts E.1: danger words inside a sentence never opt her out."""
    assert not read(text, Language.ENGLISH, None).leaving


@pytest.mark.parametrize("text", [*STAYING, *OTHER_THINGS])
def test_no_rule_takes_her_off_for_what_she_tells(text: str) -> None:
    """A rule of leaving is final, so none may fire on her body, her job or her husband."""
    assert not heard_intents(plain(text)).leaving


@pytest.mark.parametrize("text", ["dont ever stop texting me", "nunca dejen de escribirme", "i quit smoking"])
def test_wanting_the_texts_or_stopping_something_else_is_known(text: str) -> None:
    """So that no guess of the model takes her off."""
    assert heard_intents(plain(text)).staying


@pytest.mark.parametrize(("text", "intent"), ASKS)
def test_what_she_asks_of_us_is_heard(text: str, intent: Intent) -> None:
    """Each request has its own intent; a greeting alone has none."""
    assert read(text, Language.SPANISH, None).intent is intent


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("HELP", True),
        ("help!", True),
        ("AYUDA", True),
        ("info please", True),
        ("who is this", False),
        ("what is this", False),
        ("¿quién me escribe?", False),
        ("is this a robot", False),
    ],
)
def test_the_word_help_is_told_from_asking_who_we_are(text: str, word: bool) -> None:
    heard = read(text, Language.ENGLISH, None)

    assert (heard.intent, heard.help_word) == (Intent.HELP, word)


def test_yes_never_brings_her_back() -> None:
    """YES answers questions; only START, UNSTOP, ALTA and plain words resubscribe."""
    assert read("YES", Language.ENGLISH, None).intent is not Intent.OPT_IN
    assert read("sí", Language.SPANISH, None).intent is not Intent.OPT_IN


@pytest.mark.parametrize(
    "text",
    [
        "I can't have another birthday on this planet, I'm 30 on Friday and I want it done before",
        "I no longer recognise any reason to continue existing and have made arrangements accordingly",
        "que pena que se acabe asi, nomas espero a que mis hijos salgan de la primaria y de ahi ya me toca descansar",
        "the bleeding wont quit and im done, soaked 6 pads since lunch",
    ],
)
def test_danger_that_speaks_of_no_texts_ends_none(text: str) -> None:
    """To have had enough of living sounds much like having had enough of texts."""
    reading = read(text, Language.ENGLISH, None)

    assert reading.band in {Band.PAGE, Band.ASK}
    assert not reading.leaving


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("stop I want to die", Intent.CRISIS),
        ("STOP. he hit me and he reads my phone", Intent.CRISIS),
        ("stop texting me i am bleeding out", Intent.EMERGENCY),
        ("ya no me escriban, tengo fiebre", Intent.URGENT),
    ],
)
def test_leaving_stands_beside_danger_and_never_hides_it(text: str, intent: Intent) -> None:
    """Crisis and red flags are read before leaving, and leaving is honored too."""
    reading = read(text, Language.ENGLISH, None)

    assert reading.intent is intent
    assert reading.leaving


@pytest.mark.parametrize("text", [*FAMILIES, *SLIPS])
def test_rules_alone_hear_every_way_of_asking_to_leave(text: str) -> None:
    """Whatever the trained model thinks: no wish to leave waits for a guess."""
    assert heard_intents(plain(text)).leaving


@pytest.mark.parametrize("text", [*REAL_WORDS, *STILL_WANTED])
def test_real_words_and_wishes_to_go_on_are_never_leaving(text: str) -> None:
    """A real word is no slip, and stopping one thing is not leaving all."""
    assert not heard_intents(plain(text)).leaving
