-- Whether an Authorization was active is decided when a bulk is cut, not again when it is written.

alter table bulk_member
  -- the Authorization was active at the cut: the bulk holds data of it
  add column active boolean not null default true;
update bulk_member m set active = a.start_ts * 1000 <= b.created
  from bulk b, "authorization" a
  where b.id = m.bulk_id and a.id = m.authorization_id and a.start_ts * 1000 > b.created;
alter table bulk_member alter column active drop default;
