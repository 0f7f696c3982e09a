-- The look once a second reads what is left to do, not all that was ever sent.
create index outbox_open on outbox (channel, number) where state in ('PENDING', 'DEAD');

comment on column outbox.trying_since is
    'from when alerts.giveUpAfter counts: the first attempt in vain since it was added, sent again by hand, or since nothing was tried for half an hour';
comment on column outbox.leased_until is
    'until then the process that holds the lease may send it, by that process''s clock; others go by how long they have seen the lease';
