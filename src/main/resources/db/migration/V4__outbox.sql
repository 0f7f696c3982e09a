-- ---------------------------------------------------------------- outbox: each channel on its own, dead letters sent again
alter table outbox add column number bigint generated always as identity;
alter table outbox add column trying_since timestamptz;
alter table outbox add column hurried_at timestamptz;
update outbox set trying_since = created_at;
alter table outbox alter column trying_since set not null;
comment on column outbox.number is 'order of adding; cursor of the list of dead letters';
comment on column outbox.leased_until is 'until then one process alone may send it';
comment on column outbox.trying_since is 'from when alerts.giveUpAfter counts: when it was added or last sent again by hand';
comment on column outbox.hurried_at is 'when its wait was last cut short because its channel worked again';

drop index outbox_due;
create index outbox_due on outbox (channel, due_at) where state = 'PENDING';
create unique index outbox_dead on outbox (number) where state = 'DEAD';
