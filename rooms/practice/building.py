"""From resolved plain data to the pack object."""

from dataclasses import fields
from typing import Any

from rooms.practice import proposal_year, proposing, rating, shape
from rooms.practice.holding import held_step
from rooms.practice.kinds import ALWAYS_SEVERAL, CHECKPOINT
from rooms.practice.pack import Practice

# Keys of a checkpoint that are no parameters of its kind.
OWN = {*CHECKPOINT, "source", "default"}


def build(resolved: dict) -> Practice:
    words = {key: word for key, word in resolved["words"].items() if isinstance(word, str)}
    return Practice(
        code=resolved["code"],
        version=resolved["version"],
        name=resolved["name"],
        place=resolved["place"],
        source=resolved.get("source", ""),
        extends=resolved.get("extends", ""),
        words=words,
        step_names=resolved["words"]["step"],
        role_names=resolved["words"]["role"],
        stages=tuple(stage(one) for one in resolved["stage"]),
        bodies=several(shape.Body, resolved["body"]),
        routes=tuple(route(one) for one in resolved["route"]),
        participants=participants(resolved["participants"]),
        topic_sources=several(shape.TopicSource, resolved["topic_source"]),
        topic_classes=several(shape.TopicClass, resolved.get("topic_class", ())),
        meeting=meeting(resolved["meeting"]),
        dispositions=several(shape.Disposition, resolved["disposition"]),
        outcomes=several(shape.Outcome, resolved["outcome"]),
        deadlines=tuple(deadline(one) for one in resolved["deadline"]),
        documents=several(shape.Document, resolved["document"]),
        views=several(shape.View, resolved["view"]),
        forms=tuple(form(one) for one in resolved["form"]),
        triages=several(shape.Triage, resolved.get("triage", ())),
        proposal_kinds=tuple(proposal_kind(one) for one in resolved.get("proposal_kind", ())),
        proposal_year=make(proposal_year.ProposalYear, resolved.get("proposal_year", {})),
        rating=make(rating.Rating, resolved.get("evaluation", {})),
        two_conveners=resolved.get("two_conveners", True),
        resolved=resolved,
    )


def stage(table: dict) -> shape.Stage:
    steps = table["steps"]
    checkpoints = tuple(checkpoint(one | {"step": held_step(one, steps)}) for one in table.get("checkpoint", ()))
    plain = {key: value for key, value in table.items() if key != "checkpoint"}
    return make(shape.Stage, plain, checkpoints=checkpoints)


def checkpoint(table: dict) -> shape.Checkpoint:
    own = {key: value for key, value in table.items() if key in OWN}
    params = {key: frozen(value) for key, value in table.items() if key not in OWN}
    for key in params.keys() & set(ALWAYS_SEVERAL):
        params[key] = params[key] if isinstance(params[key], tuple) else (params[key],)
    return make(shape.Checkpoint, own, params=params)


def route(table: dict) -> shape.Route:
    plain = {key: value for key, value in table.items() if key != "step"}
    steps = tuple(make(shape.RouteStep, one, bodies=bodies_of(one)) for one in table["step"])
    return make(shape.Route, plain, steps=steps)


def bodies_of(step: dict) -> tuple[str, ...]:
    return tuple(step["bodies"]) if "bodies" in step else (step["body"],)


def participants(table: dict) -> shape.Participants:
    plain = {key: value for key, value in table.items() if key != "category"}
    return make(shape.Participants, plain, categories=several(shape.Category, table["category"]))


def meeting(table: dict) -> shape.Meeting:
    choices = {"modes": "mode", "agenda": "agenda", "floor": "floor"}
    plain = {key: value for key, value in table.items() if key not in (*choices.values(), "opinions")}
    opinions = {key: value for key, value in table["opinions"].items() if key != "label"}
    labels = several(shape.Choice, table["opinions"]["label"])
    return make(
        shape.Meeting,
        plain,
        opinions=make(shape.Opinions, opinions, labels=labels),
        **{name: several(shape.Choice, table[key]) for name, key in choices.items()},
    )


def deadline(table: dict) -> shape.Deadline:
    spans = {key: shape.Span(**table[key]) for key in ("within", "extension") if key in table}
    plain = {key: value for key, value in table.items() if key not in spans}
    return make(shape.Deadline, plain, **spans)


def form(table: dict) -> rating.Form:
    return make(rating.Form, table, fields=frozen(table["field"]))


def proposal_kind(table: dict) -> proposing.ProposalKind:
    plain = {key: value for key, value in table.items() if key != "review"}
    steps = tuple(
        make(proposing.ReviewStep, one, bodies=several(proposing.ReviewBody, one["body"])) for one in table["review"]
    )
    return make(proposing.ProposalKind, plain, reviews=steps)


def several(kind, tables: list[dict]) -> tuple:
    return tuple(make(kind, table) for table in tables)


def make(kind, table: dict, **given):
    """The plain keys of a table are the fields of its class, by the same names."""
    known = {field.name for field in fields(kind)} - given.keys()
    return kind(**{key: frozen(value) for key, value in table.items() if key in known}, **given)


def frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(frozen(one) for one in value)
    if isinstance(value, dict):
        return {key: frozen(one) for key, one in value.items()}
    return value
