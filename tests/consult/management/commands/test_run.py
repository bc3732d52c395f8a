import socket

import pytest
from django.core.management import CommandError, call_command


def test_run_refuses_every_address_but_loopback(monkeypatch):
    monkeypatch.setenv("HOST", "0.0.0.0")
    with pytest.raises(CommandError, match=r"演示模式只能绑定本机地址，不能绑定 0\.0\.0\.0"):
        call_command("run")


def test_run_names_a_port_that_is_taken(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as other:
        monkeypatch.setenv("PORT", str(other.getsockname()[1]))
        with pytest.raises(CommandError, match="已被占用"):
            call_command("run")
