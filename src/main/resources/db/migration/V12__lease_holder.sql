-- Who holds a lease, so that what a dead process had in hand need not wait until the lease ends.
alter table outbox add column leased_by text;
comment on column outbox.leased_by is 'application_name of the connections of the process that may send it; no such connection, no such process';
