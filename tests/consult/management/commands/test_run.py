import socket

import pytest
from django.core.management import CommandError, call_command


def test_run_refuses_every_address_but_loopback(monkeypatch):
    monkeypatch.setenv("HOST", "0.0.0.0")
    with pytest.raises(CommandError, match=r"演示模式只能绑定本机地址，不能绑定 0\.0\.0\.0"):
        call_command("run")


@pytest.mark.parametrize("port", ["abc", "99999", "-1", "0", "80.5", "８０００", " "])
def test_run_says_what_a_port_is_before_anything_starts(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(CommandError, match="PORT 要写 1 到 65535 之间的整数"):
        call_command("run")


def test_run_names_a_port_that_is_taken(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as other:
        monkeypatch.setenv("PORT", str(other.getsockname()[1]))
        with pytest.raises(CommandError, match="已被占用"):
            call_command("run")
