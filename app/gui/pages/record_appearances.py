"""Who is in which incidents as what: the records that name this one, each with a way to it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.date_words import date_in_words
from app.domain.text import make_visible
from app.domain.vocabulary import label_in
from app.gui.pages.record_picks import OPENED_KINDS
from app.gui.pages.record_sections import Section
from app.gui.pages.record_sheet import RecordSheet
from app.gui.widgets.fields import button, plain_label
from app.services.answers_naming import Appearance, Role
from app.services.form_files import load_forms, load_vocabularies
from app.words import N_, chosen_language, translate

_NAMED = frozenset({"people", "organisations", "proceedings"})
"""Says no more than that the record is named, which every other role says too."""
_ROLES: Mapping[str, str] = {
    "people": N_("Named in it"),
    "organisations": N_("Named in it"),
    "proceedings": N_("Belongs to it"),
    "acts.victims": N_("Victim"),
    "acts.victim_states.victim": N_("Victim"),
    "acts.alleged_perpetrators": N_("Alleged perpetrator"),
    "acts.proceeding": N_("Proceeding of an act"),
    "acts.where.organisation": N_("Place of an act"),
    "where.organisation": N_("Where it happened"),
    "involvements.perpetrator": N_("Alleged perpetrator"),
    "involvements.affiliation": N_("Alleged perpetrator belongs to it"),
    "detentions.person": N_("Held"),
    "detentions.authority": N_("Authority that held somebody"),
    "detentions.moves.facility": N_("Place of detention"),
    "detentions.moves.place.organisation": N_("Place of detention"),
    "detentions.visits.visitor": N_("Visitor"),
    "sources.person": N_("Source"),
    "sources.organisation": N_("Source"),
    "consent.giver": N_("Gave consent"),
    "consent.proxy": N_("Gave consent for somebody"),
    "injuries.person": N_("Injured"),
    "interventions.by": N_("Intervened"),
    "interventions.addressee_organisation": N_("Addressed"),
    "court": N_("Court"),
    "judge": N_("Judge"),
    "hearings.judge": N_("Judge"),
    "hearings.present": N_("Present at a hearing"),
    "charges.person": N_("Accused"),
    "parties.party": N_("Party"),
    "posts.organisation": N_("Has or had a post there"),
    "parent": N_("Part of it"),
}
_CODES: Mapping[str, str] = {"parties.party": "party_role", "involvements.perpetrator": "involvement_degree"}
"""The list from which the code of a role is taken."""


def role_words(role: Role) -> str:
    """What a role is called: by its code, by the question of its form, by its field."""
    language = chosen_language()
    if role.code is not None and role.field in _CODES:
        return load_vocabularies().label(_CODES[role.field], role.code, language)
    if role.field.startswith("acts.details.") and role.form is not None:
        form, asked = load_forms().newest(role.form), role.field.split(".")[2]
        if form is not None and asked in form.fields:
            return label_in(form.fields[asked].label, language)
    return translate(_ROLES.get(role.field, N_("Named in it")))


def roles_words(roles: Sequence[Role]) -> str:
    """All roles in one line, each once."""
    telling = [role for role in roles if role.field not in _NAMED]
    return make_visible(" · ".join(dict.fromkeys(role_words(role) for role in telling or roles)))


class AppearancesSection(Section):
    """The records that name this one, the latest first; out of sight while there is none."""

    def __init__(self, sheet: RecordSheet) -> None:
        super().__init__(sheet, translate("Appears in"))
        self._shown: Sequence[Appearance] | None = None
        self._list = QVBoxLayout()
        self._list.setSpacing(sheet.theme.space(2))
        self.rows.addLayout(self._list)
        self.show_record()

    def show_record(self) -> None:
        """Show them; made anew only when they have changed."""
        found = self.sheet.shown.appears_in if self.sheet.shown is not None else ()
        self.is_offered = bool(found)
        if found == self._shown:
            return
        self._shown = found
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for each in found:
            self._list.addWidget(self._row(each))

    def _row(self, found: Appearance) -> QWidget:
        row, theme = QWidget(), self.sheet.theme
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        title = make_visible(found.title).replace("\n", " ") or found.reference
        if found.kind in OPENED_KINDS:
            going = partial(self.sheet.context.navigate, found.kind, id=found.id)
            column.addWidget(button(title, going, theme, look="bare", elided=True))
        else:
            column.addWidget(plain_label(title))
        told = plain_label(" · ".join(_told(found)), "small")
        # Below the words of the button, which stand within its border.
        told.setContentsMargins(theme.space(1) + 2, 0, 0, 0)
        column.addWidget(told)
        return row


def _told(found: Appearance) -> Iterator[str]:
    if roles := roles_words(found.roles):
        yield roles
    if found.when:
        yield date_in_words(found.when)
    yield found.reference
