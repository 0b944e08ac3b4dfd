-- Accounts, sessions, registration, OAuth grants, consent evidence, audit, mails and jobs.
-- Times are milliseconds since 1970-01-01T00:00:00Z unless a name ends in _ts (seconds).
-- Secrets, tokens and codes are stored as SHA-256; passwords as scrypt text `scrypt$N$r$p$salt$hash`.

-- One account of a third party; its registrations (table client) are one per utility.
create table third_party_account (
  id bigint generated always as identity primary key,
  uid text not null unique,
  name text not null,
  -- lower case
  email text not null unique,
  password_hash text not null,
  language text not null default 'en',
  created int8 not null
);

-- A person of the utility. An auditor sees everything and changes nothing.
create table operator_account (
  id bigint generated always as identity primary key,
  uid text not null unique,
  utility_id bigint not null references utility,
  email text not null,
  name text not null,
  password_hash text not null,
  role text not null default 'operator' check (role in ('operator', 'auditor')),
  created int8 not null,
  unique (utility_id, email)
);

-- How a retail customer can be recognised: an own account, or an identity of the utility's OpenID provider.
create table customer_account (
  id bigint generated always as identity primary key,
  uid text not null unique,
  utility_id bigint not null references utility,
  -- customer_resource.id of the Customer
  customer_id bigint not null,
  email text,
  password_hash text,
  openid_issuer text,
  openid_subject text,
  language text not null default 'en',
  -- for test customers of the sandbox: the story it plays
  test_scenario text,
  created int8 not null,
  unique (utility_id, email),
  unique (utility_id, openid_issuer, openid_subject)
);
create index customer_account_customer on customer_account (customer_id);
-- The look-up of a customer by the account number, as people write it.
create index customer_resource_account on customer_resource
  (utility_id, (regexp_replace(lower(data ->> 'accountId'), '[^a-z0-9]', '', 'g')))
  where noun = 'CustomerAccount';

create table session (
  id_hash text primary key,
  area text not null check (area in ('customer', 'developers', 'operator')),
  utility_id bigint not null references utility,
  -- customer_resource.id, third_party_account.id or operator_account.id; null before sign-in
  subject_id bigint,
  csrf text not null,
  -- what the session carries between pages: chosen language, how the customer was identified, a code that was sent
  data jsonb not null default '{}',
  created int8 not null,
  seen int8 not null,
  expires int8 not null
);
create index session_subject on session (area, subject_id);

-- A one-time code for a customer: at most a few tries, then a new one.
create table one_time_code (
  session_hash text primary key,
  -- SHA-256 of the session's hash and the code
  code_hash text not null,
  channel text not null,
  -- null: somebody whom we do not know, who sees the same page as everybody
  customer_id bigint,
  -- email_code or lookup
  identified_by text not null,
  -- as shown: j…@example.org
  sent_to text not null,
  tries int4 not null default 0,
  created int8 not null,
  expires int8 not null
);

-- Failures by key (what is tried, by whom), and until when the key is shut.
create table throttle (
  key text primary key,
  failures int4 not null,
  newest int8 not null,
  blocked_until int8
);

-- The registration of a third party at a utility is the client row.
alter table client
  add column account_id bigint references third_party_account,
  add column state text not null default 'live'
    check (state in ('waiting', 'question', 'declined', 'approved', 'live', 'suspended', 'terminated')),
  -- what people read: company, siteUrl, purposeEn, purposeFr, privacyUrl, termsUrl, customerContact, contactEmail, language
  add column profile jsonb not null default '{}',
  add column logo bytea,
  add column logo_media_type text,
  -- SHA-256 of the logo, 12 digits: names it in its address
  add column logo_hash text,
  add column notify_uri text,
  -- the receiver answered 410: nothing is sent until the third party resumes
  add column notify_paused int8,
  -- AES-256-GCM: signs notifications; the previous one signs too while it counts
  add column notify_secret_ciphertext text,
  add column notify_secret_created int8,
  add column previous_notify_secret_ciphertext text,
  add column previous_notify_secret_until int8,
  add column require_pkce boolean not null default true,
  -- token endpoint parameters in the query, for clients that cannot do otherwise
  add column compat_token_query boolean not null default false,
  -- the customer's access_token may read its own Authorization
  add column access_token_reads_authorization boolean not null default false,
  -- mutual TLS: none, pinned (SHA-256 of the certificate), ca (name in the certificate)
  add column mtls_mode text not null default 'none' check (mtls_mode in ('none', 'pinned', 'ca')),
  add column mtls_value text,
  add column terms_version text,
  add column terms_at int8,
  add column client_secret_last_four text,
  add column client_secret_created int8,
  add column previous_secret_hash text,
  add column previous_secret_until int8;
create index client_account on client (account_id);

create table redirect_uri (
  client_id bigint not null references client,
  uri text not null,
  state text not null check (state in ('approved', 'waiting')),
  since int8 not null,
  primary key (client_id, uri)
);

create table registration_event (
  id bigint generated always as identity primary key,
  client_id bigint not null references client,
  event text not null,
  at int8 not null,
  -- third_party, operator, system
  actor_kind text not null,
  actor text,
  note text,
  language text
);
create index registration_event_client on registration_event (client_id, at);

alter table "authorization"
  -- own: the one that stands for the application itself, answered to client_credentials
  add column kind text not null default 'customer' check (kind in ('customer', 'own')),
  add column requested_scope text,
  add column test boolean not null default false,
  -- once, until, until_stopped
  add column duration text not null default 'until_stopped',
  add column ended int8,
  add column end_cause text check (end_cause in ('customer', 'third_party', 'operator', 'expired', 'idle', 'security')),
  add column end_note text,
  add column last_read int8,
  add column last_read_kinds text[] not null default '{}',
  add column receipt_email text,
  add column language text,
  -- the newest stamp of data of which its third party was told, and when it was
  add column notified_stamp int8 not null default 0,
  add column notified_at int8,
  -- when the customer was last reminded: of the year, of the end
  add column reminded int8,
  add column end_reminded int8;
