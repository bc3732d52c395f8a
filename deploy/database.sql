-- The two roles and the database, run once as the server's administrator:
--   psql -d postgres -f deploy/database.sql
-- `owner` owns the tables and runs migrations; `app` is what the application connects as: it reads and writes rows.
-- On a server of your own give both a password afterwards: \password owner and \password app.
CREATE ROLE owner LOGIN;
CREATE ROLE app LOGIN;
CREATE DATABASE consult OWNER owner TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8';
-- Disks without moving parts reach any page as quickly as the next one; told so, the planner uses its indexes.
ALTER DATABASE consult SET random_page_cost = 1.1;

\connect consult
ALTER DEFAULT PRIVILEGES FOR ROLE owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app;
ALTER DEFAULT PRIVILEGES FOR ROLE owner GRANT USAGE, SELECT ON SEQUENCES TO app;

-- Test databases are copies of template1.
\connect template1
ALTER DEFAULT PRIVILEGES FOR ROLE owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app;
ALTER DEFAULT PRIVILEGES FOR ROLE owner GRANT USAGE, SELECT ON SEQUENCES TO app;
