"""Another pack asked about a past case: at which gates would something have been missing? Nothing is written."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field

from consult.workflow.gates import NO_CONSENSUS, Gate, gates, records_of
from rooms.practice import Practice, Stage
from rooms.practice.gates import gate_sentence


@dataclass(frozen=True)
class Asked:
    """One gate of the other pack and how the case stands to it."""

    gate: Gate
    sentence: str

    @property
    def tone(self) -> str:
        return "done" if self.gate.met else "late" if self.gate.checkpoint.blocks else "wait"


@dataclass(frozen=True)
class TriedStage:
    stage: Stage
    asked: list[Asked]


@dataclass
class Missing:
    """One gate over several cases: those in which it would not have been met."""

    stage: Stage
    name: str
    blocks: bool
    sentence: str
    asked: int = 0
    cases: list = field(default_factory=list)


def tried(consultation, pack: Practice) -> list[TriedStage]:
    """Every stage of the pack with its gates, asked by the engine itself.

    What was set aside in the case was so under its own pack, and sets nothing aside here.
    """
    records = [record for record in records_of(consultation) if record.code == NO_CONSENSUS]
    # The case stands at no stage of this pack, even where one bears the same code: every gate is asked.
    consultation = copy(consultation)
    consultation.stage = ""
    return [
        TriedStage(
            stage,
            [
                Asked(gate, gate_sentence(gate.checkpoint, pack))
                for gate in gates(consultation, pack, stage=stage.code, records=records)
            ],
        )
        for stage in pack.stages
    ]


def missing_in(consultations: Iterable, pack: Practice) -> list[Missing]:
    """Each gate of the pack with the cases that would have lacked it, in the order of the way."""
    found: dict[tuple, Missing] = {}
    for consultation in consultations:
        for each in tried(consultation, pack):
            for one in each.asked:
                checkpoint = one.gate.checkpoint
                row = found.setdefault(
                    (each.stage.code, checkpoint.code),
                    Missing(each.stage, checkpoint.name, checkpoint.blocks, one.sentence),
                )
                row.asked += 1
                if not one.gate.met:
                    row.cases.append(consultation)
    order = [(stage.code, checkpoint.code) for stage in pack.stages for checkpoint in stage.checkpoints]
    return [found[key] for key in order if key in found]
