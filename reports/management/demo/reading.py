"""Turn plain TOML data into frozen dataclasses; an unknown key or a wrong type is an error that says where."""

import dataclasses
import types
import typing
from decimal import Decimal


class DemoFault(ValueError):
    """A data file of the demonstration is wrong; the message names the file and the key."""


def build(cls, data: dict, *, where: str):
    """Make one object of the class; every key must be a field, every field without a default must be given."""
    if not isinstance(data, dict):
        raise DemoFault(f"{where}: expected a table, got {data!r}")
    hints = typing.get_type_hints(cls)
    fields = {field.name: field for field in dataclasses.fields(cls)}
    if unknown := sorted(set(data) - set(fields)):
        raise DemoFault(f"{where}: unknown key {', '.join(unknown)}")
    if missing := sorted(name for name, field in fields.items() if _is_required(field) and name not in data):
        raise DemoFault(f"{where}: missing key {', '.join(missing)}")
    return cls(**{name: _value(hints[name], value, f"{where}.{name}") for name, value in data.items()})


def _is_required(field) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _value(hint, value, where: str):
    origin = typing.get_origin(hint)
    if origin is types.UnionType:
        return _value(typing.get_args(hint)[0], value, where)
    if origin is tuple:
        return _items(typing.get_args(hint)[0], value, where)
    if origin is dict:
        return {key: _value(typing.get_args(hint)[1], item, f"{where}.{key}") for key, item in value.items()}
    if dataclasses.is_dataclass(hint):
        return build(hint, value, where=where)
    return _plain(hint, value, where)


def _items(hint, value, where: str) -> tuple:
    if not isinstance(value, list):
        raise DemoFault(f"{where}: expected a list, got {value!r}")
    return tuple(_value(hint, item, f"{where}[{index}]") for index, item in enumerate(value, start=1))


def _plain(hint, value, where: str):
    if hint is Decimal and type(value) in (int, Decimal):
        return Decimal(value)
    # A boolean is an int in Python, and must not pass for one here.
    if type(value) is not hint:
        raise DemoFault(f"{where}: expected {hint.__name__}, got {value!r}")
    return value.strip() if hint is str else value
