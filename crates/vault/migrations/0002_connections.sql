-- Format 2: provider profiles, connections, and the secret fields of both. Never edited.
--
-- Values are sealed as in format 1. A row of `secrets` has the id of the profile or connection it
-- belongs to; nothing in clear tells which of the two that is.

CREATE TABLE profiles (
    id       BLOB    PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    provider BLOB    CHECK (provider IS NULL),
    revision INTEGER NOT NULL,
    value    BLOB    NOT NULL
) STRICT;

CREATE TABLE connections (
    id       BLOB    PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    provider BLOB    CHECK (provider IS NULL),
    revision INTEGER NOT NULL,
    value    BLOB    NOT NULL
) STRICT;

CREATE TABLE secrets (
    id       BLOB    PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    provider BLOB    CHECK (provider IS NULL),
    revision INTEGER NOT NULL,
    value    BLOB    NOT NULL
) STRICT;

UPDATE vault SET format = 2;
