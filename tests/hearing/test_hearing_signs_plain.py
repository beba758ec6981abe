"""Law: a red flag said plainly in a few words pages at once, spelled as people spell, whatever the model thinks."""

import pytest

from messages.hearing import read
from messages.hearing.signs import PLAIN_WORDS_MAX
from messages.language import Language
from tests.hearing.by_rules import severities_of

ENGLISH = """
i want to kill myself | im suicidal | i feel suicidal | i want to die | want to be dead | i dont want to live
dont want to be here anymore | i cant go on | thinking of ending it | going to end my life | i took an overdose
ive taken too many pills | i took all my tablets | i cut myself | cutting again | i want to hurt myself
i hurt myself on purpose | self harming again | better off without me | everyone would be better off without me
im a burden | want to disappear | hope i dont wake up | no reason to live | whats the point of living | kms
unalive myself | he hit me | he hits me | my husband hit me | scared of my husband | im scared of him
he choked me | hes going to kill me | not safe at home | i dont feel safe here | i want to hurt someone
want to hurt my baby | hearing voices | i hear voices | voices telling me to hurt myself
they took my baby hes alive | seeing things that arent there | im bleeding heavily | heavy bleeding
bleeding so much | so much blood | bleeding wont stop | cant stop the bleeding | soaking pads
soaked 2 pads in an hour | 3 pads in an hour | blood gushing out | its gushing | blood pouring down my legs
bled through my clothes | blood all over the bed | hemorrhaging | i think im haemorrhaging
im losing a lot of blood | big clots | huge clots | clots like golf balls | passing large clots
clots size of a lemon | i fainted | i passed out | blacked out | collapsed | about to faint | nearly fainted
feel faint | im so dizzy | dizzy and bleeding | lightheaded | light headed | cant stand up | room is spinning
heart racing | cold and clammy | cant breathe | hard to breathe | short of breath | struggling to breathe
chest pain | pain in my chest | chest feels tight | my lips are blue | coughing up blood | im confused
shes confused | not making sense | skin is mottled | i feel like im dying | havent peed all day
i think its sepsis | shoulder pain | pain in shoulder tip | sharp pain on one side | stabbing pain in my side
sudden severe pain | fever | i have a fever | temp 39 | temp is 38.5 | temp 101 | high temperature | burning up
hot and shivery | feel feverish | chills | i have chills | cant stop shivering | shaking all over
teeth chattering | severe pain | in agony | pain is unbearable | worst pain ever | pain 10/10
painkillers not working | cant bear the pain | pain wont stop | doubled over in pain | smells bad
bad smell down there | smelly discharge | foul smelling discharge | green discharge | yellow discharge
pus coming out | fishy smell | calf is swollen | leg swollen and red | pain in my calf | one leg swollen
worst headache ever | bad headache and blurry vision | seeing spots | vision is blurry | cant see properly
wound is infected | stitches have opened | incision is red and oozing | pus from my wound
breast is red and hot | hard lump in breast | i have mastitis | rash all over | sores in my mouth | mouth ulcers
cant stop vomiting | cant keep anything down | throwing up all night | help me | i need help now
call an ambulance | need an ambulance | iam bleding alot | bleedin heavy | fevver | feverr | feavr | shivring
chilss | fanited | fianted | cant breath | cnt breathe | wanna die | wana die | want 2 die | kil myself
sucidal | suicidel | dizy | unberable pain | discharg smells | he hit me again | husband beat me
hes got a knife | he threatened to kill me | he raped me | my partner strangled me | fell unconscious
she is unresponsive | wife fainted | my wife collapsed | bleeding through everything | pad full in 10 minutes
pad every 20 minutes | changing pads every hour | one pad an hour
"""

SPANISH = """
me quiero morir | quiero morirme | me quiero matar | voy a matarme | quiero suicidarme | no quiero vivir
ya no quiero vivir | no quiero seguir viviendo | quiero acabar con mi vida | me tome muchas pastillas
me tome todas las pastillas | me corte | me corto los brazos | me hago daño | quiero hacerme daño
estarian mejor sin mi | soy una carga | quiero desaparecer | ojala no despierte | no tengo ganas de vivir
mi esposo me pega | me pego | me golpeo | le tengo miedo | tengo miedo de mi esposo | me amenazo con matarme
me quiere matar | no me siento segura en casa | me violo | lo quiero matar | quiero lastimar a mi bebe
oigo voces | escucho voces | mi bebe esta vivo me lo robaron | sangro mucho | estoy sangrando mucho
mucho sangrado | mucha sangre | no para la sangre | no paro de sangrar | el sangrado no para | hemorragia
tengo una hemorragia | me estoy desangrando | sangre a chorros | sale a chorros | lleno una toalla cada hora
dos toallas en una hora | empapo las toallas | manche toda la cama de sangre | coagulos grandes
coagulos enormes | coagulos como limon | me desmaye | se desmayo | casi me desmayo | me voy a desmayar
estoy mareada | muy mareada | mareo y sangrado | perdi el conocimiento | no puedo pararme | veo negro
se me nubla la vista | todo me da vueltas | palida y fria | no puedo respirar | me falta el aire
me cuesta respirar | dolor de pecho | me duele el pecho | me duele el hombro | dolor en el hombro
dolor fuerte de un lado | punzada en un lado | estoy confundida | no sabe donde esta | siento que me muero
no he orinado | fiebre | tengo fiebre | tengo 39 | calentura | tengo calentura | fiebre de 38.5
temperatura alta | escalofrios | tengo escalofrios | no paro de temblar | estoy temblando | mucho dolor
dolor insoportable | me duele mucho | no aguanto el dolor | dolor 10 de 10 | la pastilla no me quita el dolor
dolor muy fuerte | me retuerzo de dolor | huele mal | huele feo | flujo con mal olor | flujo verde
flujo amarillo | me sale pus | huele a pescado | pierna hinchada | pantorrilla hinchada y roja
dolor de cabeza muy fuerte | veo borroso | veo lucecitas | la herida tiene pus | se abrio la herida
la herida esta roja | pecho rojo y caliente | mastitis | bola dura en el pecho | ronchas en todo el cuerpo
llagas en la boca | no paro de vomitar | vomito todo | ayuda por favor | necesito una ambulancia | ayudenme
kiero morir | me kiero morir | keria morirme | sangro muxo | calentra | fievre | escalofrio | desmalle
me desmalle | no puedo respirrar | m duele el pecho | coagulos grandisimos | sangrado abundante
sangrado muy fuerte | estoy muy debil y sangro | se desmayo mi esposa | mi esposa esta sangrando mucho
no puedo mas con el dolor | me ahorco | tengo un cuchillo y quiero matarme | quiero tirarme del puente
"""


def said(block: str) -> list[str]:
    return [text.strip() for line in block.strip().splitlines() for text in line.split("|")]


@pytest.mark.parametrize("text", [*said(ENGLISH), *said(SPANISH)])
def test_a_few_plain_words_are_heard_by_the_rules_alone(text: str) -> None:
    assert len(text.split()) <= PLAIN_WORDS_MAX
    assert severities_of(text)


@pytest.mark.parametrize(
    "text", ["im bleeding heavily", "i want to die", "he hit me", "no puedo respirar", "me desmaye"]
)
def test_a_few_plain_words_page_at_once(text: str) -> None:
    """No model, however sure, takes that page away."""
    severity = read(text, Language.ENGLISH, None).severity

    assert severity is not None
    assert severity.pages_now
