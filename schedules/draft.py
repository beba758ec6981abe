"""One decision in the making: the only mutable value of the core, alive for a single call of `decide`."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from messages.changed import changed
from messages.language import Language
from messages.segments import cost
from schedules.calendar import local_date
from schedules.clinic import Contact
from schedules.decision import Ask, Decision, PhoneConsent, Program
from schedules.enrollment import Enrollment, InFlight, Outcome
from schedules.escalation import Escalation, EscalationState
from schedules.text import Channel, Direction, Purpose, Text, TextMoved, TextState, Withheld
from schedules.validity import valid_for
from schedules.wording import said_of_loss

PLANNED_ID = "t-"
"""How the id of a touchpoint's own text begins; a reminder's does not."""
FIRST_CHECK = timedelta(seconds=90)
"""A text still `sending` this long after its commit was lost between the commit and the provider."""
FIRST_CHECK_MUST_ARRIVE = timedelta(seconds=30)

_ANSWERS = frozenset({Purpose.SAFETY, Purpose.ANSWER, Purpose.NOTICE})


@dataclass(slots=True, kw_only=True)
class Draft:
    program: Program
    now: datetime
    enrollment: Enrollment
    texts: list[Text] = field(default_factory=list)
    moved: list[TextMoved] = field(default_factory=list)
    escalations: dict[str, Escalation] = field(default_factory=dict)
    asks: list[Ask] = field(default_factory=list)
    resend: list[str] = field(default_factory=list)
    phone: PhoneConsent | None = None
    tongue: Language | None = None  # of the reply that is answered, where it is plain

    def change(self, **changes: Any) -> None:
        self.enrollment = changed(self.enrollment, **changes)

    def outcome(self, key: str, outcome: Outcome) -> None:
        self.change(outcomes={**self.enrollment.outcomes, key: outcome})

    def planned_today(self) -> None:
        was = self.enrollment
        today = local_date(self.now, was.person.zone)
        before = was.planned_before if was.last_planned_on == today else was.last_planned_on
        self.change(last_planned_on=today, planned_before=before)

    def planned_id(self, key: str) -> str:
        """The id of a touchpoint's text: derived, so that deciding twice cannot make two."""
        made = f"{PLANNED_ID}{key}"
        return f"{made}.{self.enrollment.replanned}" if self.enrollment.replanned else made

    def silence_of(self, key: str) -> str:
        """What the escalation of an unanswered check-in is keyed by; one asked anew after a switch is another."""
        return f"silent-{self.planned_id(key).removeprefix('t-')}"

    def keep(self, escalation: Escalation) -> None:
        """Records an escalation as opened or changed; closed ones leave the enrollment."""
        others = [one for one in self.enrollment.escalations if one.escalation_id != escalation.escalation_id]
        open_ones = others if escalation.state is EscalationState.CLOSED else [*others, escalation]
        self.change(escalations=tuple(sorted(open_ones, key=lambda one: (one.opened_at, one.escalation_id))))
        self.escalations[escalation.escalation_id] = escalation

    def say(
        self,
        message: str,
        *,
        text_id: str,
        purpose: Purpose,
        values: dict[str, str] | None = None,
        touchpoint: str | None = None,
        contact: Contact | None = None,
        escalation_id: str | None = None,
        in_date_until: datetime | None = None,
        despite_leaving: bool = False,
        channel: Channel = Channel.SMS,
        is_reminder: bool = False,
    ) -> None:
        """Decides a text out. To somebody who left, only the one confirmation (`despite_leaving`) is sent; to a phone
        that is somebody else's by now, nothing."""
        language = contact.language if contact else self._language(purpose, touchpoint, escalation_id)
        text = self._text(message, language, text_id=text_id, purpose=purpose, touchpoint=touchpoint, values=values)
        contact_id = contact.contact_id if contact else None
        text = replace(text, channel=channel, contact_id=contact_id, escalation_id=escalation_id)
        refused = self._refused(despite_leaving=despite_leaving) if contact is None else None
        if refused is not None:
            self.texts.append(replace(text, state=TextState.WITHHELD, withheld=refused))
            return
        self.claim(text, escalation_id=escalation_id, in_date_until=in_date_until, is_reminder=is_reminder)

    def _refused(self, *, despite_leaving: bool) -> Withheld | None:
        if self.enrollment.phone_given:
            return Withheld.PHONE_GIVEN
        return Withheld.LEFT if self.enrollment.left_at is not None and not despite_leaving else None

    def claim(
        self,
        text: Text,
        *,
        escalation_id: str | None = None,
        in_date_until: datetime | None = None,
        is_reminder: bool = False,
        in_her_hours: bool = False,
    ) -> None:
        """To be handed over once this is committed."""
        wait = FIRST_CHECK_MUST_ARRIVE if text.purpose.must_arrive else FIRST_CHECK
        claimed = InFlight(
            text_id=text.text_id,
            purpose=text.purpose,
            claimed_at=self.now,
            first_claimed_at=self.now,
            check_at=self.now + wait,
            state=TextState.SENDING,
            attempts=1,
            escalation_id=escalation_id,
            in_date_until=in_date_until,
            channel=text.channel,
            touchpoint=text.touchpoint,
            is_reminder=is_reminder,
            in_her_hours=in_her_hours,
        )
        self.texts.append(replace(text, valid_for=valid_for(self.program.clinic, self.enrollment.person, claimed)))
        self.change(in_flight=(*self.enrollment.in_flight, claimed))

    def withhold(self, message: str, *, text_id: str, touchpoint: str, reason: Withheld) -> None:
        language = self.enrollment.person.language
        text = self._text(message, language, text_id=text_id, purpose=Purpose.PLANNED, touchpoint=touchpoint)
        self.texts.append(replace(text, body="", state=TextState.WITHHELD, withheld=reason))
        self.outcome(touchpoint, Outcome.WITHHELD)

    def _text(
        self,
        message: str,
        language: Language,
        *,
        text_id: str,
        purpose: Purpose,
        touchpoint: str | None,
        values: dict[str, str] | None = None,
    ) -> Text:
        contract = self.program.catalogue.contracts.get(message)
        linked = {"link": self.program.link(contract.page, language)} if contract and contract.page else {}
        loss = {"loss": said_of_loss(self.enrollment.person, language)}
        known = {**self.program.values(language), **loss, **linked, **(values or {})}
        body = self.program.catalogue.render(message, language, known)
        return Text(
            text_id=text_id,
            direction=Direction.OUT,
            purpose=purpose,
            state=TextState.SENDING,
            at=self.now,
            body=body,
            language=language,
            message=message,
            wording=self.program.catalogue.entry(message, language).wording,
            segments=cost(body).segments,
            touchpoint=touchpoint,
        )

    def _language(self, purpose: Purpose, touchpoint: str | None, escalation_id: str | None) -> Language:
        """Whoever writes in the other language is answered in it; what is planned goes by what she asked for."""
        answers = purpose in _ANSWERS and touchpoint is None
        return self.speaks(escalation_id) if answers else self.enrollment.person.language

    def speaks(self, escalation_id: str | None) -> Language:
        """What she writes in now, else wrote of this matter in, else asked for."""
        concerns = (one.tongue for one in self.enrollment.escalations if one.escalation_id == escalation_id)
        return self.tongue or next(concerns, None) or self.enrollment.person.language

    def changes(self, before: Enrollment) -> bool:
        """As `Decision.changes` will say."""
        out = self.texts or self.moved or self.escalations or self.asks or self.resend or self.phone
        return bool(out) or (self.enrollment is not before and self.enrollment != before)

    def decision(self, *, did: bool) -> Decision:
        return Decision(
            enrollment=self.enrollment,
            texts=tuple(self.texts),
            moved=tuple(self.moved),
            escalations=tuple(self.escalations.values()),
            asks=tuple(self.asks),
            resend=tuple(self.resend),
            phone=self.phone,
            did=did,
        )
