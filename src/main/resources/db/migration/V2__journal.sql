-- The journal in monthly partitions, deduplicated over all of them, in order of commit over all processes.

alter table support_case drop constraint support_case_first_seq_fkey;
alter table sighting drop constraint sighting_seq_fkey;
alter table sighting drop constraint sighting_contact_seq_fkey;
alter table journal rename to journal_v1;
alter index journal_call rename to journal_v1_call;

create sequence journal_seq;
create table journal (
    seq         bigint      not null default nextval('journal_seq') primary key,
    position    bigint      not null,
    received_at timestamptz not null,
    occurred_at timestamptz,
    chain       uuid        not null,
    raw_size    integer     not null,
    source      text        not null,
    provider    text        not null,
    event_id    text        not null,
    channel     text        not null check (channel in ('MAIL', 'CALL', 'SMS')),
    call_id     text,
    contact     text,
    unreadable  text,
    transport   text        not null,
    raw_sha256  bytea       not null,
    hash        bytea       not null,
    raw         bytea,
    check ((contact is null) <> (unreadable is null))
) partition by range (seq);
alter sequence journal_seq owned by journal.seq;
comment on column journal.seq is 'order of commit over all processes, cursor of every reader; gaps are possible';
comment on column journal.position is 'place in the chain, gapless from 0';
comment on column journal.call_id is 'all reports of one call share it; the first one is the contact, later ones are additions';
comment on column journal.contact is 'io.barium.model.Contact as JSON, text because the hash covers it and nobody asks the database to look inside';
comment on column journal.raw is 'deflated by Barium (RFC 1951); null once retention has dropped it, its hash stays';
-- What is compressed is compressed by Barium; the rest is too short to be worth the database's time.
alter table journal alter column raw set storage external;
alter table journal alter column contact set storage external;
alter table journal alter column transport set storage external;
create index journal_call on journal (source, call_id, seq) where call_id is not null;

-- ---------------------------------------------------------------- append-only, but for raw bytes that retention drops
create function journal_guard() returns trigger language plpgsql as $$
declare
    kept journal;
begin
    if tg_op = 'UPDATE' and new.raw is null then
        kept := old;
        kept.raw := null;
        if kept is not distinct from new then
            return new;
        end if;
    end if;
    raise exception 'the journal is append-only';
end $$;
create trigger journal_append_only before update or delete on journal for each row execute function journal_guard();
create trigger journal_no_truncate before truncate on journal for each statement execute function journal_guard();

-- ---------------------------------------------------------------- months
create table journal_month (
    month     date   primary key,
    first_seq bigint not null unique
);
comment on table journal_month is 'from which number on the journal is in which month; the sequence is moved when a month begins';

-- Under the journal's lock nobody draws a number, so that the order of numbers stays the order of commits.
create function journal_lock() returns void language sql as $$ select pg_advisory_xact_lock(7093856223) $$;

-- A partition k holds the numbers from k * 10^10 up; attached, not created in place, so that writers need not wait.
create function journal_partition(k bigint) returns void language plpgsql as $$
declare
    part text := 'journal_' || lpad(k::text, 3, '0');
    low text := case when k = 0 then 'minvalue' else (k * 10000000000)::text end;
begin
    if to_regclass(part) is not null then
        return;
    end if;
    execute format('create table %I (like journal including defaults including constraints including storage)', part);
    -- Rows up to a page stay whole: moving a part out costs more than the contact itself.
    execute format('alter table %I set (toast_tuple_target = 8160)', part);
    execute format('alter table journal attach partition %I for values from (%s) to (%s)', part, low, (k + 1) * 10000000000);
    execute format('create trigger journal_no_truncate before truncate on %I for each statement execute function journal_guard()', part);
end $$;

-- Begins the month of a day if it has not begun, and makes the partitions of the months after it. Returns how many partitions stand.
create function journal_months(today date, ahead integer) returns bigint language plpgsql as $$
declare
    this_month date := date_trunc('month', today)::date;
    current_k bigint;
    newest date;
