"""Overwrite fields of a row and tell the ledger what they were."""

from members.workflow import check_version, lock


def overwrite(row, values: dict) -> tuple:
    """Lock the row, write the values that differ, and return it with the changes for the ledger.

    A row with a version is written only by who saw its last one: `values` carry that version.
    """
    row = lock(row)
    if hasattr(row, "version"):
        check_version(row, values.get("version"))
    values = {name: value for name, value in values.items() if name != "version"}
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    changes = {}
    for name, value in changed.items():
        field = row._meta.get_field(name)
        changes[name] = (str(field.verbose_name), told(row, name), told_value(field, value))
        setattr(row, name, value)
    if changed:
        fields = list(changed)
        if hasattr(row, "version"):
            row.version += 1
            fields.append("version")
        row.save(update_fields=fields)
    return row, changes


def told(row, name: str) -> str:
    return told_value(row._meta.get_field(name), getattr(row, name))


def told_value(field, value) -> str:
    """Write a value as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "、".join(told_value(field.base_field, each) for each in value)
    if value is True or value is False:
        return "是" if value else "否"
    return str(dict(field.flatchoices).get(value, value))
