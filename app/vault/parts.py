"""The parts of an open vault, wired once."""

from pathlib import Path

from app.vault.advice import Advice
from app.vault.blobs import BlobFiles
from app.vault.contacts import Contacts
from app.vault.custody import Custody
from app.vault.derivation import Derivation
from app.vault.derived import Derive
from app.vault.dormant import Dormant
from app.vault.draft import Draft
from app.vault.ended_items import EndedItems
from app.vault.endings import Endings
from app.vault.evidence import Evidence, StagedEvidence
from app.vault.exchange import Exchange
from app.vault.groups import Groups
from app.vault.identities import Identities
from app.vault.lists import Lists
from app.vault.names import Names
from app.vault.nearness import Nearness
from app.vault.outbox import Outbox
from app.vault.receipts import Receipts
from app.vault.records import Records
from app.vault.revisions import Revisions
from app.vault.session import Session
from app.vault.settings import Settings
from app.vault.shredding import Shredding
from app.vault.staging import Staging
from app.vault.successions import Successions
from app.vault.unsaved import UnsavedDrafts
from app.vault.word_index import WordIndex


class Parts:
    """Everything that works on one session's database and folder."""

    def __init__(self, session: Session, derive: Derive) -> None:
        database, log = session.database, session.log
        self.session = session
        self.database = database
        self.folder: Path = session.folder
        self.files = BlobFiles(session.folder)
        self.identities = Identities(database, log)
        self.endings = Endings(database, self.identities.fingerprints)
        self.revisions = Revisions(database, log)
        self.derivation = Derivation(database, derive, self.endings)
        self.dormant = Dormant(database)
        self.shredding = Shredding(database, log, self.revisions, self.derivation, self.dormant)
        self.ended_items = EndedItems(database, self.endings)
        self.records = Records(
            database,
            self.revisions,
            self.derivation,
            self.endings,
            self.ended_items,
            self.shredding,
            lambda: session.replica,
        )
        self.names = Names(database)
        self.words = WordIndex(database)
        self.lists = Lists(database, self.endings)
        self.nearness = Nearness(database)
        self.custody = Custody(database, self.records)
        self.evidence = Evidence(database, log, self.files)
        self.contacts = Contacts(database, log, self.identities)
        self.successions = Successions(database, log, self.contacts)
        self.advice = Advice(database, log)
        self.groups = Groups(database, log)
        self.exchange = Exchange(database, log, lambda: session.replica)
        self.receipts = Receipts(database, log)
        self.outbox = Outbox(database, log, self.files)
        self.staging = Staging(database, StagedEvidence(database, log, self.files))
        self.draft = Draft(database)
        self.unsaved = UnsavedDrafts(session)
        self.settings = Settings(database)
