-- How far mailboxes have been read.

create table imap_mailbox (
    host         text        not null,
    username     text        not null,
    folder       text        not null,
    uid_validity bigint      not null,
    last_uid     bigint      not null,
    updated_at   timestamptz not null,
    primary key (host, username, folder)
);
comment on table imap_mailbox is 'written by the one process that holds the mailbox''s session lock, on the connection that holds it';
comment on column imap_mailbox.last_uid is 'mails up to it are in the journal; counts within one UIDVALIDITY only (RFC 9051 section 2.3.1.1)';
