-- The Authorizations of a third party are read in pages, in the order of entry: each begins where the one before ended.
create index authorization_client_order on "authorization" (client_id, id);
drop index authorization_client;
