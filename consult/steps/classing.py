"""议题类别: what a topic is about. Figures are told apart by it, and nothing else depends on it."""

from django.db import transaction

from consult.models import Consultation
from consult.steps.telling import tell
from consult.workflow import Refused, lock


@transaction.atomic
def classify(consultation, *, by, topic_class: str) -> Consultation:
    """Say what the topic is about, at any time: it is counted by it in every room that consults on it."""
    consultation = lock(consultation, related=("topic", "room__unit__region"))
    topic = lock(consultation.topic)
    _require_class(consultation.pack, topic_class)
    if topic_class == topic.topic_class:
        return consultation
    changes = {"topic_class": change(topic, "topic_class", topic_class, consultation.pack)}
    tell_elsewhere(consultation, topic_class, by=by)
    topic.topic_class = topic_class
    topic.version += 1
    topic.save(update_fields=["topic_class", "version"])
    tell(consultation, "consult.classify_topic", by=by, sentence=_classed(consultation, topic_class), changes=changes)
    return consultation


def tell_elsewhere(consultation, topic_class: str, *, by) -> None:
    """The other rooms' figures follow the acts about their own cases."""
    others = Consultation.objects.filter(topic=consultation.topic_id).exclude(pk=consultation.pk)
    for case in others.select_related("topic", "room__unit__region", "practice").order_by("pk"):
        tell(case, "consult.classify_topic", by=by, sentence=_classed(consultation, topic_class))


def _classed(consultation, topic_class: str) -> str:
    about = consultation.pack.topic_class(topic_class)
    return consultation.say("{topic}类别定为{name}", name=about.name if about else "未分类")


def _require_class(pack, topic_class: str) -> None:
    if topic_class and pack.topic_class(topic_class) is None:
        raise Refused(pack.say("这里的{topic}没有这个类别，请刷新页面后重新选择。"))


def change(topic, name: str, value, pack) -> tuple[str, str, str]:
    """The label of a field with what stood there and what stands there now, as the ledger keeps them."""
    label = str(topic._meta.get_field(name).verbose_name)
    old, new = getattr(topic, name), value
    if name == "topic_class":
        old, new = (about.name if (about := pack.topic_class(code)) else "" for code in (old, new))
    return label, str(old), str(new)
