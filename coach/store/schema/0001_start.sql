-- What coach remembers. Instants are UTC in ISO 8601; a due date is a local date.
-- `sha256` seals a row: the digest of all its other columns, checked whenever it is read.
-- Migrations are numbered and only ever added to; user_version is the number of the last one run.

-- One mock interview.
CREATE TABLE sittings (
    id TEXT PRIMARY KEY NOT NULL,
    started_at TEXT NOT NULL,
    job TEXT NOT NULL,
    sha256 TEXT NOT NULL
);

-- A question that was asked, answered or told; bank_id where it comes from the bank.
CREATE TABLE questions (
    id INTEGER PRIMARY KEY NOT NULL,
    bank_id TEXT UNIQUE,
    text TEXT NOT NULL,             -- as first asked or told
    kind TEXT,                      -- NULL while it was only asked
    sha256 TEXT NOT NULL
);
CREATE INDEX questions_by_text ON questions (text);

-- The ways to put a question.
CREATE TABLE wordings (
    question INTEGER NOT NULL REFERENCES questions (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    position INTEGER,               -- its place among its card's wordings; NULL: not among them
    asks INTEGER NOT NULL,          -- how often it was put so, answered or not
    asked_at TEXT,                  -- the last time
    sha256 TEXT NOT NULL,
    PRIMARY KEY (question, text)
);
CREATE INDEX wordings_by_text ON wordings (text);

-- One answer. `record` is the attempt's JSON as the contract has it; the columns before it are
-- its index, written with it and sealed with it.
CREATE TABLE attempts (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    sitting TEXT REFERENCES sittings (id),
    question INTEGER NOT NULL REFERENCES questions (id),
    recorded_at TEXT NOT NULL,
    via TEXT NOT NULL,
    band INTEGER,
    grade TEXT NOT NULL,
    record TEXT NOT NULL,
    sha256 TEXT NOT NULL
);
CREATE INDEX attempts_by_sitting ON attempts (sitting);
CREATE INDEX attempts_by_question ON attempts (question);

-- An index over the attempts' findings: which defect was found where.
CREATE TABLE findings (
    attempt TEXT NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    defect TEXT NOT NULL,
    severity INTEGER NOT NULL
);
CREATE INDEX findings_by_attempt ON findings (attempt);
CREATE INDEX findings_by_defect ON findings (defect, attempt);

-- The journal of recordings; the row is there before the first sound. Until the attempt is kept
-- the row also says what was asked; from then on the attempt does.
CREATE TABLE recordings (
    id TEXT PRIMARY KEY NOT NULL,   -- the attempt's id and the file's name
    state TEXT NOT NULL CHECK (state IN ('speaking', 'whole', 'expiring', 'erasing')),
    asked TEXT,
    via TEXT,
    sitting TEXT REFERENCES sittings (id),
    started_at TEXT,
    seconds REAL,
    audio_sha256 TEXT,
    sha256 TEXT NOT NULL
);

-- A question that comes back, with the scheduler's memory of it.
CREATE TABLE cards (
    id TEXT PRIMARY KEY NOT NULL,
    question INTEGER NOT NULL UNIQUE REFERENCES questions (id),
    last_wording TEXT,
    source TEXT NOT NULL,
    why TEXT NOT NULL,              -- JSON list of reasons
    added_at TEXT NOT NULL,
    due TEXT NOT NULL,
    memory TEXT NOT NULL,
    sha256 TEXT NOT NULL
);
CREATE INDEX cards_by_due ON cards (due);

-- One meeting with a card; without an attempt it was skipped.
CREATE TABLE reviews (
    id INTEGER PRIMARY KEY NOT NULL,
    card TEXT NOT NULL REFERENCES cards (id) ON DELETE CASCADE,
    attempt TEXT REFERENCES attempts (id),
    grade TEXT NOT NULL,
    reviewed_at TEXT NOT NULL,
    due TEXT NOT NULL,
    sha256 TEXT NOT NULL
);
CREATE INDEX reviews_by_card ON reviews (card);
CREATE INDEX reviews_by_attempt ON reviews (attempt);
