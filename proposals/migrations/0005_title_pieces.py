from django.db import migrations

# What every title says (关于…的建议) would make each one similar to each other, and is left out of the pieces.
FORWARD = """
CREATE FUNCTION proposal_subject(title text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(title, '^(关于|对)|的?(建议|提案|意见|意见建议|情况反映|问题|情况)$', '', 'g')
$$;

CREATE FUNCTION proposal_title_pieces() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.title_pieces := text_pieces(proposal_subject(NEW.title));
  RETURN NEW;
END $$;

CREATE TRIGGER proposal_title_pieces BEFORE INSERT OR UPDATE OF title ON proposals_proposal
  FOR EACH ROW EXECUTE FUNCTION proposal_title_pieces();

UPDATE proposals_proposal SET title = title;
"""

BACKWARD = """
DROP TRIGGER proposal_title_pieces ON proposals_proposal;
DROP FUNCTION proposal_title_pieces();
DROP FUNCTION proposal_subject(text);
"""


class Migration(migrations.Migration):
    dependencies = [("proposals", "0004_calls_clues_signers"), ("consult", "0002_topic_pieces")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
