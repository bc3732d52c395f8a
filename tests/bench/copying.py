"""Rows of any model into the database by COPY, the keys given here."""

import json
from itertools import count

from django.db import connection, models, transaction
from django.utils import timezone


class Rows:
    """The rows of one model, kept until the next `write`."""

    def __init__(self, model):
        self.model = model
        fields = model._meta.concrete_fields
        self.blank = {field.attname: _default(field) for field in fields}
        self.json = [field.attname for field in fields if isinstance(field, models.JSONField)]
        columns = ", ".join(f'"{field.column}"' for field in fields)
        self.statement = f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN'
        self.kept = []
        last = None if model._meta.pk.attname == "uuid" else model.objects.aggregate(last=models.Max("pk"))["last"]
        self.keys = count((last or 0) + 1)

    def add(self, **fields):
        row = {**self.blank, **fields}
        if "id" in row and row["id"] is None:
            row["id"] = next(self.keys)
        if len(row) != len(self.blank):
            raise LookupError(f"{self.model.__name__} has no {set(row) - set(self.blank)}")
        for name in self.json:
            row[name] = json.dumps(row[name], ensure_ascii=False)
        self.kept.append(row.values())
        return row.get("id")

    def write(self) -> None:
        with connection.cursor() as cursor, cursor.copy(self.statement) as copy:
            for row in self.kept:
                copy.write_row(tuple(row))
        self.kept = []


class Tables:
    """One `Rows` for each model, written together."""

    def __init__(self, *order):
        self.rows = {model: Rows(model) for model in order}

    def __getitem__(self, model) -> Rows:
        return self.rows[model]

    @transaction.atomic
    def write(self, *, with_triggers) -> int:
        """Write everything. Only the models in `with_triggers` keep their triggers: the keys of the others fit."""
        total = sum(len(rows.kept) for rows in self.rows.values())
        for model in with_triggers:
            self.rows[model].write()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
        for rows in self.rows.values():
            rows.write()
        return total

    def finish(self) -> None:
        """Set the sequences behind the keys that were given here, and let the planner see what came."""
        with connection.cursor() as cursor:
            for model in self.rows:
                table = model._meta.db_table
                if "id" in self.rows[model].blank:
                    cursor.execute(
                        f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), COALESCE(max(id), 1)) FROM {table}"
                    )
            cursor.execute("ANALYZE")


def _default(field):
    if isinstance(field, models.DateTimeField) and field.has_default():
        return timezone.now()
    if field.has_default():
        return field.get_default()
    return "" if field.empty_strings_allowed and not field.null else None