begin
    perform journal_lock();
    select max(month) into newest from journal_month;
    select last_value / 10000000000 into current_k from journal_seq;
    if newest is null then
        insert into journal_month values (this_month, case when current_k = 0 then 1 else current_k * 10000000000 end);
    elsif this_month > newest then
        current_k := current_k + 1;
        perform journal_partition(current_k);
        perform setval('journal_seq', current_k * 10000000000, false);
        insert into journal_month values (this_month, current_k * 10000000000);
    end if;
    for k in 0..current_k + ahead loop
        perform journal_partition(k);
    end loop;
    return current_k + ahead + 1;
end $$;

select journal_partition(0);
select journal_partition(1);

-- ---------------------------------------------------------------- events and chains
create table journal_event (
    key     uuid primary key,
    raw     uuid not null,
    reading uuid
);
comment on table journal_event is 'what makes an event unique over all partitions, and what tells its retry from a replay';
comment on column journal_event.key is 'first 16 bytes of SHA-256 over source, a zero byte and event_id';
comment on column journal_event.raw is 'first 16 bytes of SHA-256 over the raw bytes';
comment on column journal_event.reading is 'first 16 bytes of SHA-256 over the contact; null when it could not be read';

create table journal_chain (
    chain     uuid primary key,
    version   smallint    not null,
    anchor    bytea       not null,
    opened_at timestamptz not null
);
comment on column journal_chain.version is 'of the hash, see io.barium.intake.Chain';
comment on column journal_chain.anchor is 'hash of the newest row of any chain when this one was opened';

create function journal_digest(bytes bytea) returns uuid language sql immutable as
    $$ select encode(substring(sha256(bytes) for 16), 'hex')::uuid $$;

-- ---------------------------------------------------------------- what version 1 holds
insert into journal_chain (chain, version, anchor, opened_at)
    select distinct on (chain) chain, 1, prev_hash, received_at from journal_v1 order by chain, position;
insert into journal_event (key, raw, reading)
    select journal_digest(convert_to(source, 'UTF8') || '\x00' || convert_to(event_id, 'UTF8')),
           encode(substring(raw_sha256 for 16), 'hex')::uuid, journal_digest(convert_to(contact::text, 'UTF8'))
    from journal_v1;
insert into journal (seq, position, received_at, occurred_at, chain, raw_size, source, provider, event_id, channel, call_id,
                     contact, unreadable, transport, raw_sha256, hash, raw)
    select seq, position, received_at, occurred_at, chain, raw_size, source, provider, event_id, channel, call_id,
           contact::text, unreadable, transport::text, raw_sha256, hash, raw
    from journal_v1 order by seq;
select setval('journal_seq', max(seq)) from journal having max(seq) is not null;
drop table journal_v1;
drop function refuse_change();

-- ---------------------------------------------------------------- what a process that faces the internet may do
create function journal_known(keys uuid[]) returns setof journal_event
    language sql stable security definer set search_path = public, pg_temp as
    $$ select e.* from unnest(keys) as k(key) join journal_event e on e.key = k.key $$;
create function journal_newest_hash() returns bytea
    language sql stable security definer set search_path = public, pg_temp as
    $$ select hash from journal order by seq desc limit 1 $$;
revoke execute on function journal_known(uuid[]), journal_newest_hash() from public;

-- Roles belong to the whole server: another database's Barium may have made it, and a hosted server may not let us.
do $$
begin
    create role barium_intake nologin;
exception
    when duplicate_object or unique_violation then null;
    when insufficient_privilege then
        raise notice 'role barium_intake cannot be made by %: serve --role intake needs it made by an administrator', current_user;
end $$;
do $$
begin
    if exists (select from pg_roles where rolname = 'barium_intake') then
        grant insert on journal, journal_event, journal_chain to barium_intake;
        grant usage on sequence journal_seq to barium_intake;
        grant execute on function journal_known(uuid[]), journal_newest_hash() to barium_intake;
    end if;
end $$;
