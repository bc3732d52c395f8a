"""One request to a gateway: bounded in time and size, without redirects, and never to the machine itself.

企业微信 and 钉钉 take a text for their group robot and answer with an errcode. A gateway of one's own gets a JSON body
of the channel's own making, with the key of the message as `Idempotency-Key`.
"""

import base64
import hashlib
import hmac
import json
import socket
import time
from ipaddress import ip_address
from urllib.parse import quote_plus, urlsplit

import urllib3
from django.conf import settings

from members.enums import ChannelKind, Signing
from members.operations.messages import Message
from members.operations.sealing import unseal

PLACEHOLDERS = ("手机号", "内容", "链接", "编号", "类别")
BODY = '{"phone": "{手机号}", "content": "{内容}", "link": "{链接}", "id": "{编号}"}'
MOST_ANSWER = 16 * 1024
TOO_BUSY = (408, 425, 429)


class NotSent(Exception):
    """The message did not go out, or nobody knows whether it did (`unsure`); `final`: trying again is of no use."""

    def __init__(self, why: str, *, final: bool = False, unsure: bool = False):
        super().__init__(why)
        self.final = final
        self.unsure = unsure


def check_address(address: str) -> str:
    """Say what is wrong with an address, or nothing."""
    try:
        parts = urlsplit(address)
        port_is_right = parts.port is None or parts.port > 0
    except ValueError:
        return "地址写得不对，请照网关说明填写完整地址。"
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_right:
        return "地址要以 http:// 或 https:// 开头，并写明主机。"
    if parts.username is not None or parts.password is not None:
        return "地址里不能写用户名和密码，请填在“密钥”里。"
    if any(letter.isspace() or not letter.isprintable() for letter in address):
        return "地址里不能有空格和换行。"
    return ""


def shown(address: str) -> str:
    """An address without what comes after the question mark: robots carry their key there."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"[:200]


def post(delivery, message: Message) -> None:
    """Send one message; returns when the gateway took it, raises NotSent otherwise."""
    channel = delivery.channel
    address, secret = unseal(channel.sealed_address), unseal(channel.sealed_secret)
    if address is None or secret is None:
        raise NotSent("保存的地址或密钥打不开（系统密钥换过），请重新填写。", final=True)
    if wrong := check_address(address):
        raise NotSent(wrong, final=True)
    _refuse_own_network(address)
    body = json.dumps(_body(delivery, message), ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "consult",
        "Idempotency-Key": str(delivery.key),
    }
    if channel.kind == ChannelKind.DINGTALK and secret:
        address = dingtalk_signed(address, secret, at=int(time.time() * 1000))
    headers |= _signature(channel, secret, body)
    status, answer = _request(address, body, headers, seconds=channel.timeout)
    _judge(channel, status, answer)


def dingtalk_signed(address: str, secret: str, *, at: int) -> str:
    """钉钉自定义机器人的加签: HMAC-SHA256 of timestamp, line end and secret, by the secret."""
    digest = hmac.new(secret.encode(), f"{at}\n{secret}".encode(), hashlib.sha256).digest()
    sign = quote_plus(base64.b64encode(digest))
    return f"{address}{'&' if '?' in address else '?'}timestamp={at}&sign={sign}"


def filled(template: str, words: dict):
    """The body of a gateway of one's own: read as JSON first, so that no text can break out of its place."""
    return _put_in(json.loads(template), words)


def _put_in(value, words: dict):
    if isinstance(value, dict):
        return {name: _put_in(part, words) for name, part in value.items()}
    if isinstance(value, list):
        return [_put_in(part, words) for part in value]
    if isinstance(value, str):
        for word in PLACEHOLDERS:
            if value == f"{{{word}}}":
                return words[word]
        return _replaced(value, words)
    return value


def _replaced(text: str, words: dict) -> str:
    # In one pass: braces of a text that is put in stay what they are.
    parts = text.split("{")
    done = [parts[0]]
    for part in parts[1:]:
        word, closed, rest = part.partition("}")
        done.append(words[word] + rest if closed and word in words else "{" + part)
    return "".join(done)


