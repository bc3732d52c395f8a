"""What a message says. Outside of the system nobody is named and no case is told of.

By telephone it is the kind of the notice and where to read it. By mail, and where a channel was set to say it, the
notice's own sentence; of what is 内部 never.
"""

from dataclasses import dataclass

from django.conf import settings

from members.enums import NoticeKind
from members.models import Delivery
from members.operations.sealing import unseal

NAME = "协商在一线"
SENTENCES = {
    NoticeKind.TASK: "您有一件新的待办，请登录“协商在一线”办理",
    NoticeKind.DEADLINE: "您有事项临近或者超过期限，请登录“协商在一线”查看",
    NoticeKind.NEWS: "您有一条新的通知，请登录“协商在一线”查看",
}
TEST = "这是一条测试消息，收到说明通知渠道可以使用"
CODE_MINUTES = 10


@dataclass(frozen=True)
class Message:
    subject: str
    sentence: str
    link: str

    @property
    def line(self) -> str:
        return f"{self.sentence}：{self.link}" if self.link else f"{self.sentence}。"


def message_of(delivery: Delivery) -> Message:
    if delivery.code_id:
        code = unseal(delivery.code.sealed_code) or ""
        return Message(f"{NAME}：验证码", f"验证码 {code}，{CODE_MINUTES} 分钟内有效，请勿告诉他人", "")
    notice = delivery.notice
    if notice is None:
        return Message(f"{NAME}：测试", TEST, settings.SITE_URL)
    kind = NoticeKind(notice.kind)
    told = delivery.channel.says_sentence and not notice.is_internal
    sentence = one_line(notice.sentence) if told else SENTENCES[kind]
    # The address of the notice and not of its record: a record's number is a fact about a case.
    return Message(f"{NAME}：{kind.label}", sentence, f"{settings.SITE_URL}/notices/{notice.pk}/")


def one_line(text: str) -> str:
    """Without line ends and other control characters: nothing typed becomes a header."""
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()
