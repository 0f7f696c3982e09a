-- The look once a second reads what is left to do, not all that was ever sent.
create index outbox_open on outbox (channel, number) where state in ('PENDING', 'DEAD');
