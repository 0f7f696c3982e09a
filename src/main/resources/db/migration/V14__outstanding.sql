-- For whom a message that some have already is still to leave, so that the next attempt is no repeat for the others.
alter table outbox add column outstanding text[] not null default '{}';
comment on column outbox.outstanding is 'whom of several it has not reached yet, in the words of the channel''s sender; empty: nobody has it yet';
