"""Forms, as a person looks them up."""

from app.domain.errors import RecordError
from app.domain.form import Forms
from app.domain.problems import UNKNOWN_FORM
from app.domain.vocabulary import label_in
from app.services.answers import FormList, FormShown, ListedForm
from app.words import chosen_language, translate


class FormShelf:
    """The forms that ship with the program."""

    def __init__(self, forms: Forms) -> None:
        self._forms = forms

    def list(self) -> FormList:
        """Every form in its newest version."""
        return FormList(
            items=tuple(
                ListedForm(
                    id=form.id,
                    version=form.version,
                    label=label_in(form.label, chosen_language()),
                    fields=len(form.fields),
                )
                for form in self._forms.all_newest()
            )
        )

    def show(self, identifier: str) -> FormShown:
        """A form as its file is. Raises RecordError `record.input` if there is none of that name."""
        form = self._forms.newest(identifier)
        if form is None:
            raise RecordError("record.input", where="form", what=translate(UNKNOWN_FORM))
        return FormShown(form=form.model_dump(mode="json", by_alias=True, exclude_defaults=True))