-- Whom new data of a usage point concern.
create index authorization_usage_point_up on authorization_usage_point (up_id);
create index authorization_customer on "authorization" (customer_id);
create unique index authorization_own on "authorization" (client_id) where kind = 'own';
create index authorization_end on "authorization" (end_ts) where ended is null;

alter table token
  add column scope text,
  -- the certificate that a token is bound to: SHA-256
  add column certificate_sha256 text,
  -- personal API tokens have a name
  add column name text,
  add column last_four text,
  add column last_used int8,
  -- ms at which a refresh replaced it
  add column replaced int8;
create index token_client on token (client_id, kind);

create table oauth_request (
  id_hash text primary key,
  session_hash text not null,
  client_id bigint not null references client,
  -- the address of the authorization server as the third party called it: `iss` of the answer
  issuer text not null,
  redirect_uri text,
  redirect_given boolean not null,
  -- as it was asked for, byte for byte
  requested_scope text not null,
  -- the part of it that the registration allows
  scope text not null,
  scope_given boolean not null,
  state text,
  code_challenge text,
  -- prompt=login: a session that is there already does not do
  force_login boolean not null default false,
  created int8 not null,
  expires int8 not null
);
create index oauth_request_expires on oauth_request (expires);

create table oauth_code (
  hash text primary key,
  authorization_id bigint not null references "authorization",
  client_id bigint not null references client,
  redirect_uri text,
  code_challenge text,
  expires int8 not null,
  used int8
);
create index oauth_code_authorization on oauth_code (authorization_id);

create table oauth_refresh (
  hash text primary key,
  authorization_id bigint not null references "authorization",
  client_id bigint not null references client,
  expires int8 not null,
  used int8,
  revoked int8
);
create index oauth_refresh_authorization on oauth_refresh (authorization_id);

-- What a customer was shown and chose: kept for ever, also of a decline.
create table consent_evidence (
  id bigint generated always as identity primary key,
  utility_id bigint not null references utility,
  client_id bigint not null references client,
  customer_id bigint not null,
  authorization_id bigint references "authorization",
  decision text not null check (decision in ('share', 'decline')),
  text_version text not null,
  language text not null,
  -- meters, kinds, history, duration as chosen, with the requested scope
  choices jsonb not null,
  identified_by text not null,
  ip_address text not null,
  user_agent text not null,
  at int8 not null
);
create index consent_evidence_authorization on consent_evidence (authorization_id);

create table authorization_event (
  id bigint generated always as identity primary key,
  authorization_id bigint not null references "authorization",
  event text not null,
  at int8 not null,
  note text
);
create index authorization_event_authorization on authorization_event (authorization_id, at);

-- Who did what to what, never changed and never deleted.
create table audit_event (
  id bigint generated always as identity primary key,
  utility_id bigint references utility,
  at int8 not null,
  -- customer, third_party, operator, system
  actor_kind text not null,
  actor text,
  action text not null,
  target_kind text,
  target text,
  result text not null default 'done',
  ip_address text,
  request_id text,
  detail jsonb not null default '{}'
);
create index audit_event_at on audit_event (utility_id, at);

-- Requests of third parties, for the page that explains them; deleted after 30 days.
create table request_log (
  id bigint generated always as identity primary key,
  client_id bigint not null references client,
  authorization_uid text,
  at int8 not null,
  method text not null,
  path text not null,
  status int4 not null,
  ms int4 not null,
  bytes int8 not null,
  token_kind text,
  request_id text not null,
  refusal text,
  refusal_facts jsonb
);
create index request_log_client on request_log (client_id, at);
create index request_log_at on request_log (at);

-- A mail as it was written. Without a mail server it stays here: the outbox.
create table mail (
  id bigint generated always as identity primary key,
  uid text not null unique,
  utility_id bigint not null references utility,
  created int8 not null,
  to_address text not null,
  subject text not null,
  language text not null,
  text_part text not null,
  html_part text not null,
  -- holds a one-time code: its words are removed once it is sent
  secret boolean not null default false,
  state text not null default 'waiting' check (state in ('waiting', 'kept', 'sent', 'failed')),
  sent int8,
  tries int4 not null default 0,
  error text
);
create index mail_created on mail (utility_id, created);

-- A POST to a third party's notify URI: one row a delivery, replayable.
create table notification (
  id bigint generated always as identity primary key,
  uid text not null unique,
  client_id bigint not null references client,
  authorization_id bigint references "authorization",
  event text not null,
  -- the URIs of the BatchList
  resources text[] not null,
  created int8 not null,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed', 'dropped')),
  tries int4 not null default 0,
  -- when the first try of the present round was made: a replay begins a new one
  first_try int8,
  last_try int8,
  next_try int8,
  last_status int4,
  last_ms int4,
  last_error text,
  -- the beginning of the receiver's answer
  last_answer text,
  delivered int8
);
create index notification_client on notification (client_id, created);
create index notification_authorization on notification (authorization_id);

-- Work that must happen after a commit, enqueued in its transaction.
create table job (
  id bigint generated always as identity primary key,
  kind text not null,
  payload jsonb not null,
  -- the same key is the same work: a second one joins the first
  key text unique,
  joined int4 not null default 0,
  -- 0 = at once
  run_at int8 not null default 0,
  tries int4 not null default 0,
  locked_until int8,
  last_error text,
  created int8 not null default (extract(epoch from now()) * 1000)::int8
);
create index job_run_at on job (run_at);
