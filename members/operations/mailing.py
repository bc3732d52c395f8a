"""One message by mail, through the server that the settings name."""

import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from members.operations.gateways import NotSent
from members.operations.messages import Message

FOOT = "此邮件由系统自动发出，请勿回复。不再接收，可在“我的账号—通知方式”里关闭。"


def mail(delivery, message: Message) -> None:
    """Send; returns when the server took the message. Its Message-ID is the key: programs drop a second one."""
    connection = get_connection(fail_silently=False, **_limits(delivery.channel))
    text = "\n\n".join(filter(None, [f"{message.sentence}。", message.link, FOOT]))
    host = urlsplit(settings.SITE_URL).hostname
    letter = EmailMessage(
        message.subject,
        text,
        to=[delivery.address],
        connection=connection,
        headers={"Message-ID": f"<{delivery.key}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    try:
        connection.open()
    except smtplib.SMTPAuthenticationError:
        raise NotSent("邮件服务器不接受账号和密码。") from None
    except (smtplib.SMTPException, OSError):
        raise NotSent("连不上邮件服务器。") from None
    try:
        connection.send_messages([letter])
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _ in refused.recipients.values()]
        raise NotSent("邮件服务器不接收这个地址。", final=all(code >= 500 for code in codes)) from None
    except smtplib.SMTPResponseException as answer:
        raise NotSent(f"邮件服务器回答 {answer.smtp_code}。", final=answer.smtp_code >= 500) from None
    except (smtplib.SMTPException, OSError):
        raise NotSent("邮件服务器中断了连接，没有回执。", unsure=True) from None
    finally:
        _close(connection)


def _limits(channel) -> dict:
    return {"timeout": channel.timeout} if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend") else {}


def _close(connection) -> None:
    try:
        connection.close()
    except (smtplib.SMTPException, OSError):
        # It was sent, or it was not: saying goodbye changes nothing.
        return
