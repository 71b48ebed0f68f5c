-- +goose Up

-- Calendars, and the targets that run on them.

CREATE TABLE calendar (
  id          BIGINT NOT NULL PRIMARY KEY,
  name        TEXT NOT NULL,
  name_key    TEXT NOT NULL UNIQUE,
  time_zone   TEXT NOT NULL,
  windows     TEXT NOT NULL,
  country     TEXT NOT NULL DEFAULT '',
  feed_url    TEXT NOT NULL DEFAULT '',
  feed_at     BIGINT,
  feed_error  TEXT NOT NULL DEFAULT '',
  standard    BOOLEAN NOT NULL DEFAULT FALSE,
  archived_at BIGINT,
  version     BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE holiday (
  id          BIGINT NOT NULL PRIMARY KEY,
  calendar_id BIGINT NOT NULL REFERENCES calendar (id),
  day         TEXT NOT NULL,
  name        TEXT NOT NULL,
  source      TEXT NOT NULL CHECK (source IN ('hand', 'country', 'file', 'feed')),
  UNIQUE (calendar_id, day, source)
);

-- Vendors: who stands on L4, with what, and how to reach them.

CREATE TABLE vendor (
  id          BIGINT NOT NULL PRIMARY KEY,
  name        TEXT NOT NULL,
  name_key    TEXT NOT NULL UNIQUE,
  plain_name  TEXT NOT NULL,
  note        TEXT NOT NULL DEFAULT '',
  reach       TEXT NOT NULL DEFAULT 'mail' CHECK (reach IN ('mail', 'portal', 'phone')),
  portal_url  TEXT NOT NULL DEFAULT '',
  phone       TEXT NOT NULL DEFAULT '',
  redaction   TEXT NOT NULL DEFAULT '{}',
  archived_at BIGINT,
  version     BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE vendor_contact (
  id            BIGINT NOT NULL PRIMARY KEY,
  vendor_id     BIGINT NOT NULL REFERENCES vendor (id),
  position      BIGINT NOT NULL,
  name          TEXT NOT NULL,
  email         TEXT NOT NULL,
  phone         TEXT NOT NULL DEFAULT '',
  after_seconds BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX vendor_contact_vendor ON vendor_contact (vendor_id, position);

CREATE TABLE vendor_product (
  id         BIGINT NOT NULL PRIMARY KEY,
  vendor_id  BIGINT NOT NULL REFERENCES vendor (id),
  name       TEXT NOT NULL,
  service_id BIGINT REFERENCES service (id)
);
CREATE INDEX vendor_product_vendor ON vendor_product (vendor_id, name);
CREATE INDEX vendor_product_service ON vendor_product (service_id);

CREATE TABLE vendor_contract (
  id              BIGINT NOT NULL PRIMARY KEY,
  vendor_id       BIGINT NOT NULL REFERENCES vendor (id),
  number          TEXT NOT NULL,
  organisation_id BIGINT REFERENCES organisation (id),
  calendar_id     BIGINT REFERENCES calendar (id),
  answer_seconds  BIGINT NOT NULL,
  warn_percent    BIGINT NOT NULL DEFAULT 75,
  valid_from      BIGINT,
  expires_at      BIGINT
);
CREATE INDEX vendor_contract_vendor ON vendor_contract (vendor_id, number);

CREATE TABLE vendor_case (
  id              BIGINT NOT NULL PRIMARY KEY,
  number          BIGINT NOT NULL UNIQUE,
  ticket_id       BIGINT NOT NULL,
  organisation_id BIGINT NOT NULL,
  vendor_id       BIGINT NOT NULL REFERENCES vendor (id),
  contract_id     BIGINT REFERENCES vendor_contract (id),
  state           TEXT NOT NULL CHECK (state IN ('sent', 'answered', 'solved', 'closed')),
  reference       TEXT NOT NULL DEFAULT '',
  subject         TEXT NOT NULL,
  contact         BIGINT NOT NULL DEFAULT 0,
  token_hash      BYTEA UNIQUE,
  sent_by_id      BIGINT NOT NULL REFERENCES person (id),
  sent_at         BIGINT NOT NULL,
  answered_at     BIGINT,
  closed_at       BIGINT,
  version         BIGINT NOT NULL DEFAULT 1,
  UNIQUE (id, organisation_id),
  FOREIGN KEY (ticket_id, organisation_id) REFERENCES ticket (id, organisation_id)
);
CREATE INDEX vendor_case_ticket ON vendor_case (ticket_id, sent_at, id);
CREATE INDEX vendor_case_vendor ON vendor_case (vendor_id, state, sent_at, id);

CREATE TABLE vendor_message (
  id              BIGINT NOT NULL PRIMARY KEY,
  case_id         BIGINT NOT NULL,
  organisation_id BIGINT NOT NULL,
  direction       TEXT NOT NULL CHECK (direction IN ('out', 'in')),
  author          TEXT NOT NULL,
  body            TEXT NOT NULL,
  files           TEXT NOT NULL DEFAULT '[]',
  at              BIGINT NOT NULL,
  via             TEXT NOT NULL CHECK (via IN ('mail', 'page', 'phone')),
  FOREIGN KEY (case_id, organisation_id) REFERENCES vendor_case (id, organisation_id)
);
CREATE INDEX vendor_message_case ON vendor_message (case_id, at, id);

-- Targets: how long each clock may run, most specific first; and the policy
-- as it stood at each time, so that what has stopped is judged by what was
-- promised then.

CREATE TABLE target (
  id              BIGINT NOT NULL PRIMARY KEY,
  name            TEXT NOT NULL,
  clock           TEXT NOT NULL CHECK (clock IN ('first_response', 'next_response', 'resolution', 'acknowledge', 'work', 'vendor')),
  organisation_id BIGINT REFERENCES organisation (id),
  service_id      BIGINT REFERENCES service (id),
  priority        BIGINT CHECK (priority BETWEEN 1 AND 4),
  kind            TEXT NOT NULL DEFAULT '',
  team_id         BIGINT REFERENCES team (id),
  vendor_id       BIGINT REFERENCES vendor (id),
  calendar_id     BIGINT NOT NULL REFERENCES calendar (id),
  seconds         BIGINT NOT NULL CHECK (seconds > 0),
  warn_percent    BIGINT NOT NULL DEFAULT 75 CHECK (warn_percent BETWEEN 1 AND 100),
  pause_on        TEXT NOT NULL DEFAULT '[]',
  archived_at     BIGINT,
  version         BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE policy (
  id    BIGINT NOT NULL PRIMARY KEY,
  since BIGINT NOT NULL,
  body  TEXT NOT NULL
);

-- Routing: rules, and why each ticket went where it went.

CREATE TABLE routing_rule (
  id              BIGINT NOT NULL PRIMARY KEY,
  position        BIGINT NOT NULL,
  name            TEXT NOT NULL,
  organisation_id BIGINT REFERENCES organisation (id),
  service_id      BIGINT REFERENCES service (id),
  category_id     BIGINT REFERENCES category (id),
  kind            TEXT NOT NULL DEFAULT '',
  channel         TEXT NOT NULL DEFAULT '',
  urgent_to       BIGINT CHECK (urgent_to BETWEEN 1 AND 4),
  team_id         BIGINT NOT NULL REFERENCES team (id),
  archived_at     BIGINT,
  version         BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX routing_rule_position ON routing_rule (position, id);

CREATE TABLE placement (
  id              BIGINT NOT NULL PRIMARY KEY,
  ticket_id       BIGINT NOT NULL,
  organisation_id BIGINT NOT NULL,
  at              BIGINT NOT NULL,
  of              TEXT NOT NULL CHECK (of IN ('team', 'person')),
  rule            TEXT NOT NULL DEFAULT '',
  because         TEXT NOT NULL,
  team_id         BIGINT NOT NULL REFERENCES team (id),
  person_id       BIGINT REFERENCES person (id),
  ranked          TEXT NOT NULL DEFAULT '[]',
  rejected        TEXT NOT NULL DEFAULT '[]',
  FOREIGN KEY (ticket_id, organisation_id) REFERENCES ticket (id, organisation_id)
);
CREATE INDEX placement_ticket ON placement (ticket_id, at, id);
CREATE INDEX placement_persons ON placement (at, id, person_id) WHERE of = 'person';

CREATE TABLE team_path (
  from_team_id BIGINT NOT NULL REFERENCES team (id),
  to_team_id   BIGINT NOT NULL REFERENCES team (id),
  PRIMARY KEY (from_team_id, to_team_id)
);

ALTER TABLE team ADD COLUMN dealing TEXT NOT NULL DEFAULT 'pull' CHECK (dealing IN ('push', 'pull', 'offer'));
ALTER TABLE team ADD COLUMN offer_seconds BIGINT NOT NULL DEFAULT 300;
ALTER TABLE person_skill ADD COLUMN wants BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE person ADD COLUMN presence_since BIGINT;
ALTER TABLE person ADD COLUMN back_at BIGINT;
ALTER TABLE organisation ADD COLUMN account_manager_id BIGINT REFERENCES person (id);

-- Who works when.

CREATE TABLE shift (
  id        BIGINT NOT NULL PRIMARY KEY,
  person_id BIGINT NOT NULL REFERENCES person (id),
  team_id   BIGINT REFERENCES team (id),
  weekday   BIGINT NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  starts    BIGINT NOT NULL CHECK (starts BETWEEN 0 AND 1439),
  ends      BIGINT NOT NULL CHECK (ends > starts AND ends <= 2880),
  cycle     BIGINT NOT NULL DEFAULT 1 CHECK (cycle BETWEEN 1 AND 8),
  week      BIGINT NOT NULL DEFAULT 0,
  since     TEXT NOT NULL,
  until     TEXT NOT NULL DEFAULT ''
);
CREATE INDEX shift_person ON shift (person_id, weekday, starts);

CREATE TABLE shift_swap (
  id             BIGINT NOT NULL PRIMARY KEY,
  from_person_id BIGINT NOT NULL REFERENCES person (id),
  to_person_id   BIGINT NOT NULL REFERENCES person (id),
  from_at        BIGINT NOT NULL,
  to_at          BIGINT NOT NULL,
  back_from_at   BIGINT,
  back_to_at     BIGINT,
  note           TEXT NOT NULL DEFAULT '',
  state          TEXT NOT NULL CHECK (state IN ('proposed', 'accepted', 'declined', 'withdrawn')),
  at             BIGINT NOT NULL,
  answered_at    BIGINT,
  version        BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX shift_swap_to ON shift_swap (to_person_id, state, at);
CREATE INDEX shift_swap_from ON shift_swap (from_person_id, state, at);

CREATE TABLE shift_exception (
  id        BIGINT NOT NULL PRIMARY KEY,
  person_id BIGINT NOT NULL REFERENCES person (id),
  kind      TEXT NOT NULL CHECK (kind IN ('off', 'extra')),
  reason    TEXT NOT NULL CHECK (reason IN ('holiday', 'sick', 'training', 'swap', 'other')),
  from_at   BIGINT NOT NULL,
  to_at     BIGINT NOT NULL,
  note      TEXT NOT NULL DEFAULT '',
  swap_id   BIGINT REFERENCES shift_swap (id)
);
CREATE INDEX shift_exception_person ON shift_exception (person_id, to_at);

CREATE TABLE on_call (
  id        BIGINT NOT NULL PRIMARY KEY,
  team_id   BIGINT REFERENCES team (id),
  person_id BIGINT NOT NULL REFERENCES person (id),
  from_at   BIGINT NOT NULL,
  to_at     BIGINT NOT NULL
);
CREATE INDEX on_call_team ON on_call (team_id, to_at);
CREATE INDEX on_call_person ON on_call (person_id, to_at);

CREATE TABLE escalation_step (
  id            BIGINT NOT NULL PRIMARY KEY,
  team_id       BIGINT REFERENCES team (id),
  position      BIGINT NOT NULL,
  upon          TEXT NOT NULL CHECK (upon IN ('warned', 'breached', 'unanswered')),
  clock         TEXT NOT NULL DEFAULT '',
  who           TEXT NOT NULL CHECK (who IN ('assignee', 'lead', 'duty_manager', 'account_manager')),
  by_mail       BOOLEAN NOT NULL DEFAULT FALSE,
  any_time      BOOLEAN NOT NULL DEFAULT FALSE,
  after_seconds BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX escalation_step_team ON escalation_step (team_id, upon, position);

-- Swarms, booked time, kudos, wallboards.

CREATE TABLE swarm (
  id              BIGINT NOT NULL PRIMARY KEY,
  ticket_id       BIGINT NOT NULL,
  organisation_id BIGINT NOT NULL,
  lead_id         BIGINT NOT NULL REFERENCES person (id),
  ask             TEXT NOT NULL,
  because         TEXT NOT NULL DEFAULT '',
  started_at      BIGINT NOT NULL,
  started_by_id   BIGINT REFERENCES person (id),
  ended_at        BIGINT,
  outcome         TEXT NOT NULL DEFAULT '',
  version         BIGINT NOT NULL DEFAULT 1,
  UNIQUE (id, organisation_id),
  FOREIGN KEY (ticket_id, organisation_id) REFERENCES ticket (id, organisation_id)
);
CREATE INDEX swarm_ticket ON swarm (ticket_id, started_at, id);

CREATE TABLE swarm_member (
  swarm_id  BIGINT NOT NULL REFERENCES swarm (id),
  person_id BIGINT NOT NULL REFERENCES person (id),
  asked_at  BIGINT NOT NULL,
  joined_at BIGINT,
  left_at   BIGINT,
  PRIMARY KEY (swarm_id, person_id)
);
CREATE INDEX swarm_member_person ON swarm_member (person_id, left_at, swarm_id);

CREATE TABLE booked_time (
  id              BIGINT NOT NULL PRIMARY KEY,
  ticket_id       BIGINT NOT NULL,
  organisation_id BIGINT NOT NULL,
  person_id       BIGINT NOT NULL REFERENCES person (id),
  swarm_id        BIGINT REFERENCES swarm (id),
  minutes         BIGINT NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
  note            TEXT NOT NULL DEFAULT '',
  at              BIGINT NOT NULL,
  FOREIGN KEY (ticket_id, organisation_id) REFERENCES ticket (id, organisation_id)
);
CREATE INDEX booked_time_ticket ON booked_time (ticket_id, at, id);
CREATE INDEX booked_time_person ON booked_time (person_id, at, id);

CREATE TABLE kudos (
  id              BIGINT NOT NULL PRIMARY KEY,
  person_id       BIGINT NOT NULL REFERENCES person (id),
  from_id         BIGINT NOT NULL REFERENCES person (id),
  by_customer     BOOLEAN NOT NULL,
  organisation_id BIGINT,
  ticket_id       BIGINT,
  text            TEXT NOT NULL,
  at              BIGINT NOT NULL,
  FOREIGN KEY (ticket_id, organisation_id) REFERENCES ticket (id, organisation_id)
);
CREATE INDEX kudos_person ON kudos (person_id, at, id);

CREATE TABLE wallboard (
  id            BIGINT NOT NULL PRIMARY KEY,
  name          TEXT NOT NULL,
  rank          BIGINT NOT NULL,
  token_hash    BYTEA NOT NULL UNIQUE,
  created_by_id BIGINT NOT NULL REFERENCES person (id),
  created_at    BIGINT NOT NULL,
  revoked_at    BIGINT
);

-- Tickets by the clock that runs out next, instead of by priority.

ALTER TABLE ticket ADD COLUMN due_clock TEXT NOT NULL DEFAULT '';
ALTER TABLE ticket ADD COLUMN due_key BIGINT NOT NULL DEFAULT 9223372036854775807;
ALTER TABLE ticket ADD COLUMN wake_at BIGINT;
ALTER TABLE ticket ADD COLUMN warned BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE ticket ADD COLUMN breached BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE ticket ADD COLUMN deal_person_id BIGINT REFERENCES person (id);
ALTER TABLE ticket ADD COLUMN swarm_id BIGINT;
ALTER TABLE ticket ADD COLUMN major BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE ticket ADD COLUMN review_due_at BIGINT;
ALTER TABLE ticket ADD COLUMN vendor_id BIGINT REFERENCES vendor (id);

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

-- What was too narrow for what comes.

ALTER TABLE handover DROP CONSTRAINT handover_direction_check;
ALTER TABLE handover ADD CONSTRAINT handover_direction_check CHECK (direction IN ('up', 'down', 'sideways', 'project', 'vendor', 'swarm'));
ALTER TABLE handover DROP CONSTRAINT handover_state_check;
ALTER TABLE handover ADD CONSTRAINT handover_state_check CHECK (state IN ('offered', 'accepted', 'returned', 'withdrawn', 'expired', 'swarmed'));
CREATE INDEX handover_day ON handover (offered_at, from_rank, to_rank, state);
ALTER TABLE handover ADD COLUMN asked_back TEXT NOT NULL DEFAULT '{}';
ALTER TABLE handover ADD COLUMN follows_id BIGINT;

ALTER TABLE notice ALTER COLUMN organisation_id DROP NOT NULL;
ALTER TABLE notice ALTER COLUMN ticket_id DROP NOT NULL;
ALTER TABLE notice ADD COLUMN link TEXT NOT NULL DEFAULT '';

ALTER TABLE mail_out DROP CONSTRAINT mail_out_kind_check;
ALTER TABLE mail_out ADD CONSTRAINT mail_out_kind_check CHECK (kind IN ('reply', 'received', 'handover', 'resolved', 'sign_in', 'vendor', 'alert'));
ALTER TABLE mail_out ADD COLUMN case_id BIGINT;

ALTER TABLE mail_in DROP CONSTRAINT mail_in_state_check;
ALTER TABLE mail_in ADD CONSTRAINT mail_in_state_check CHECK (state IN ('stored', 'ticket', 'reply', 'duplicate', 'quarantine', 'vendor'));
ALTER TABLE mail_in ADD COLUMN case_id BIGINT;
