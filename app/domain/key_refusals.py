"""Refusals about contacts and their keys, receipts, and what is destroyed because others hold it."""

from app.domain.refusal import Refusal
from app.words import N_

KEY_REFUSALS: dict[str, Refusal] = {
    "record.not_received": Refusal(
        N_("No receipt proves that somebody else holds all of this incident."),
        N_(
            "Hand it over with every part of it, sources and privileged too, and add the receipt that comes "
            "back; nothing was destroyed."
        ),
    ),
    "record.changed": Refusal(
        N_("This record was changed while it was being sealed."),
        N_("Seal it again; nothing was destroyed."),
    ),
    "record.not_sealed": Refusal(
        N_("{why} The incident {reference} is saved, but not sealed."),
        N_("It can still be read here. See to that, then seal it on its page or with “record seal {id}”."),
    ),
    "record.seal_mode": Refusal(
        N_("Seal mode is on: new incidents are not taken from a file of many."),
        N_("Add them one by one, or switch seal mode off first (“record seal-mode off”)."),
    ),
    "record.seal_mode_off": Refusal(
        N_("Seal mode is off, so nobody is chosen for whom this would be sealed."),
        N_("Name who is to read it (“--to”), or switch seal mode on."),
    ),
    "record.shredded": Refusal(
        N_("This record was destroyed here; others hold it."),
        N_("“record show” names them; ask them to add what is new."),
    ),
    "contact.card": Refusal(
        N_("This is not a valid contact card: {what}."),
        N_("Ask for the card again and do not use this file."),
    ),
    "contact.fingerprint": Refusal(
        N_("The fingerprint does not belong to this card."),
        N_("Compare it again with the person, by voice or face to face; trust nothing until it fits."),
    ),
    "contact.revoked": Refusal(
        N_("This contact's key was revoked."),
        N_("Ask the person for a new card and verify it."),
    ),
    "contact.expired": Refusal(
        N_("This contact's card has expired."),
        N_("Ask the person for a new card."),
    ),
    "contact.unknown": Refusal(
        N_("There is no such contact in this vault."),
        N_("Add the person's card first."),
    ),
    "contact.own": Refusal(
        N_("This is your own key."),
        N_("“contact rotate” replaces it; “contact revoke” ends it, with a revocation to hand out."),
    ),
    "contact.group_unknown": Refusal(
        N_("There is no group of this name, or the contact is not in it."),
        N_("“contact group list” shows the groups and who is in them."),
    ),
    "contact.group_exists": Refusal(
        N_("There is a group of this name already."),
        N_("Choose another name, or put the contacts into the group that is there."),
    ),
    "contact.picture": Refusal(
        N_("No QR code with a fingerprint is in this picture."),
        N_("Photograph the code large and straight, in good light; PNG and JPEG are read."),
    ),
    "contact.picture_other": Refusal(
        N_("The QR code in this picture holds something else than a fingerprint."),
        N_("Let the person show the code of their own card (“My card” in the window, “contact qr”)."),
    ),
    "contact.picture_differs": Refusal(
        N_("DANGER: the code in this picture is not this contact's. It belongs to another key."),
        N_(
            "Verify nothing, write them nothing and ask them face to face: the card may have been "
            "exchanged on its way, or the picture is of another's code."
        ),
    ),
    "receipt.shape": Refusal(
        N_("This is not a valid receipt."),
        N_("Ask for the receipt again and do not rely on this file."),
    ),
    "receipt.signer": Refusal(
        N_("The receipt is not by a contact whom you have verified."),
        N_("Compare the fingerprint with that person first; nothing was taken in."),
    ),
    "receipt.bundle": Refusal(
        N_("The receipt is for a bundle that this vault did not write."),
        N_("Check that it is the right file, and the right vault; nothing was taken in."),
    ),
    "receipt.not_applied": Refusal(
        N_("This bundle has not been taken in here."),
        N_("Take it in first: a receipt says what is held."),
    ),
}

KEY_WARNINGS: dict[str, Refusal] = {
    "vault.older_folder": Refusal(
        N_("A receipt names revisions of yours that are not here: an older copy of the vault was put back."),
        N_("Look for the newer folder; else ask whoever gave the receipt for a bundle of what is missing."),
    ),
}
