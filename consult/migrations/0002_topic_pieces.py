from django.db import migrations

# Chinese words of two characters are found through all two-character pieces of the text. The function is immutable, so that queries can use it on the searched words too.
FORWARD = """
CREATE FUNCTION text_pieces(words text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT COALESCE(array_agg(DISTINCT piece), '{}')
  FROM (SELECT substr(lower(words), i, 2) AS piece FROM generate_series(1, greatest(length(words) - 1, 1)) AS i) AS pieces
  WHERE piece <> ''
$$;

CREATE FUNCTION topic_pieces() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.title_pieces := text_pieces(NEW.title);
  NEW.pieces := text_pieces(NEW.title || ' ' || NEW.place || ' ' || left(NEW.why, 1000));
  RETURN NEW;
END $$;

CREATE TRIGGER topic_pieces BEFORE INSERT OR UPDATE OF title, place, why ON consult_topic
  FOR EACH ROW EXECUTE FUNCTION topic_pieces();
"""

BACKWARD = """
DROP TRIGGER topic_pieces ON consult_topic;
DROP FUNCTION topic_pieces();
DROP FUNCTION text_pieces(text);
"""


class Migration(migrations.Migration):
    dependencies = [("consult", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
