-- +goose Up

-- The desk's own numbers and switches.

CREATE TABLE setting (
  name       TEXT NOT NULL PRIMARY KEY,
  value      TEXT NOT NULL
) STRICT;

CREATE TABLE counter (
  name       TEXT NOT NULL PRIMARY KEY,
  next       INTEGER NOT NULL
) STRICT;

-- Who: organisations, people, and how they sign in.

CREATE TABLE organisation (
  id          INTEGER NOT NULL PRIMARY KEY,
  name        TEXT NOT NULL,
  name_key    TEXT NOT NULL UNIQUE,
  sees        TEXT NOT NULL DEFAULT 'own' CHECK (sees IN ('own', 'organisation')),
  archived_at INTEGER,
  version     INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE organisation_domain (
  domain          TEXT NOT NULL PRIMARY KEY,
  organisation_id INTEGER NOT NULL REFERENCES organisation (id)
) STRICT;
CREATE INDEX organisation_domain_organisation ON organisation_domain (organisation_id);

CREATE TABLE person (
  id                INTEGER NOT NULL PRIMARY KEY,
  organisation_id   INTEGER NOT NULL REFERENCES organisation (id),
  name              TEXT NOT NULL,
  name_key          TEXT NOT NULL,
  email             TEXT UNIQUE,
  phone             TEXT NOT NULL DEFAULT '',
  title             TEXT NOT NULL DEFAULT '',
  language          TEXT NOT NULL DEFAULT 'en',
  time_zone         TEXT NOT NULL DEFAULT 'UTC',
  role              TEXT NOT NULL CHECK (role IN ('requester', 'organisation_manager', 'agent', 'team_lead', 'administrator')),
  all_organisations INTEGER NOT NULL DEFAULT FALSE,
  capacity          INTEGER NOT NULL DEFAULT 5,
  presence          TEXT NOT NULL DEFAULT 'off' CHECK (presence IN ('here', 'away', 'busy', 'off')),
  password_hash     TEXT,
  disabled_at       INTEGER,
  version           INTEGER NOT NULL DEFAULT 1,
  UNIQUE (id, organisation_id)
) STRICT;
CREATE INDEX person_organisation ON person (organisation_id, name_key, id);
CREATE INDEX person_name ON person (name_key, id);

CREATE TABLE person_email (
  email     TEXT NOT NULL PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE INDEX person_email_person ON person_email (person_id);

CREATE TABLE clearance (
  person_id       INTEGER NOT NULL REFERENCES person (id),
  organisation_id INTEGER NOT NULL REFERENCES organisation (id),
  PRIMARY KEY (person_id, organisation_id)
) STRICT;

CREATE TABLE session (
  id         INTEGER NOT NULL PRIMARY KEY,
  token_hash BLOB NOT NULL UNIQUE,
  person_id  INTEGER NOT NULL REFERENCES person (id),
  created_at INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  agent      TEXT NOT NULL DEFAULT '',
  address    TEXT NOT NULL DEFAULT '',
  revoked_at INTEGER
) STRICT;
CREATE INDEX session_person ON session (person_id, created_at);

CREATE TABLE magic_link (
  token_hash BLOB NOT NULL PRIMARY KEY,
  purpose    TEXT NOT NULL CHECK (purpose IN ('sign_in', 'set_up', 'reset_password')),
  person_id  INTEGER REFERENCES person (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at    INTEGER
) STRICT;

CREATE TABLE api_token (
  id           INTEGER NOT NULL PRIMARY KEY,
  token_hash   BLOB NOT NULL UNIQUE,
  person_id    INTEGER NOT NULL REFERENCES person (id),
  name         TEXT NOT NULL,
  scopes       TEXT NOT NULL DEFAULT '[]',
  created_at   INTEGER NOT NULL,
  expires_at   INTEGER,
  last_used_at INTEGER,
  revoked_at   INTEGER
) STRICT;
CREATE INDEX api_token_person ON api_token (person_id, created_at);

CREATE TABLE sign_in_failure (
  subject      TEXT NOT NULL PRIMARY KEY,
  failures     INTEGER NOT NULL,
  last_at      INTEGER NOT NULL,
  locked_until INTEGER
) STRICT;

-- The ladder: levels, teams, what people know.

CREATE TABLE level (
  id          INTEGER NOT NULL PRIMARY KEY,
  rank        INTEGER NOT NULL UNIQUE,
  name        TEXT NOT NULL,
  plain_name  TEXT NOT NULL,
  archived_at INTEGER,
  version     INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE team (
  id          INTEGER NOT NULL PRIMARY KEY,
  name        TEXT NOT NULL,
  name_key    TEXT NOT NULL UNIQUE,
  plain_name  TEXT NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('line', 'project')),
  level_id    INTEGER REFERENCES level (id),
  threshold   INTEGER NOT NULL DEFAULT 60 CHECK (threshold BETWEEN 0 AND 100),
  lead_id     INTEGER REFERENCES person (id),
  triage      INTEGER NOT NULL DEFAULT FALSE,
  archived_at INTEGER,
  version     INTEGER NOT NULL DEFAULT 1,
  CHECK ((kind = 'project') = (level_id IS NULL))
) STRICT;
CREATE INDEX team_level ON team (level_id, name_key);

CREATE TABLE membership (
  team_id    INTEGER NOT NULL REFERENCES team (id),
  person_id  INTEGER NOT NULL REFERENCES person (id),
  preference INTEGER NOT NULL DEFAULT 1,
  share      INTEGER NOT NULL DEFAULT 100 CHECK (share BETWEEN 0 AND 100),
  PRIMARY KEY (team_id, person_id)
) STRICT;
CREATE INDEX membership_person ON membership (person_id, preference);

CREATE TABLE skill (
  id          INTEGER NOT NULL PRIMARY KEY,
  parent_id   INTEGER REFERENCES skill (id),
  path        TEXT NOT NULL UNIQUE,
  name        TEXT NOT NULL,
  archived_at INTEGER,
  version     INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE person_skill (
  person_id INTEGER NOT NULL REFERENCES person (id),
  skill_id  INTEGER NOT NULL REFERENCES skill (id),
  grade     INTEGER NOT NULL CHECK (grade BETWEEN 1 AND 5),
  PRIMARY KEY (person_id, skill_id)
) STRICT;
CREATE INDEX person_skill_skill ON person_skill (skill_id, grade);

CREATE TABLE certification (
  id          INTEGER NOT NULL PRIMARY KEY,
  name        TEXT NOT NULL,
  name_key    TEXT NOT NULL UNIQUE,
  issuer      TEXT NOT NULL DEFAULT '',
  skill_id    INTEGER REFERENCES skill (id),
  archived_at INTEGER,
  version     INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE person_certification (
  person_id        INTEGER NOT NULL REFERENCES person (id),
  certification_id INTEGER NOT NULL REFERENCES certification (id),
  valid_from       INTEGER NOT NULL,
  expires_at       INTEGER,
  number           TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (person_id, certification_id)
) STRICT;
CREATE INDEX person_certification_expiry ON person_certification (expires_at);

-- What: services, categories, priority, checklists, fields.

CREATE TABLE service (
  id          INTEGER NOT NULL PRIMARY KEY,
  name        TEXT NOT NULL,
  name_key    TEXT NOT NULL UNIQUE,
  plain_name  TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  archived_at INTEGER,
  version     INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE service_team (
  service_id INTEGER NOT NULL REFERENCES service (id),
  level_id   INTEGER NOT NULL REFERENCES level (id),
  team_id    INTEGER NOT NULL REFERENCES team (id),
  PRIMARY KEY (service_id, level_id)
) STRICT;

CREATE TABLE category (
  id          INTEGER NOT NULL PRIMARY KEY,
  service_id  INTEGER NOT NULL REFERENCES service (id),
  name        TEXT NOT NULL,
  name_key    TEXT NOT NULL,
  archived_at INTEGER,
  version     INTEGER NOT NULL DEFAULT 1,
  UNIQUE (service_id, name_key)
) STRICT;

CREATE TABLE need (
  id               INTEGER NOT NULL PRIMARY KEY,
  service_id       INTEGER NOT NULL REFERENCES service (id),
  category_id      INTEGER REFERENCES category (id),
  skill_id         INTEGER REFERENCES skill (id),
  grade            INTEGER NOT NULL DEFAULT 1,
  certification_id INTEGER REFERENCES certification (id),
  CHECK ((skill_id IS NULL) <> (certification_id IS NULL))
) STRICT;
CREATE INDEX need_service ON need (service_id, category_id);

CREATE TABLE priority_rule (
  impact   INTEGER NOT NULL CHECK (impact BETWEEN 1 AND 3),
  urgency  INTEGER NOT NULL CHECK (urgency BETWEEN 1 AND 3),
  priority INTEGER NOT NULL CHECK (priority BETWEEN 1 AND 4),
  PRIMARY KEY (impact, urgency)
) STRICT;

CREATE TABLE checklist_item (
  id          INTEGER NOT NULL PRIMARY KEY,
  service_id  INTEGER REFERENCES service (id),
  category_id INTEGER REFERENCES category (id),
  position    INTEGER NOT NULL,
  label       TEXT NOT NULL,
  source      TEXT NOT NULL CHECK (source IN ('asked', 'tried', 'evidence', 'hypothesis', 'ask', 'impact', 'began', 'device', 'customer_told', 'confirm')),
  weight      INTEGER NOT NULL DEFAULT 1 CHECK (weight BETWEEN 1 AND 10)
) STRICT;
CREATE INDEX checklist_item_service ON checklist_item (service_id, category_id, position);

CREATE TABLE custom_field (
  id               INTEGER NOT NULL PRIMARY KEY,
  name             TEXT NOT NULL UNIQUE,
  label            TEXT NOT NULL,
  kind             TEXT NOT NULL CHECK (kind IN ('text', 'number', 'boolean', 'date', 'choice')),
  options          TEXT NOT NULL DEFAULT '[]',
  service_id       INTEGER REFERENCES service (id),
  customer_visible INTEGER NOT NULL DEFAULT FALSE,
  position         INTEGER NOT NULL DEFAULT 0,
  archived_at      INTEGER,
  version          INTEGER NOT NULL DEFAULT 1
) STRICT;

-- The ticket: the row is the cached sum of its timeline.

CREATE TABLE ticket (
  id               INTEGER NOT NULL PRIMARY KEY,
  number           INTEGER NOT NULL UNIQUE,
  organisation_id  INTEGER NOT NULL REFERENCES organisation (id),
  requester_id     INTEGER NOT NULL REFERENCES person (id),
  kind             TEXT NOT NULL CHECK (kind IN ('incident', 'request')),
  channel          TEXT NOT NULL CHECK (channel IN ('mail', 'portal', 'phone', 'walk_in', 'console', 'api')),
  subject          TEXT NOT NULL,
  state            TEXT NOT NULL CHECK (state IN ('new', 'open', 'waiting', 'resolved', 'closed')),
  waiting_on       TEXT NOT NULL DEFAULT '',
  waiting_until    INTEGER,
  resolution       TEXT NOT NULL DEFAULT '',
  service_id       INTEGER REFERENCES service (id),
  category_id      INTEGER REFERENCES category (id),
  impact           INTEGER NOT NULL DEFAULT 3,
  urgency          INTEGER NOT NULL DEFAULT 3,
  priority         INTEGER NOT NULL,
  priority_because TEXT NOT NULL DEFAULT '',
  team_id          INTEGER NOT NULL REFERENCES team (id),
  rank             INTEGER NOT NULL,
  assignee_id      INTEGER REFERENCES person (id),
  contact_id       INTEGER REFERENCES person (id),
  offer_id         INTEGER,
  offer_team_id    INTEGER REFERENCES team (id),
  offer_person_id  INTEGER REFERENCES person (id),
  offer_rank       INTEGER,
  returns          INTEGER NOT NULL DEFAULT 0,
  climbed          INTEGER NOT NULL DEFAULT FALSE,
  merged_into_id   INTEGER REFERENCES ticket (id),
  rating           INTEGER,
  messages         INTEGER NOT NULL DEFAULT 0,
  needs_reply      INTEGER NOT NULL DEFAULT FALSE,
  sum              TEXT NOT NULL,
  opened_at        INTEGER NOT NULL,
  updated_at       INTEGER NOT NULL,
  resolved_at      INTEGER,
  closed_at        INTEGER,
  seq              INTEGER NOT NULL,
  version          INTEGER NOT NULL DEFAULT 1,
  UNIQUE (id, organisation_id)
) STRICT;
CREATE INDEX ticket_queue ON ticket (priority, updated_at, id) WHERE state IN ('new', 'open', 'waiting');
CREATE INDEX ticket_team_queue ON ticket (team_id, priority, updated_at, id) WHERE state IN ('new', 'open', 'waiting');
CREATE INDEX ticket_rank_queue ON ticket (rank, priority, updated_at, id) WHERE state IN ('new', 'open', 'waiting');
CREATE INDEX ticket_assignee_queue ON ticket (assignee_id, priority, updated_at, id) WHERE state IN ('new', 'open', 'waiting') AND assignee_id IS NOT NULL;
CREATE INDEX ticket_unowned_queue ON ticket (priority, updated_at, id) WHERE state IN ('new', 'open', 'waiting') AND assignee_id IS NULL;
CREATE INDEX ticket_new_queue ON ticket (priority, updated_at, id) WHERE state = 'new';
CREATE INDEX ticket_waiting_queue ON ticket (priority, updated_at, id) WHERE state = 'waiting';
CREATE INDEX ticket_reply_queue ON ticket (priority, updated_at, id) WHERE state IN ('new', 'open', 'waiting') AND needs_reply = TRUE;
CREATE INDEX ticket_bounced_queue ON ticket (priority, updated_at, id) WHERE state IN ('new', 'open', 'waiting') AND returns >= 3;
CREATE INDEX ticket_climbed_queue ON ticket (priority, updated_at, id) WHERE state IN ('new', 'open', 'waiting') AND (climbed = TRUE OR offer_id IS NOT NULL);
CREATE INDEX ticket_offer_team ON ticket (offer_team_id, priority, updated_at, id) WHERE offer_team_id IS NOT NULL;
CREATE INDEX ticket_offer_person ON ticket (offer_person_id, priority, updated_at, id) WHERE offer_person_id IS NOT NULL;
CREATE INDEX ticket_team ON ticket (team_id, updated_at, id);
CREATE INDEX ticket_assignee ON ticket (assignee_id, updated_at, id) WHERE assignee_id IS NOT NULL;
CREATE INDEX ticket_opened ON ticket (opened_at, id);
CREATE INDEX ticket_organisation ON ticket (organisation_id, updated_at, id);
CREATE INDEX ticket_requester ON ticket (requester_id, updated_at, id);
CREATE INDEX ticket_updated ON ticket (updated_at, id);
CREATE INDEX ticket_service ON ticket (service_id, category_id, resolved_at);
CREATE INDEX ticket_merged ON ticket (merged_into_id) WHERE merged_into_id IS NOT NULL;

CREATE TABLE ticket_tag (
  tag             TEXT NOT NULL,
  ticket_id       INTEGER NOT NULL,
  organisation_id INTEGER NOT NULL,
  PRIMARY KEY (tag, ticket_id),
  FOREIGN KEY (ticket_id, organisation_id) REFERENCES ticket (id, organisation_id)
) STRICT;
CREATE INDEX ticket_tag_ticket ON ticket_tag (ticket_id);

CREATE TABLE ticket_participant (
  ticket_id       INTEGER NOT NULL,
  organisation_id INTEGER NOT NULL,
  person_id       INTEGER NOT NULL REFERENCES person (id),
  role            TEXT NOT NULL CHECK (role IN ('watcher', 'cc')),
  PRIMARY KEY (ticket_id, person_id, role),
  FOREIGN KEY (ticket_id, organisation_id) REFERENCES ticket (id, organisation_id)
) STRICT;
CREATE INDEX ticket_participant_person ON ticket_participant (person_id, role, ticket_id);

CREATE TABLE timeline_entry (
  id              INTEGER NOT NULL PRIMARY KEY,
  ticket_id       INTEGER NOT NULL,
  organisation_id INTEGER NOT NULL,
  seq             INTEGER NOT NULL,
  kind            TEXT NOT NULL,
  at              INTEGER NOT NULL,
  audience        TEXT NOT NULL CHECK (audience IN ('customer', 'internal')),
  actor_kind      TEXT NOT NULL CHECK (actor_kind IN ('person', 'mail', 'rule', 'system')),
  actor_id        INTEGER REFERENCES person (id),
  actor_name      TEXT NOT NULL,
  facts           TEXT NOT NULL,
  UNIQUE (ticket_id, seq),
  FOREIGN KEY (ticket_id, organisation_id) REFERENCES ticket (id, organisation_id)
) STRICT;

CREATE TABLE ticket_read (
  person_id INTEGER NOT NULL REFERENCES person (id),
  ticket_id INTEGER NOT NULL REFERENCES ticket (id),
  seq       INTEGER NOT NULL,
  PRIMARY KEY (person_id, ticket_id)
) STRICT;

-- The handover, and the lesson that comes back.

CREATE TABLE handover (
  id               INTEGER NOT NULL PRIMARY KEY,
  ticket_id        INTEGER NOT NULL,
  organisation_id  INTEGER NOT NULL,
  direction        TEXT NOT NULL CHECK (direction IN ('up', 'down', 'sideways', 'project')),
  from_team_id     INTEGER NOT NULL REFERENCES team (id),
  from_rank        INTEGER NOT NULL,
  from_person_id   INTEGER NOT NULL REFERENCES person (id),
  to_team_id       INTEGER NOT NULL REFERENCES team (id),
  to_rank          INTEGER NOT NULL,
  to_person_id     INTEGER REFERENCES person (id),
  state            TEXT NOT NULL CHECK (state IN ('offered', 'accepted', 'returned', 'withdrawn')),
  document         TEXT NOT NULL,
  completeness     INTEGER NOT NULL CHECK (completeness BETWEEN 0 AND 100),
  priority         INTEGER NOT NULL,
  offered_at       INTEGER NOT NULL,
  answered_at      INTEGER,
  answered_by_id   INTEGER REFERENCES person (id),
  answer           TEXT NOT NULL DEFAULT '{}',
  version          INTEGER NOT NULL DEFAULT 1,
  UNIQUE (id, organisation_id),
  FOREIGN KEY (ticket_id, organisation_id) REFERENCES ticket (id, organisation_id)
) STRICT;
CREATE INDEX handover_inbox ON handover (to_team_id, state, priority, offered_at, id);
CREATE INDEX handover_sent ON handover (from_person_id, state, offered_at, id);
CREATE INDEX handover_from_team ON handover (from_team_id, state, offered_at, id);
CREATE INDEX handover_ticket ON handover (ticket_id, offered_at, id);

CREATE TABLE lesson (
  id              INTEGER NOT NULL PRIMARY KEY,
  ticket_id       INTEGER NOT NULL,
  organisation_id INTEGER NOT NULL,
  author_id       INTEGER NOT NULL REFERENCES person (id),
  service_id      INTEGER REFERENCES service (id),
  category_id     INTEGER REFERENCES category (id),
  text            TEXT NOT NULL,
  cause           TEXT NOT NULL,
  given_at        INTEGER NOT NULL,
  FOREIGN KEY (ticket_id, organisation_id) REFERENCES ticket (id, organisation_id)
) STRICT;
CREATE INDEX lesson_match ON lesson (service_id, category_id, given_at, id);
CREATE INDEX lesson_ticket ON lesson (ticket_id);

CREATE TABLE lesson_learner (
  lesson_id INTEGER NOT NULL REFERENCES lesson (id),
  person_id INTEGER NOT NULL REFERENCES person (id),
  learnt_at INTEGER,
  PRIMARY KEY (lesson_id, person_id)
) STRICT;
CREATE INDEX lesson_learner_person ON lesson_learner (person_id, learnt_at, lesson_id);

CREATE TABLE notice (
  id              INTEGER NOT NULL PRIMARY KEY,
  person_id       INTEGER NOT NULL REFERENCES person (id),
  organisation_id INTEGER NOT NULL,
  ticket_id       INTEGER NOT NULL,
  kind            TEXT NOT NULL,
  text            TEXT NOT NULL,
  at              INTEGER NOT NULL,
  seen_at         INTEGER,
  FOREIGN KEY (ticket_id, organisation_id) REFERENCES ticket (id, organisation_id)
) STRICT;
CREATE INDEX notice_person ON notice (person_id, at, id);
CREATE INDEX notice_unseen ON notice (person_id) WHERE seen_at IS NULL;

-- Files: content-addressed on disk; a row says who may have it under which name.

CREATE TABLE file (
  id              INTEGER NOT NULL PRIMARY KEY,
  sha256          TEXT NOT NULL,
  name            TEXT NOT NULL,
  media_type      TEXT NOT NULL,
  size            INTEGER NOT NULL,
  content_id      TEXT NOT NULL DEFAULT '',
  uploaded_by_id  INTEGER REFERENCES person (id),
  uploaded_at     INTEGER NOT NULL,
  organisation_id INTEGER,
  ticket_id       INTEGER,
  seq             INTEGER,
  audience        TEXT NOT NULL DEFAULT 'internal' CHECK (audience IN ('customer', 'internal')),
  FOREIGN KEY (ticket_id, organisation_id) REFERENCES ticket (id, organisation_id)
) STRICT;
CREATE INDEX file_ticket ON file (ticket_id, seq, id);
CREATE INDEX file_content ON file (sha256);

-- Mail: what came in, byte for byte, and what became of what went out.

CREATE TABLE mailbox (
  id         INTEGER NOT NULL PRIMARY KEY,
  address    TEXT NOT NULL UNIQUE,
  name       TEXT NOT NULL,
  service_id INTEGER REFERENCES service (id),
  standard   INTEGER NOT NULL DEFAULT FALSE,
  version    INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE mail_in (
  id              INTEGER NOT NULL PRIMARY KEY,
  received_at     INTEGER NOT NULL,
  via             TEXT NOT NULL CHECK (via IN ('smtp', 'pipe')),
  envelope_from   TEXT NOT NULL,
  envelope_to     TEXT NOT NULL,
  mailbox_id      INTEGER NOT NULL REFERENCES mailbox (id),
  sha256          TEXT NOT NULL,
  size            INTEGER NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('stored', 'ticket', 'reply', 'duplicate', 'quarantine')),
  because         TEXT NOT NULL DEFAULT '',
  message_id      TEXT NOT NULL DEFAULT '',
  sender          TEXT NOT NULL DEFAULT '',
  subject         TEXT NOT NULL DEFAULT '',
  automatic       TEXT NOT NULL DEFAULT '',
  identity        TEXT UNIQUE,
  organisation_id INTEGER,
  ticket_id       INTEGER,
  seq             INTEGER,
  parsed_at       INTEGER,
  dropped_at      INTEGER,
  FOREIGN KEY (ticket_id, organisation_id) REFERENCES ticket (id, organisation_id)
) STRICT;
CREATE INDEX mail_in_state ON mail_in (state, received_at, id);
CREATE INDEX mail_in_ticket ON mail_in (ticket_id, seq);
CREATE INDEX mail_in_message ON mail_in (message_id);

CREATE TABLE mail_out (
  id              INTEGER NOT NULL PRIMARY KEY,
  organisation_id INTEGER NOT NULL REFERENCES organisation (id),
  ticket_id       INTEGER,
  seq             INTEGER,
  kind            TEXT NOT NULL CHECK (kind IN ('reply', 'received', 'handover', 'resolved', 'sign_in')),
  message_id      TEXT NOT NULL UNIQUE,
  letter          TEXT NOT NULL,
  recipients      TEXT NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed', 'cancelled')),
  attempts        INTEGER NOT NULL DEFAULT 0,
  last_error      TEXT NOT NULL DEFAULT '',
  created_at      INTEGER NOT NULL,
  next_at         INTEGER,
  sent_at         INTEGER,
  FOREIGN KEY (ticket_id, organisation_id) REFERENCES ticket (id, organisation_id)
) STRICT;
CREATE INDEX mail_out_state ON mail_out (state, next_at, id);
CREATE INDEX mail_out_ticket ON mail_out (ticket_id, seq);

-- The engine room: jobs, audit, idempotency.

CREATE TABLE job (
  id         INTEGER NOT NULL PRIMARY KEY,
  kind       TEXT NOT NULL,
  name       TEXT UNIQUE,
  payload    TEXT NOT NULL,
  run_at     INTEGER NOT NULL,
  attempts   INTEGER NOT NULL DEFAULT 0,
  lease      INTEGER NOT NULL DEFAULT 0,
  last_error TEXT NOT NULL DEFAULT '',
  failed_at  INTEGER
) STRICT;
CREATE INDEX job_due ON job (failed_at, run_at, id);

CREATE TABLE audit (
  id              INTEGER NOT NULL PRIMARY KEY,
  at              INTEGER NOT NULL,
  actor_kind      TEXT NOT NULL,
  actor_id        INTEGER,
  actor_name      TEXT NOT NULL,
  action          TEXT NOT NULL,
  object          TEXT NOT NULL,
  organisation_id INTEGER,
  detail          TEXT NOT NULL,
  request         TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX audit_object ON audit (object, id);

CREATE TABLE audit_seal (
  seq      INTEGER NOT NULL PRIMARY KEY,
  audit_id INTEGER NOT NULL UNIQUE REFERENCES audit (id),
  hash     BLOB NOT NULL
) STRICT;

CREATE TABLE idempotency (
  actor      TEXT NOT NULL,
  key        TEXT NOT NULL,
  route      TEXT NOT NULL,
  body_hash  BLOB NOT NULL,
  at         INTEGER NOT NULL,
  status     INTEGER,
  location   TEXT NOT NULL DEFAULT '',
  etag       TEXT NOT NULL DEFAULT '',
  answer     BLOB,
  PRIMARY KEY (actor, key)
) STRICT;
CREATE INDEX idempotency_at ON idempotency (at);

-- Full text: the one place where the engines differ in what they keep.

CREATE VIRTUAL TABLE ticket_search USING fts5 (
  subject, body, people,
  tokenize = 'unicode61 remove_diacritics 2',
  prefix = '3 4'
);
