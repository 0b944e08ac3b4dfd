-- An account may stand for several customers, and an imported address is a way to sign in.

-- The customers for whom an account signs in.
create table account_customer (
  account_id bigint not null references customer_account on delete cascade,
  -- customer_resource.id of the Customer
  customer_id bigint not null,
  primary key (account_id, customer_id)
);
create index account_customer_customer on account_customer (customer_id);
insert into account_customer (account_id, customer_id) select id, customer_id from customer_account;
alter table customer_account drop column customer_id;

-- Which ways to sign in work for anybody of a utility is asked for each view of the page.
create index customer_account_password on customer_account (utility_id) where password_hash is not null;
create index customer_account_test on customer_account (utility_id) where test_scenario is not null;

-- The first e-mail address of a Customer or a CustomerAccount, as addresses are compared.
create index customer_resource_email on customer_resource
  (utility_id, (lower(coalesce(
    nullif(btrim(data #>> '{Organisation,electronicAddress,email1}', E' \t\r\n'), ''),
    nullif(btrim(data #>> '{Organisation,electronicAddress,email2}', E' \t\r\n'), ''),
    nullif(btrim(data #>> '{contactInfo,electronicAddress,email1}', E' \t\r\n'), ''),
    nullif(btrim(data #>> '{contactInfo,electronicAddress,email2}', E' \t\r\n'), '')))))
  where noun in ('Customer', 'CustomerAccount');

-- A code is sent again to where the first one went. Those that were sent before are asked for anew.
delete from one_time_code;
alter table one_time_code
  drop column customer_id,
  -- the customers as whom it signs in; none: somebody whom we do not know, who sees the same page as everybody
  add column customer_ids int8[] not null,
  add column email text not null,
  -- how it is known that they read the address: entered, on_file or receipt
  add column recipient text not null;