def _body(delivery, message: Message):
    phone, kind = delivery.address, delivery.channel.kind
    if kind == ChannelKind.WECOM:
        return {"msgtype": "text", "text": {"content": message.line, "mentioned_mobile_list": [phone]}}
    if kind == ChannelKind.DINGTALK:
        text = {"content": f"{message.line} @{phone}"}
        return {"msgtype": "text", "text": text, "at": {"atMobiles": [phone], "isAtAll": False}}
    words = {
        "手机号": phone,
        "内容": message.sentence,
        "链接": message.link,
        "编号": str(delivery.key),
        "类别": delivery.get_kind_display(),
    }
    return filled(delivery.channel.body or BODY, words)


def _signature(channel, secret: str, body: bytes) -> dict:
    if not secret or channel.kind not in (ChannelKind.SMS, ChannelKind.JSON):
        return {}
    if channel.signing == Signing.BEARER:
        return {"Authorization": f"Bearer {secret}"}
    if channel.signing == Signing.SIGNATURE:
        at = str(int(time.time()))
        digest = hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
        return {"X-Timestamp": at, "X-Signature": f"sha256={digest}"}
    return {}


def _refuse_own_network(address: str) -> None:
    """No request to this machine or its own network; a demonstration speaks to its machine alone."""
    parts = urlsplit(address)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotSent("找不到网关的主机，请检查地址和网络。") from None
    for *_, where in found:
        at = ip_address(where[0].split("%")[0])
        # ::ffff:127.0.0.1 is this machine as well.
        at = getattr(at, "ipv4_mapped", None) or at
        if settings.GATEWAYS_ON_LOOPBACK and not at.is_loopback:
            raise NotSent("演示系统只向本机发送，不向外发送。", final=True)
        is_own = at.is_link_local or at.is_multicast or at.is_unspecified or at.is_loopback
        if is_own and not (at.is_loopback and settings.GATEWAYS_ON_LOOPBACK):
            raise NotSent("网关地址指向本机或本机网卡，不能发送。", final=True)


def _request(address: str, body: bytes, headers: dict, *, seconds: int) -> tuple[int, str]:
    until = time.monotonic() + seconds
    limits = urllib3.Timeout(connect=min(seconds, 5), read=seconds, total=seconds)
    with urllib3.PoolManager(num_pools=1, retries=False, timeout=limits) as pool:
        try:
            answer = pool.request("POST", address, body=body, headers=headers, redirect=False, preload_content=False)
            return answer.status, _read(answer, until).decode("utf-8", "replace")
        except (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError):
            raise NotSent("连不上网关。") from None
        except urllib3.exceptions.SSLError:
            raise NotSent("网关的证书不可信，没有发送。") from None
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as fault:
            late = isinstance(fault, urllib3.exceptions.TimeoutError)
            why = f"网关在 {seconds} 秒内没有回执。" if late else "网关中断了连接，没有回执。"
            raise NotSent(why, unsure=True) from None


def _read(answer, until: float) -> bytes:
    """The beginning of the answer; one that comes drop by drop is given up."""
    found = b""
    while len(found) < MOST_ANSWER and (part := answer.read1(4096)):
        found += part
        if time.monotonic() > until:
            raise urllib3.exceptions.TimeoutError
    return found[:MOST_ANSWER]


def _judge(channel, status: int, answer: str) -> None:
    if not 200 <= status < 300:
        final = 300 <= status < 500 and status not in TOO_BUSY
        raise NotSent(f"网关回答 {status}。", final=final)
    if channel.kind in (ChannelKind.WECOM, ChannelKind.DINGTALK):
        _judge_robot(answer)
    elif channel.success_word and channel.success_word not in answer:
        raise NotSent("网关的回执里没有成功的标志。")


def _judge_robot(answer: str) -> None:
    try:
        code = json.loads(answer)["errcode"]
    except (ValueError, KeyError, TypeError):
        raise NotSent("网关的回执读不懂，可能不是机器人的地址。") from None
    if code != 0:
        raise NotSent(f"机器人没有接收，错误码 {str(code)[:20]}。")
