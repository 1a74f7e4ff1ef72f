"""Bundles: `write_bundle`, `open_bundle` and their value types; nothing else is seen from outside.

age v1 file → tar → BagIt 1.0 → signatures, as DESIGN.md states byte by byte.
"""

from app.bundle.contents import (
    BundleContents,
    BundleHead,
    BundleSink,
    CarriedEvidence,
    EvidenceSource,
    EvidenceWriter,
    InspectingSink,
    LineSource,
    SenderLookup,
    WrittenBundle,
    no_lines,
)
from app.bundle.gates import VerifiedBundle, open_bundle
from app.bundle.writing import write_bundle

__all__ = [
    "BundleContents",
    "BundleHead",
    "BundleSink",
    "CarriedEvidence",
    "EvidenceSource",
    "EvidenceWriter",
    "InspectingSink",
    "LineSource",
    "SenderLookup",
    "VerifiedBundle",
    "WrittenBundle",
    "no_lines",
    "open_bundle",
    "write_bundle",
]
