-- What requests only point to, and what belongs together.

alter table journal rename column call_id to thread;
alter index journal_call rename to journal_thread;
comment on column journal.thread is
    'events of a source that are one contact share it: reports of a call, copies of a message; the first one is the contact, later ones are additions';

-- Written by the service where a request points to something elsewhere; a quotation mark within a text would be escaped.
create index journal_fetch on journal (seq) where transport like '%"fetch":[%';

create table fetch_cursor (
    one boolean primary key default true check (one),
    seq bigint  not null
);
comment on column fetch_cursor.seq is 'journal rows up to it have their fetches in the table';
insert into fetch_cursor (seq) select coalesce(max(seq), 0) from journal;

create table content_fetch (
    id          bigint      generated always as identity primary key,
    seq         bigint      not null,
    source      text        not null,
    thread      text        not null,
    kind        text        not null,
    url         text        not null,
    context     text        not null,
    state       text        not null default 'WAITING' check (state in ('WAITING', 'DONE', 'GIVEN_UP')),
    attempts    int         not null default 0,
    first_at    timestamptz not null,
    due_at      timestamptz not null,
    last_error  text
);
comment on table content_fetch is 'what a journalled request points to: fetched after the answer, and journalled as a part of the same contact';
create unique index content_fetch_once on content_fetch (seq, kind, md5(url));
create index content_fetch_due on content_fetch (due_at) where state = 'WAITING';
