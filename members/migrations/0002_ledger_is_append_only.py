from django.db import migrations

# The role exists wherever deploy/database.sql was run; a single-role database keeps the triggers alone.
REVOKE = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON members_event FROM app;
    REVOKE DELETE, TRUNCATE ON members_revision FROM app;
  END IF;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]
    operations = [migrations.RunSQL(REVOKE, migrations.RunSQL.noop)]
