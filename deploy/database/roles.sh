#!/bin/sh
# Runs once, when the database container makes its cluster: the owner of the schema and the application's role.
set -eu
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set ON_ERROR_STOP=1 \
  --set owner_password="$DATABASE_OWNER_PASSWORD" --set app_password="$DATABASE_APP_PASSWORD" <<'SQL'
CREATE ROLE portal_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE portal_app LOGIN PASSWORD :'app_password';
CREATE DATABASE portal OWNER portal_owner;
REVOKE TEMPORARY ON DATABASE portal FROM PUBLIC;
-- A statement that fails holds what somebody typed: the server's log names the rule it broke, and nothing else.
ALTER DATABASE portal SET log_min_error_statement = panic;
ALTER DATABASE portal SET log_error_verbosity = terse;
SQL
