-- Feeds that are written before they are sent, and bulks. Times and names as in 0001 and 0002.

-- Up to where the changes of a third party have been cut into bulks.
create table bulk_cursor (
  client_id bigint primary key references client,
  -- the newest stamp whose changes were cut
  stamp int8 not null,
  -- when that was
  at int8 not null
);

-- What changed for a third party between two stamps, or a share of it where it is much.
create table bulk (
  id bigint generated always as identity primary key,
  uid text not null unique,
  client_id bigint not null references client,
  -- the same for all bulks of one cut
  cut_uid text not null,
  -- from_stamp < updated <= to_stamp
  from_stamp int8 not null,
  to_stamp int8 not null,
  created int8 not null,
  expires int8 not null,
  -- whether its third party is still to be told
  notify boolean not null
);
create index bulk_client on bulk (client_id);
create index bulk_cut on bulk (cut_uid);
create index bulk_expires on bulk (expires);

-- The Authorizations of which a bulk holds something.
create table bulk_member (
  bulk_id bigint not null references bulk on delete cascade,
  authorization_id bigint not null references "authorization",
  -- all that it grants is new to its third party, whenever it was entered
  whole boolean not null,
  -- the usage points whose data stand in this bulk; null for all
  up_ids bigint[],
  primary key (bulk_id, authorization_id)
);

-- A feed that is too large to be made while its reader waits: one gzip member, kept in parts.
create table large_feed (
  id bigint generated always as identity primary key,
  uid text not null unique,
  -- SHA-256 of whose it is and what is asked for; null when a newer one has taken its place
  key text unique,
  utility_id bigint not null references utility,
  client_id bigint not null references client,
  authorization_id bigint references "authorization",
  bulk_id bigint unique references bulk on delete cascade,
  -- the request: a row of the resource table, the parameters of its path, its window and page
  row_name text not null,
  params jsonb not null,
  -- startMin, startMax (seconds), updatedMin, updatedMax (milliseconds); null where it is open
  bounds jsonb not null,
  page jsonb not null,
  -- where its reader finds it
  uri text not null,
  state text not null default 'building' check (state in ('building', 'ready')),
  -- counts the workers that began it: only the parts of the last one count
  attempt int4 not null default 0,
  -- how much it is, by the plan
  readings int8 not null,
  entries int8 not null,
  entries_done int8 not null default 0,
  parts int4 not null default 0,
  bytes int8 not null default 0,
  -- bytes of every part but the last
  part_bytes int4 not null,
  -- the utility's newest stamp when the last worker began
  stamp int8 not null default 0,
  -- the validator that the same feed has when it is sent at once
  identity text,
  -- the strong validator of the bytes
  etag text,
  created int8 not null,
  -- a worker waits until then, because an import is under way
  waits_until int8,
  started int8,
  ready int8,
  expires int8 not null,
  -- when the first 202 had left: its reader is told of the end only after that
  answered int8,
  notified int8,
  last_read int8
);
create index large_feed_client on large_feed (client_id);
create index large_feed_authorization on large_feed (authorization_id);
create index large_feed_expires on large_feed (expires);
create index large_feed_building on large_feed (id) where state = 'building';

create table large_feed_part (
  feed_id bigint not null references large_feed on delete cascade,
  attempt int4 not null,
  no int4 not null,
  bytes bytea not null,
  primary key (feed_id, attempt, no)
);
-- gzip does not become smaller
alter table large_feed_part alter column bytes set storage external;
