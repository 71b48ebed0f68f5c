-- +goose Up

-- Calendars, and the targets that run on them.

CREATE TABLE calendar (
  id          INTEGER NOT NULL PRIMARY KEY,
  name        TEXT NOT NULL,
  name_key    TEXT NOT NULL UNIQUE,
  time_zone   TEXT NOT NULL,
  windows     TEXT NOT NULL,
  country     TEXT NOT NULL DEFAULT '',
  feed_url    TEXT NOT NULL DEFAULT '',
  feed_at     INTEGER,
  feed_error  TEXT NOT NULL DEFAULT '',
  standard    INTEGER NOT NULL DEFAULT FALSE,
  archived_at INTEGER,
  version     INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE holiday (
  id          INTEGER NOT NULL PRIMARY KEY,
  calendar_id INTEGER NOT NULL REFERENCES calendar (id),
  day         TEXT NOT NULL,
  name        TEXT NOT NULL,
  source      TEXT NOT NULL CHECK (source IN ('hand', 'country', 'file', 'feed')),
  UNIQUE (calendar_id, day, source)
) STRICT;

-- Vendors: who stands on L4, with what, and how to reach them.

CREATE TABLE vendor (
  id          INTEGER NOT NULL PRIMARY KEY,
  name        TEXT NOT NULL,
  name_key    TEXT NOT NULL UNIQUE,
  plain_name  TEXT NOT NULL,
  note        TEXT NOT NULL DEFAULT '',
  reach       TEXT NOT NULL DEFAULT 'mail' CHECK (reach IN ('mail', 'portal', 'phone')),
  portal_url  TEXT NOT NULL DEFAULT '',
  phone       TEXT NOT NULL DEFAULT '',
  redaction   TEXT NOT NULL DEFAULT '{}',
  archived_at INTEGER,
  version     INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE vendor_contact (
  id            INTEGER NOT NULL PRIMARY KEY,
  vendor_id     INTEGER NOT NULL REFERENCES vendor (id),
  position      INTEGER NOT NULL,
  name          TEXT NOT NULL,
  email         TEXT NOT NULL,
  phone         TEXT NOT NULL DEFAULT '',
  after_seconds INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX vendor_contact_vendor ON vendor_contact (vendor_id, position);

CREATE TABLE vendor_product (
  id         INTEGER NOT NULL PRIMARY KEY,
  vendor_id  INTEGER NOT NULL REFERENCES vendor (id),
  name       TEXT NOT NULL,
  service_id INTEGER REFERENCES service (id)
) STRICT;
CREATE INDEX vendor_product_vendor ON vendor_product (vendor_id, name);
CREATE INDEX vendor_product_service ON vendor_product (service_id);

CREATE TABLE vendor_contract (
  id              INTEGER NOT NULL PRIMARY KEY,
  vendor_id       INTEGER NOT NULL REFERENCES vendor (id),
  number          TEXT NOT NULL,
  organisation_id INTEGER REFERENCES organisation (id),
  calendar_id     INTEGER REFERENCES calendar (id),
  answer_seconds  INTEGER NOT NULL,
  warn_percent    INTEGER NOT NULL DEFAULT 75,
  valid_from      INTEGER,
  expires_at      INTEGER
) STRICT;
CREATE INDEX vendor_contract_vendor ON vendor_contract (vendor_id, number);

CREATE TABLE vendor_case (
  id              INTEGER NOT NULL PRIMARY KEY,
  number          INTEGER NOT NULL UNIQUE,
  ticket_id       INTEGER NOT NULL,
  organisation_id INTEGER NOT NULL,
  vendor_id       INTEGER NOT NULL REFERENCES vendor (id),
  contract_id     INTEGER REFERENCES vendor_contract (id),
  state           TEXT NOT NULL CHECK (state IN ('sent', 'answered', 'solved', 'closed')),
  reference       TEXT NOT NULL DEFAULT '',
  subject         TEXT NOT NULL,
  contact         INTEGER NOT NULL DEFAULT 0,
  token_hash      BLOB UNIQUE,
  sent_by_id      INTEGER NOT NULL REFERENCES person (id),
  sent_at         INTEGER NOT NULL,
  answered_at     INTEGER,
  closed_at       INTEGER,
  version         INTEGER NOT NULL DEFAULT 1,
  UNIQUE (id, organisation_id),
  FOREIGN KEY (ticket_id, organisation_id) REFERENCES ticket (id, organisation_id)
) STRICT;
CREATE INDEX vendor_case_ticket ON vendor_case (ticket_id, sent_at, id);
CREATE INDEX vendor_case_vendor ON vendor_case (vendor_id, state, sent_at, id);

CREATE TABLE vendor_message (
  id              INTEGER NOT NULL PRIMARY KEY,
  case_id         INTEGER NOT NULL,
  organisation_id INTEGER NOT NULL,
  direction       TEXT NOT NULL CHECK (direction IN ('out', 'in')),
  author          TEXT NOT NULL,
  body            TEXT NOT NULL,
  files           TEXT NOT NULL DEFAULT '[]',
  at              INTEGER NOT NULL,
  via             TEXT NOT NULL CHECK (via IN ('mail', 'page', 'phone')),
  FOREIGN KEY (case_id, organisation_id) REFERENCES vendor_case (id, organisation_id)
) STRICT;
CREATE INDEX vendor_message_case ON vendor_message (case_id, at, id);

-- Targets: how long each clock may run, most specific first; and the policy
-- as it stood at each time, so that what has stopped is judged by what was
-- promised then.

CREATE TABLE target (
  id              INTEGER NOT NULL PRIMARY KEY,
  name            TEXT NOT NULL,
  clock           TEXT NOT NULL CHECK (clock IN ('first_response', 'next_response', 'resolution', 'acknowledge', 'work', 'vendor')),
  organisation_id INTEGER REFERENCES organisation (id),
  service_id      INTEGER REFERENCES service (id),
  priority        INTEGER CHECK (priority BETWEEN 1 AND 4),
  kind            TEXT NOT NULL DEFAULT '',
  team_id         INTEGER REFERENCES team (id),
  vendor_id       INTEGER REFERENCES vendor (id),
  calendar_id     INTEGER NOT NULL REFERENCES calendar (id),
  seconds         INTEGER NOT NULL CHECK (seconds > 0),
  warn_percent    INTEGER NOT NULL DEFAULT 75 CHECK (warn_percent BETWEEN 1 AND 100),
  pause_on        TEXT NOT NULL DEFAULT '[]',
  archived_at     INTEGER,
  version         INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE policy (
  id    INTEGER NOT NULL PRIMARY KEY,
  since INTEGER NOT NULL,
  body  TEXT NOT NULL
) STRICT;

-- Routing: rules, and why each ticket went where it went.

CREATE TABLE routing_rule (
  id              INTEGER NOT NULL PRIMARY KEY,
  position        INTEGER NOT NULL,
  name            TEXT NOT NULL,
  organisation_id INTEGER REFERENCES organisation (id),
  service_id      INTEGER REFERENCES service (id),
  category_id     INTEGER REFERENCES category (id),
  kind            TEXT NOT NULL DEFAULT '',
  channel         TEXT NOT NULL DEFAULT '',
  urgent_to       INTEGER CHECK (urgent_to BETWEEN 1 AND 4),
  team_id         INTEGER NOT NULL REFERENCES team (id),
  archived_at     INTEGER,
  version         INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX routing_rule_position ON routing_rule (position, id);

CREATE TABLE placement (
  id              INTEGER NOT NULL PRIMARY KEY,
  ticket_id       INTEGER NOT NULL,
  organisation_id INTEGER NOT NULL,
  at              INTEGER NOT NULL,
  of              TEXT NOT NULL CHECK (of IN ('team', 'person')),
  rule            TEXT NOT NULL DEFAULT '',
  because         TEXT NOT NULL,
  team_id         INTEGER NOT NULL REFERENCES team (id),
  person_id       INTEGER REFERENCES person (id),
  ranked          TEXT NOT NULL DEFAULT '[]',
  rejected        TEXT NOT NULL DEFAULT '[]',
  FOREIGN KEY (ticket_id, organisation_id) REFERENCES ticket (id, organisation_id)
) STRICT;
CREATE INDEX placement_ticket ON placement (ticket_id, at, id);
CREATE INDEX placement_persons ON placement (at, id, person_id) WHERE of = 'person';

CREATE TABLE team_path (
  from_team_id INTEGER NOT NULL REFERENCES team (id),
  to_team_id   INTEGER NOT NULL REFERENCES team (id),
  PRIMARY KEY (from_team_id, to_team_id)
) STRICT;

ALTER TABLE team ADD COLUMN dealing TEXT NOT NULL DEFAULT 'pull' CHECK (dealing IN ('push', 'pull', 'offer'));
ALTER TABLE team ADD COLUMN offer_seconds INTEGER NOT NULL DEFAULT 300;
ALTER TABLE person_skill ADD COLUMN wants INTEGER NOT NULL DEFAULT FALSE;
ALTER TABLE person ADD COLUMN presence_since INTEGER;
ALTER TABLE person ADD COLUMN back_at INTEGER;
ALTER TABLE organisation ADD COLUMN account_manager_id INTEGER REFERENCES person (id);

-- Who works when.

CREATE TABLE shift (
  id        INTEGER NOT NULL PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES person (id),
  team_id   INTEGER REFERENCES team (id),
  weekday   INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  starts    INTEGER NOT NULL CHECK (starts BETWEEN 0 AND 1439),
  ends      INTEGER NOT NULL CHECK (ends > starts AND ends <= 2880),
  cycle     INTEGER NOT NULL DEFAULT 1 CHECK (cycle BETWEEN 1 AND 8),
  week      INTEGER NOT NULL DEFAULT 0,
  since     TEXT NOT NULL,
  until     TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX shift_person ON shift (person_id, weekday, starts);

CREATE TABLE shift_swap (
  id             INTEGER NOT NULL PRIMARY KEY,
  from_person_id INTEGER NOT NULL REFERENCES person (id),
  to_person_id   INTEGER NOT NULL REFERENCES person (id),
  from_at        INTEGER NOT NULL,
  to_at          INTEGER NOT NULL,
  back_from_at   INTEGER,
  back_to_at     INTEGER,
  note           TEXT NOT NULL DEFAULT '',
  state          TEXT NOT NULL CHECK (state IN ('proposed', 'accepted', 'declined', 'withdrawn')),
  at             INTEGER NOT NULL,
  answered_at    INTEGER,
  version        INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX shift_swap_to ON shift_swap (to_person_id, state, at);
CREATE INDEX shift_swap_from ON shift_swap (from_person_id, state, at);

CREATE TABLE shift_exception (
  id        INTEGER NOT NULL PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES person (id),
  kind      TEXT NOT NULL CHECK (kind IN ('off', 'extra')),
  reason    TEXT NOT NULL CHECK (reason IN ('holiday', 'sick', 'training', 'swap', 'other')),
  from_at   INTEGER NOT NULL,
  to_at     INTEGER NOT NULL,
  note      TEXT NOT NULL DEFAULT '',
  swap_id   INTEGER REFERENCES shift_swap (id)
) STRICT;
CREATE INDEX shift_exception_person ON shift_exception (person_id, to_at);

CREATE TABLE on_call (
  id        INTEGER NOT NULL PRIMARY KEY,
  team_id   INTEGER REFERENCES team (id),
  person_id INTEGER NOT NULL REFERENCES person (id),
  from_at   INTEGER NOT NULL,
  to_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX on_call_team ON on_call (team_id, to_at);
CREATE INDEX on_call_person ON on_call (person_id, to_at);

CREATE TABLE escalation_step (
  id            INTEGER NOT NULL PRIMARY KEY,
  team_id       INTEGER REFERENCES team (id),
  position      INTEGER NOT NULL,
  upon          TEXT NOT NULL CHECK (upon IN ('warned', 'breached', 'unanswered')),
  clock         TEXT NOT NULL DEFAULT '',
  who           TEXT NOT NULL CHECK (who IN ('assignee', 'lead', 'duty_manager', 'account_manager')),
  by_mail       INTEGER NOT NULL DEFAULT FALSE,
  any_time      INTEGER NOT NULL DEFAULT FALSE,
  after_seconds INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX escalation_step_team ON escalation_step (team_id, upon, position);

-- Swarms, booked time, kudos, wallboards.

CREATE TABLE swarm (
  id              INTEGER NOT NULL PRIMARY KEY,
  ticket_id       INTEGER NOT NULL,
  organisation_id INTEGER NOT NULL,
  lead_id         INTEGER NOT NULL REFERENCES person (id),
  ask             TEXT NOT NULL,
  because         TEXT NOT NULL DEFAULT '',
  started_at      INTEGER NOT NULL,
  started_by_id   INTEGER REFERENCES person (id),
  ended_at        INTEGER,
  outcome         TEXT NOT NULL DEFAULT '',
  version         INTEGER NOT NULL DEFAULT 1,
  UNIQUE (id, organisation_id),
  FOREIGN KEY (ticket_id, organisation_id) REFERENCES ticket (id, organisation_id)
) STRICT;
CREATE INDEX swarm_ticket ON swarm (ticket_id, started_at, id);

CREATE TABLE swarm_member (
  swarm_id  INTEGER NOT NULL REFERENCES swarm (id),
  person_id INTEGER NOT NULL REFERENCES person (id),
  asked_at  INTEGER NOT NULL,
  joined_at INTEGER,
  left_at   INTEGER,
  PRIMARY KEY (swarm_id, person_id)
) STRICT;
CREATE INDEX swarm_member_person ON swarm_member (person_id, left_at, swarm_id);

CREATE TABLE booked_time (
  id              INTEGER NOT NULL PRIMARY KEY,
  ticket_id       INTEGER NOT NULL,
  organisation_id INTEGER NOT NULL,
  person_id       INTEGER NOT NULL REFERENCES person (id),
  swarm_id        INTEGER REFERENCES swarm (id),
  minutes         INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
  note            TEXT NOT NULL DEFAULT '',
  at              INTEGER NOT NULL,
  FOREIGN KEY (ticket_id, organisation_id) REFERENCES ticket (id, organisation_id)
) STRICT;
CREATE INDEX booked_time_ticket ON booked_time (ticket_id, at, id);
CREATE INDEX booked_time_person ON booked_time (person_id, at, id);

CREATE TABLE kudos (
  id              INTEGER NOT NULL PRIMARY KEY,
  person_id       INTEGER NOT NULL REFERENCES person (id),
  from_id         INTEGER NOT NULL REFERENCES person (id),
  by_customer     INTEGER NOT NULL,
  organisation_id INTEGER,
  ticket_id       INTEGER,
  text            TEXT NOT NULL,
  at              INTEGER NOT NULL,
  FOREIGN KEY (ticket_id, organisation_id) REFERENCES ticket (id, organisation_id)
) STRICT;
CREATE INDEX kudos_person ON kudos (person_id, at, id);

CREATE TABLE wallboard (
  id            INTEGER NOT NULL PRIMARY KEY,
  name          TEXT NOT NULL,
  rank          INTEGER NOT NULL,
  token_hash    BLOB NOT NULL UNIQUE,
  created_by_id INTEGER NOT NULL REFERENCES person (id),
  created_at    INTEGER NOT NULL,
  revoked_at    INTEGER
) STRICT;

-- Tickets by the clock that runs out next, instead of by priority.

ALTER TABLE ticket ADD COLUMN due_clock TEXT NOT NULL DEFAULT '';
ALTER TABLE ticket ADD COLUMN due_key INTEGER NOT NULL DEFAULT 9223372036854775807;
ALTER TABLE ticket ADD COLUMN wake_at INTEGER;
ALTER TABLE ticket ADD COLUMN warned INTEGER NOT NULL DEFAULT FALSE;
ALTER TABLE ticket ADD COLUMN breached INTEGER NOT NULL DEFAULT FALSE;
ALTER TABLE ticket ADD COLUMN deal_person_id INTEGER REFERENCES person (id);
ALTER TABLE ticket ADD COLUMN swarm_id INTEGER;
ALTER TABLE ticket ADD COLUMN major INTEGER NOT NULL DEFAULT FALSE;
ALTER TABLE ticket ADD COLUMN review_due_at INTEGER;
ALTER TABLE ticket ADD COLUMN vendor_id INTEGER REFERENCES vendor (id);

DROP INDEX ticket_team_queue;
DROP INDEX ticket_rank_queue;
DROP INDEX ticket_assignee_queue;
DROP INDEX ticket_unowned_queue;
DROP INDEX ticket_new_queue;
DROP INDEX ticket_waiting_queue;
DROP INDEX ticket_reply_queue;
DROP INDEX ticket_bounced_queue;
DROP INDEX ticket_climbed_queue;
DROP INDEX ticket_offer_team;
DROP INDEX ticket_offer_person;
CREATE INDEX ticket_due ON ticket (due_key, id) WHERE state IN ('new', 'open', 'waiting');
CREATE INDEX ticket_due_team ON ticket (team_id, due_key, id) WHERE state IN ('new', 'open', 'waiting');
CREATE INDEX ticket_due_rank ON ticket (rank, due_key, id) WHERE state IN ('new', 'open', 'waiting');
CREATE INDEX ticket_due_assignee ON ticket (assignee_id, due_key, id) WHERE state IN ('new', 'open', 'waiting') AND assignee_id IS NOT NULL;
CREATE INDEX ticket_due_unowned ON ticket (due_key, id) WHERE state IN ('new', 'open', 'waiting') AND assignee_id IS NULL;
CREATE INDEX ticket_due_new ON ticket (due_key, id) WHERE state = 'new';
CREATE INDEX ticket_due_waiting ON ticket (due_key, id) WHERE state = 'waiting';
CREATE INDEX ticket_due_reply ON ticket (due_key, id) WHERE state IN ('new', 'open', 'waiting') AND needs_reply = TRUE;
CREATE INDEX ticket_due_bounced ON ticket (due_key, id) WHERE state IN ('new', 'open', 'waiting') AND returns >= 3;
CREATE INDEX ticket_due_climbed ON ticket (due_key, id) WHERE state IN ('new', 'open', 'waiting') AND (climbed = TRUE OR offer_id IS NOT NULL);
CREATE INDEX ticket_due_offer_team ON ticket (offer_team_id, due_key, id) WHERE offer_team_id IS NOT NULL;
CREATE INDEX ticket_due_offer_person ON ticket (offer_person_id, due_key, id) WHERE offer_person_id IS NOT NULL;
CREATE INDEX ticket_hand ON ticket (assignee_id, priority, team_id) WHERE state IN ('new', 'open') AND assignee_id IS NOT NULL;
CREATE INDEX ticket_deal ON ticket (deal_person_id, due_key, id) WHERE deal_person_id IS NOT NULL;
CREATE INDEX ticket_swarm ON ticket (due_key, id) WHERE swarm_id IS NOT NULL;
CREATE INDEX ticket_major ON ticket (opened_at, id) WHERE major = TRUE;
CREATE INDEX ticket_vendor ON ticket (vendor_id, due_key, id) WHERE vendor_id IS NOT NULL;
CREATE INDEX ticket_vendors ON ticket (due_key, id) WHERE vendor_id IS NOT NULL;
CREATE INDEX ticket_undealt ON ticket (team_id, due_key, id) WHERE state IN ('new', 'open') AND assignee_id IS NULL AND offer_id IS NULL;

-- What was too narrow for what comes: SQLite changes a CHECK only with its table.

CREATE TABLE handover_next (
  id               INTEGER NOT NULL PRIMARY KEY,
  ticket_id        INTEGER NOT NULL,
  organisation_id  INTEGER NOT NULL,
  direction        TEXT NOT NULL CHECK (direction IN ('up', 'down', 'sideways', 'project', 'vendor', 'swarm')),
  from_team_id     INTEGER NOT NULL REFERENCES team (id),
  from_rank        INTEGER NOT NULL,
  from_person_id   INTEGER NOT NULL REFERENCES person (id),
  to_team_id       INTEGER NOT NULL REFERENCES team (id),
  to_rank          INTEGER NOT NULL,
  to_person_id     INTEGER REFERENCES person (id),
  state            TEXT NOT NULL CHECK (state IN ('offered', 'accepted', 'returned', 'withdrawn', 'expired', 'swarmed')),
  document         TEXT NOT NULL,
  completeness     INTEGER NOT NULL CHECK (completeness BETWEEN 0 AND 100),
  priority         INTEGER NOT NULL,
  offered_at       INTEGER NOT NULL,
  answered_at      INTEGER,
  answered_by_id   INTEGER REFERENCES person (id),
  answer           TEXT NOT NULL DEFAULT '{}',
  version          INTEGER NOT NULL DEFAULT 1,
  asked_back       TEXT NOT NULL DEFAULT '{}',
  follows_id       INTEGER,
  UNIQUE (id, organisation_id),
  FOREIGN KEY (ticket_id, organisation_id) REFERENCES ticket (id, organisation_id)
) STRICT;
INSERT INTO handover_next (id, ticket_id, organisation_id, direction, from_team_id, from_rank, from_person_id, to_team_id, to_rank, to_person_id, state, document, completeness, priority, offered_at, answered_at, answered_by_id, answer, version)
SELECT id, ticket_id, organisation_id, direction, from_team_id, from_rank, from_person_id, to_team_id, to_rank, to_person_id, state, document, completeness, priority, offered_at, answered_at, answered_by_id, answer, version FROM handover;
DROP TABLE handover;
ALTER TABLE handover_next RENAME TO handover;
CREATE INDEX handover_inbox ON handover (to_team_id, state, priority, offered_at, id);
CREATE INDEX handover_sent ON handover (from_person_id, state, offered_at, id);
CREATE INDEX handover_from_team ON handover (from_team_id, state, offered_at, id);
CREATE INDEX handover_ticket ON handover (ticket_id, offered_at, id);
CREATE INDEX handover_day ON handover (offered_at, from_rank, to_rank, state);

CREATE TABLE notice_next (
  id              INTEGER NOT NULL PRIMARY KEY,
  person_id       INTEGER NOT NULL REFERENCES person (id),
  organisation_id INTEGER,
  ticket_id       INTEGER,
  kind            TEXT NOT NULL,
  text            TEXT NOT NULL,
  at              INTEGER NOT NULL,
  seen_at         INTEGER,
  link            TEXT NOT NULL DEFAULT '',
  FOREIGN KEY (ticket_id, organisation_id) REFERENCES ticket (id, organisation_id)
) STRICT;
INSERT INTO notice_next (id, person_id, organisation_id, ticket_id, kind, text, at, seen_at)
SELECT id, person_id, organisation_id, ticket_id, kind, text, at, seen_at FROM notice;
DROP TABLE notice;
ALTER TABLE notice_next RENAME TO notice;
CREATE INDEX notice_person ON notice (person_id, at, id);
CREATE INDEX notice_unseen ON notice (person_id) WHERE seen_at IS NULL;

CREATE TABLE mail_out_next (
  id              INTEGER NOT NULL PRIMARY KEY,
  organisation_id INTEGER NOT NULL REFERENCES organisation (id),
  ticket_id       INTEGER,
  seq             INTEGER,
  kind            TEXT NOT NULL CHECK (kind IN ('reply', 'received', 'handover', 'resolved', 'sign_in', 'vendor', 'alert')),
  message_id      TEXT NOT NULL UNIQUE,
  letter          TEXT NOT NULL,
  recipients      TEXT NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed', 'cancelled')),
  attempts        INTEGER NOT NULL DEFAULT 0,
  last_error      TEXT NOT NULL DEFAULT '',
  created_at      INTEGER NOT NULL,
  next_at         INTEGER,
  sent_at         INTEGER,
  case_id         INTEGER,
  FOREIGN KEY (ticket_id, organisation_id) REFERENCES ticket (id, organisation_id)
) STRICT;
INSERT INTO mail_out_next (id, organisation_id, ticket_id, seq, kind, message_id, letter, recipients, state, attempts, last_error, created_at, next_at, sent_at)
SELECT id, organisation_id, ticket_id, seq, kind, message_id, letter, recipients, state, attempts, last_error, created_at, next_at, sent_at FROM mail_out;
DROP TABLE mail_out;
ALTER TABLE mail_out_next RENAME TO mail_out;
CREATE INDEX mail_out_state ON mail_out (state, next_at, id);
CREATE INDEX mail_out_ticket ON mail_out (ticket_id, seq);

CREATE TABLE mail_in_next (
  id              INTEGER NOT NULL PRIMARY KEY,
  received_at     INTEGER NOT NULL,
  via             TEXT NOT NULL CHECK (via IN ('smtp', 'pipe')),
  envelope_from   TEXT NOT NULL,
  envelope_to     TEXT NOT NULL,
  mailbox_id      INTEGER NOT NULL REFERENCES mailbox (id),
  sha256          TEXT NOT NULL,
  size            INTEGER NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('stored', 'ticket', 'reply', 'duplicate', 'quarantine', 'vendor')),
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
  case_id         INTEGER,
  FOREIGN KEY (ticket_id, organisation_id) REFERENCES ticket (id, organisation_id)
) STRICT;
INSERT INTO mail_in_next (id, received_at, via, envelope_from, envelope_to, mailbox_id, sha256, size, state, because, message_id, sender, subject, automatic, identity, organisation_id, ticket_id, seq, parsed_at, dropped_at)
SELECT id, received_at, via, envelope_from, envelope_to, mailbox_id, sha256, size, state, because, message_id, sender, subject, automatic, identity, organisation_id, ticket_id, seq, parsed_at, dropped_at FROM mail_in;
DROP TABLE mail_in;
ALTER TABLE mail_in_next RENAME TO mail_in;
CREATE INDEX mail_in_state ON mail_in (state, received_at, id);
CREATE INDEX mail_in_ticket ON mail_in (ticket_id, seq);
CREATE INDEX mail_in_message ON mail_in (message_id);
