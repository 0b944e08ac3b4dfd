-- Times: `published` and `updated` are milliseconds since 1970-01-01T00:00:00Z; `*_ts` are seconds (ESPI TimeType).
-- uid: what a URL shows. id: a key that never leaves storage. data: the resource's own elements as JSON.

create table installation (
  only_row boolean primary key default true check (only_row),
  -- namespace of the UUIDv5 Atom ids: constant for the life of the installation
  uuid_namespace uuid not null
);

create table utility (
  id bigint generated always as identity primary key,
  slug text not null unique,
  name text not null,
  time_zone text not null,
  -- ISO 4217 numeric code
  currency int2 not null,
  branding jsonb not null default '{}',
  settings jsonb not null default '{}',
  -- the newest stamp given to a row of this utility: strictly monotone
  last_updated int8 not null default 0
);

create table local_time_parameters (
  id bigint generated always as identity primary key,
  utility_id bigint not null references utility,
  uid text not null unique,
  data jsonb not null,
  published int8 not null,
  updated int8 not null,
  unique (utility_id, data)
);

create table usage_point (
  id bigint generated always as identity primary key,
  utility_id bigint not null references utility,
  uid text not null unique,
  -- what the source calls it: the same key is the same usage point for ever
  source_key text not null,
  time_zone text not null,
  local_time_parameters_id bigint not null references local_time_parameters,
  -- the customer that it belongs to, when known
  customer_id bigint,
  data jsonb not null,
  published int8 not null,
  updated int8 not null,
  unique (utility_id, source_key)
);
create index usage_point_customer on usage_point (customer_id);

-- One channel of a usage point, with the one ReadingType that describes it.
create table meter_reading (
  up_id bigint not null,
  no int2 not null,
  uid text not null unique,
  reading_type_uid text not null unique,
  reading_type jsonb not null,
  published int8 not null,
  updated int8 not null,
  primary key (up_id, no)
);

-- Which channels a MeterReading of a source goes to: several (one per billing period) may share a channel as long
-- as they do not overlap, and one whose ReadingType changes continues in another.
create table meter_reading_source (
  up_id bigint not null,
  source_key text not null,
  no int2 not null,
  -- from the start of its first reading to the end of its last; null when it has none
  start_ts int8,
  end_ts int8,
  primary key (up_id, source_key, no)
  -- every night moves the ends: with room on its page a row is rewritten without touching the index
) with (fillfactor = 70);

-- One row is the readings of one channel that start on one local day: one IntervalBlock.
create table interval_day (
  up_id bigint not null,
  mr_no int2 not null,
  -- local day of the usage point
  day date not null,
  -- start of the first reading
  start_ts int8 not null,
  -- seconds of a regular reading; 0 when `data` holds the times
  step int4 not null,
  -- slots of a regular day, gaps included; readings of an irregular one
  n int4 not null,
  enc int2 not null,
  published int8 not null,
  updated int8 not null,
  data bytea not null,
  primary key (up_id, mr_no, day)
) partition by range (day);
create table interval_day_other partition of interval_day default;
create index interval_day_updated on interval_day (updated);

create table usage_summary (
  id bigint generated always as identity,
  up_id bigint not null,
  uid text not null unique,
  source_key text not null,
  -- statusTimeStamp: the issue date, by which windows select
  issued_ts int8 not null,
  data jsonb not null,
  -- the bill as a file, when there is one
  file_uid text,
  published int8 not null,
  updated int8 not null,
  primary key (up_id, source_key)
);
create index usage_summary_updated on usage_summary (updated);

create table electric_power_quality_summary (
  up_id bigint not null,
  uid text not null unique,
  source_key text not null,
  start_ts int8 not null,
  data jsonb not null,
  published int8 not null,
  updated int8 not null,
  primary key (up_id, source_key)
);

-- Resources of the customer namespace: a tree below Customer, one row each.
create table customer_resource (
  id bigint generated always as identity primary key,
  utility_id bigint not null references utility,
  -- Customer, CustomerAccount, CustomerAgreement, ServiceSupplier, ProgramDateIdMappings, ServiceLocation, Meter, EndDevice, Statement
  noun text not null,
  -- the Customer at the top of the tree; its own id for a Customer
  customer_id bigint not null,
  parent_id bigint references customer_resource,
  uid text not null,
  source_key text not null,
  data jsonb not null,
  published int8 not null,
  updated int8 not null,
  unique (noun, uid),
  unique (utility_id, noun, source_key)
);
create index customer_resource_customer on customer_resource (customer_id);

-- What a ServiceLocation's source calls the usage points that it serves, whether they are here yet or not.
create table service_location_source (
  service_location_id bigint not null references customer_resource,
  usage_point_key text not null,
  primary key (service_location_id, usage_point_key)
);
create index service_location_source_key on service_location_source (usage_point_key);

-- Which usage points a ServiceLocation serves (element UsagePoints).
create table service_location_usage_point (
  service_location_id bigint not null references customer_resource,
  up_id bigint not null,
  primary key (service_location_id, up_id)
);

-- Bytes behind /Non-ESPI/{uid}.
create table stored_file (
  uid text primary key,
  utility_id bigint not null references utility,
  -- whose bill it is; who may read the usage point's summaries or the customer's statements may read it
  up_id bigint,
  customer_id bigint,
  file_name text not null,
  media_type text not null,
  sha256 text not null,
  updated int8 not null,
  bytes bytea not null
);

-- A registered third-party application: ApplicationInformation.
create table client (
  id bigint generated always as identity primary key,
  utility_id bigint not null references utility,
  uid text not null unique,
  bulk_uid text not null unique,
  client_id text not null unique,
  client_secret_hash text not null,
  -- AES-256-GCM: ApplicationInformation must show the secret
  client_secret_ciphertext text not null,
  name text not null,
  data jsonb not null,
  scopes text[] not null,
  published int8 not null,
  updated int8 not null,
  unique (utility_id, name)
);

create table "authorization" (
  id bigint generated always as identity primary key,
  utility_id bigint not null references utility,
  client_id bigint not null references client,
  uid text not null unique,
  -- customer_resource.id of the retail customer, when customer data are shared
  customer_id bigint,
  -- AuthorizationStatus: 0 revoked, 1 active, 2 denied
  status int2 not null,
  scope text not null,
  -- authorized period: null end = until revoked
  start_ts int8 not null,
  end_ts int8,
  -- range of the data that may be read: null = open
  data_start_ts int8,
  data_end_ts int8,
  grant_type text not null,
  published int8 not null,
  updated int8 not null
);
create index authorization_client on "authorization" (client_id);

create table authorization_usage_point (
  authorization_id bigint not null references "authorization",
  up_id bigint not null,
  primary key (authorization_id, up_id)
);

create table token (
  -- SHA-256 of the token: the token itself is never stored
  hash text primary key,
  -- registration_access_token, client_access_token, access_token
  kind text not null,
  client_id bigint not null references client,
  authorization_id bigint references "authorization",
  issued int8 not null,
  -- null = does not expire
  expires int8,
  revoked int8
);
create index token_authorization on token (authorization_id);

create table import_run (
  id bigint generated always as identity primary key,
  utility_id bigint not null references utility,
  file_name text not null,
  started int8 not null,
  finished int8,
  receipt jsonb
);
