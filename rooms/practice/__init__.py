"""Practice packs: how a place does the six steps, as data. Nothing else knows a place's names and gates."""

from rooms.practice.codes import ROOT
from rooms.practice.faults import Fault, PracticeError
from rooms.practice.offers import chosen, not_loaded, offers
from rooms.practice.pack import Practice
from rooms.practice.prose import explain
from rooms.practice.reading import from_resolved, load, parse, seed_text, shipped, to_resolved
from rooms.practice.shape import (
    Body,
    Category,
    Checkpoint,
    Choice,
    Deadline,
    Disposition,
    Document,
    Outcome,
    Route,
    RouteStep,
    Stage,
    TopicSource,
    View,
)
from rooms.practice.versions import (
    current,
    current_for,
    current_version,
    for_room,
    next_followed,
    of,
    of_key,
    of_person,
    standing_of,
    version_for_room,
)

__all__ = [
    "ROOT",
    "Body",
    "Category",
    "Checkpoint",
    "Choice",
    "Deadline",
    "Disposition",
    "Document",
    "Fault",
    "Outcome",
    "Practice",
    "PracticeError",
    "Route",
    "RouteStep",
    "Stage",
    "TopicSource",
    "View",
    "chosen",
    "current",
    "current_for",
    "current_version",
    "explain",
    "for_room",
    "from_resolved",
    "load",
    "next_followed",
    "not_loaded",
    "of",
    "of_key",
    "of_person",
    "offers",
    "parse",
    "seed_text",
    "shipped",
    "standing_of",
    "to_resolved",
    "version_for_room",
]
