"""A province out of one city: copied in SQL, which is several times as quick as making each case.

The copies have what is counted and shown of cases; files, notices and the ledger stay those of the first city.
"""

from django.db import connection, models, transaction

from members.models import Attachment, Event, Notice, Region, Role, Unit, User
from rooms.models import Convener, Room
from tests.bench.cases import MODELS

COPIED = [
    *(Region, Unit, User, Role, Room, Convener),
    *(model for model in MODELS if model not in (Attachment, Event, Notice)),
]
CODE = "420281"


def multiply(cities: int) -> int:
    """Copy the one city that is there until there are so many; return how many rows were written."""
    steps = {model: _last_key(model) for model in COPIED if not isinstance(model._meta.pk, models.UUIDField)}
    total = 0
    for number in range(1, cities):
        with transaction.atomic(), connection.cursor() as cursor:
            # The keys of the copies fit as those of the first city do.
            cursor.execute("SET LOCAL session_replication_role = replica")
            for model in COPIED:
                cursor.execute(_statement(model, number, steps))
                total += cursor.rowcount
    with connection.cursor() as cursor:
        for model in steps:
            table = model._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM \"{table}\"")
        cursor.execute("ANALYZE")
    return total


def _last_key(model) -> int:
    return model.objects.aggregate(last=models.Max("pk"))["last"] or 0


def _statement(model, number: int, steps: dict) -> str:
    table, fields = model._meta.db_table, model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_copied(model, field, number, steps) for field in fields)
    first = f' WHERE "id" <= {steps[model]}' if model in steps else _of_first(model, steps)
    return f'INSERT INTO "{table}" ({columns}) SELECT {values} FROM "{table}"{first}'


def _of_first(model, steps: dict) -> str:
    """Rows with keys of their own are told apart by the row to which they belong."""
    owner = next(field for field in model._meta.concrete_fields if field.related_model in steps)
    return f' WHERE "{owner.column}" <= {steps[owner.related_model]}'


def _copied(model, field, number: int, steps: dict) -> str:
    column, target = f'"{field.column}"', field.related_model or (model if field.primary_key else None)
    if target in steps:
        return f"{column} + {number * steps[target]}"
    if isinstance(field, models.UUIDField):
        return f"md5({column}::text || '{number}')::uuid"
    if (model, field.name) in ((Region, "code"), (Region, "path")):
        return f"replace({column}, '{CODE}', '43{number:04}')"
    return f"{column} || '-{number}'" if (model, field.name) == (User, "username") else column
