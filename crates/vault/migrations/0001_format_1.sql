-- Format 1. Never edited: a later format is a later file.
--
-- Every sealed table has the same four columns: a row id that tells nothing (random, or a keyed
-- digest), the provider it belongs to, the revision it was written at, and the sealed value.

CREATE TABLE vault (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    id         BLOB    NOT NULL CHECK (length(id) = 16),
    format     INTEGER NOT NULL,
    lock_epoch INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The deadline is exact, unlike any other moment in clear: a rounded one would not be a delay.
CREATE TABLE attempts (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    failures   INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE ledger (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    revision INTEGER NOT NULL,
    value    BLOB    NOT NULL
) STRICT;

CREATE TABLE slots (
    id       BLOB    PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    provider BLOB    CHECK (provider IS NULL),
    revision INTEGER NOT NULL,
    value    BLOB    NOT NULL
) STRICT;

CREATE TABLE settings (
    id       BLOB    PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    provider BLOB    CHECK (provider IS NULL),
    revision INTEGER NOT NULL,
    value    BLOB    NOT NULL
) STRICT;

CREATE TABLE providers (
    id       BLOB    PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    provider BLOB    CHECK (provider IS NULL),
    revision INTEGER NOT NULL,
    value    BLOB    NOT NULL
) STRICT;

CREATE TABLE credentials (
    id       BLOB    PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    provider BLOB    NOT NULL REFERENCES providers (id),
    revision INTEGER NOT NULL,
    value    BLOB    NOT NULL
) STRICT;

CREATE TABLE snapshots (
    id       BLOB    PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    provider BLOB    NOT NULL REFERENCES providers (id),
    revision INTEGER NOT NULL,
    value    BLOB    NOT NULL
) STRICT;

CREATE TABLE documents (
    id       BLOB    PRIMARY KEY NOT NULL CHECK (length(id) = 16),
    provider BLOB    NOT NULL REFERENCES providers (id),
    revision INTEGER NOT NULL,
    value    BLOB    NOT NULL
) STRICT;

CREATE TABLE audit (
    sequence INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL,
    value    BLOB    NOT NULL
) STRICT;

CREATE INDEX credentials_by_provider ON credentials (provider);
CREATE INDEX snapshots_by_provider ON snapshots (provider);
CREATE INDEX documents_by_provider ON documents (provider);
