-- A feed over all Authorizations of a third party is not dropped each time one of them ends.

alter table large_feed
  -- how often it was begun anew, because an Authorization had ended whose data it held
  add column ends int4 not null default 0,
  -- the utility's newest stamp when it was finished and held nothing of an Authorization that had ended
  add column checked int8;
