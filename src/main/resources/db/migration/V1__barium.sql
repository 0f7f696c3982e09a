-- Barium's own database. The support database is the customer's and is never touched from here.

-- ---------------------------------------------------------------- journal: append-only record of contacts
create table journal (
    seq          bigint generated always as identity primary key,
    chain        uuid        not null,
    position     bigint      not null,
    source       text        not null,
    provider     text        not null,
    event_id     text        not null,
    channel      text        not null check (channel in ('MAIL', 'CALL', 'SMS')),
    call_id      text,
    occurred_at  timestamptz,
    received_at  timestamptz not null,
    contact      json,
    unreadable   text,
    transport    json        not null,
    raw          bytea       not null,
    raw_size     integer     not null,
    raw_sha256   bytea       not null,
    prev_hash    bytea       not null,
    hash         bytea       not null,
    unique (source, event_id),
    unique (chain, position),
    check ((contact is null) <> (unreadable is null))
);
comment on column journal.seq is 'order of commit, cursor of every reader; gaps are possible';
comment on column journal.position is 'place in the chain, gapless from 0';
comment on column journal.call_id is 'all reports of one call share it; the first one is the contact, later ones are additions';
comment on column journal.contact is 'io.barium.model.Contact as text, kept verbatim because the hash covers it';
comment on column journal.raw is 'deflated by Barium (RFC 1951)';
alter table journal alter column raw set storage external;
create index journal_call on journal (source, call_id, seq) where call_id is not null;

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the journal is append-only';
end $$;
create trigger journal_append_only before update or delete on journal for each row execute function refuse_change();
create trigger journal_no_truncate before truncate on journal for each statement execute function refuse_change();

-- ---------------------------------------------------------------- registry: what we own and where it is planted
create table stratum (
    id    bigint generated always as identity primary key,
    kind  text   not null check (kind in ('EMAIL', 'PHONE', 'TICKET')),
    name  text   not null unique,
    seed  bigint not null
);
comment on column stratum.seed is 'of the draw that labels its tokens planted or control';

create table persona (
    id          bigint generated always as identity primary key,
    locale      text        not null,
    given_name  text        not null,
    family_name text        not null,
    details     json        not null,
    created_at  timestamptz not null
);

create table token (
    id         bigint generated always as identity primary key,
    kind       text        not null check (kind in ('EMAIL', 'PHONE', 'TICKET')),
    value      text        not null,
    role       text        not null check (role in ('PLANTED', 'CONTROL')),
    stratum_id bigint      not null references stratum,
    persona_id bigint references persona,
    created_at timestamptz not null,
    unique (kind, value),
    check ((role = 'PLANTED') = (persona_id is not null))
);
create index token_persona on token (persona_id);

create table token_key (
    kind     text   not null,
    key      text   not null,
    token_id bigint not null references token,
    primary key (kind, key, token_id)
);
comment on table token_key is 'notations under which a token is recognised, see TokenKeys';

create table planting (
    id          bigint generated always as identity primary key,
    persona_id  bigint      not null unique references persona,
    system      text        not null,
    state       text        not null check (state in ('INTENDED', 'DONE', 'RETIRED')),
    batch       uuid        not null,
    row_key     text,
    segments    json        not null,
    intended_at timestamptz not null,
    planted_at  timestamptz,
    retired_at  timestamptz,
    check ((state = 'INTENDED') = (planted_at is null))
);
create index planting_batch on planting (batch) where state = 'INTENDED';

-- ---------------------------------------------------------------- casework: a pure replay of the journal
create table casework_cursor (
    only_row boolean primary key default true check (only_row),
    seq      bigint  not null
);
insert into casework_cursor (seq) values (0);

create table support_case (
    id              bigint generated always as identity primary key,
    state           text        not null check (state in ('OPEN', 'CLOSED')),
    opened_at       timestamptz not null,
    last_contact_at timestamptz not null,
    first_seq       bigint      not null references journal,
    contacts        integer     not null,
    closed_at       timestamptz
);
create unique index support_case_one_open on support_case (state) where state = 'OPEN';

create table sighting (
    seq         bigint primary key references journal,
    contact_seq bigint not null references journal,
    standing    text   not null check (standing in ('CREDIBLE', 'CONTROL', 'EXPECTED', 'UNKNOWN_RECIPIENT', 'UNREADABLE')),
    why         text   not null,
    case_id     bigint references support_case
);
comment on column sighting.contact_seq is 'the contact that this row is or adds to';
create index sighting_case on sighting (case_id, seq) where case_id is not null;
create index sighting_contact on sighting (contact_seq, seq);

create table sighting_token (
    seq        bigint not null references sighting,
    token_id   bigint not null references token,
    matched_as text   not null,
    primary key (seq, token_id, matched_as)
);
create index sighting_token_token on sighting_token (token_id, seq);

create table unknown_recipient (
    domain   text   not null,
    day      date   not null,
    contacts bigint not null,
    primary key (domain, day)
);
comment on column unknown_recipient.domain is 'mail domain, or the word tel for calls and SMS';

create table digest (
    topic    text primary key,
    told_at  timestamptz not null,
    told_seq bigint      not null,
    due_at   timestamptz
);
comment on table digest is 'what has been told of a topic and when the next follow-up is due; null where nothing waits';
create index digest_due on digest (due_at) where due_at is not null;

-- ---------------------------------------------------------------- outbox: every message that leaves
create table outbox (
    id           uuid primary key,
    channel      text        not null,
    topic        text        not null,
    payload      json        not null,
    state        text        not null check (state in ('PENDING', 'SENT', 'DEAD')),
    created_at   timestamptz not null,
    due_at       timestamptz not null,
    leased_until timestamptz,
    attempts     integer     not null default 0,
    last_error   text,
    settled_at   timestamptz
);
create index outbox_due on outbox (due_at) where state = 'PENDING';

-- ---------------------------------------------------------------- access
create table api_key (
    sha256     bytea primary key,
    name       text        not null,
    created_at timestamptz not null
);

create table operator (
    username      text primary key,
    password_hash text        not null,
    created_at    timestamptz not null
);

create table audit (
    id     bigint generated always as identity primary key,
    at     timestamptz not null,
    who    text        not null,
    action text        not null,
    object text        not null
);

-- ---------------------------------------------------------------- demo
create table demo_mail (
    id          bigint generated always as identity primary key,
    received_at timestamptz not null,
    mail_from   text        not null,
    rcpt_to     text        not null,
    raw         bytea       not null
);
