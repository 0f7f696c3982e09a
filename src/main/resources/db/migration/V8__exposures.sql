-- Who could see or take out which planted row when, and whose name may be shown to whom.

-- ---------------------------------------------------------------- origins
create table origin (
    id     bigint generated always as identity primary key,
    kind   text    not null check (kind in ('AGENT', 'QUEUE', 'EXPORT', 'INTEGRATION')),
    key    text    not null unique,
    label  text    not null,
    sealed bytea,
    named  boolean not null default false,
    check ((kind = 'AGENT') = (sealed is not null))
);
comment on column origin.key is 'kind and name, like queue:billing; an agent''s is a pseudonym, see io.barium.exposure.Pseudonyms';
comment on column origin.sealed is 'who an agent is, encrypted; the key is kept outside of the database';
comment on column origin.named is 'whether the sealed text has a person''s name and not only an id';

create table agent_key (
    only_row boolean primary key default true check (only_row),
    proof    text    not null
);
comment on table agent_key is 'tells whether a process has the key under which the pseudonyms here were made; says nothing about the key';

-- ---------------------------------------------------------------- exposures
create table exposure (
    id          bigint generated always as identity primary key,
    origin_id   bigint      not null references origin,
    planting_id bigint      not null references planting,
    at          timestamptz not null,
    action      text        not null check (action in ('VIEW', 'EXPORT')),
    unique (origin_id, planting_id, at, action)
);
comment on column exposure.id is 'order of commit, because inserting takes a lock first; who has read up to it has everything up to it';
create index planting_row on planting (system, row_key);

-- 7093856223 is the journal's lock, 7093856224 the case worker's, 7093856225 the registry's.
create function exposure_lock() returns void language sql as $$ select pg_advisory_xact_lock(7093856226) $$;

create function exposure_in_order() returns trigger language plpgsql as $$
begin
    perform exposure_lock();
    return null;
end $$;
create trigger exposure_in_order before insert on exposure for each statement execute function exposure_in_order();

create function exposure_tell() returns trigger language plpgsql as $$
begin
    if exists (select from added) then
        notify barium_registry;
    end if;
    return null;
end $$;
create trigger exposure_told after insert on exposure referencing new table as added
    for each statement execute function exposure_tell();

create table access_log_cursor (
    system     text        not null,
    log        text        not null,
    settled    text,
    pending    text,
    pending_at timestamptz not null,
    primary key (system, log)
);
comment on column access_log_cursor.settled is 'rows of the log up to it are never read again';
comment on column access_log_cursor.pending is 'read up to here, but transactions that were open at pending_at may still add rows before it';

-- ---------------------------------------------------------------- names of agents
create table name_unlock (
    id           bigint generated always as identity primary key,
    case_id      bigint      not null references support_case,
    origin_id    bigint      not null references origin,
    reason       text        not null,
    requested_by text        not null,
    requested_at timestamptz not null,
    approved_by  text,
    approved_at  timestamptz,
    check (approved_by <> requested_by),
    check ((approved_by is null) = (approved_at is null))
);
comment on table name_unlock is 'two people and a reason for each name that is shown';
create index name_unlock_origin on name_unlock (case_id, origin_id, id);

-- An agent is nowhere in clear: not in what a row can be reached through, and not in a persona's tickets once they stand
-- in the support system.
create function without_agents(details json) returns json language sql immutable as $$
    select case when json_typeof(details #> '{row,tickets}') = 'array' then
        jsonb_set(details::jsonb, '{row,tickets}',
            (select coalesce(jsonb_agg(t.ticket - 'agent' order by t.n), '[]'::jsonb)
             from jsonb_array_elements(details::jsonb #> '{row,tickets}') with ordinality as t(ticket, n)))::json
    else details end
$$;
update planting set segments = (segments::jsonb - 'agent')::json where segments -> 'agent' is not null;
update persona q set details = without_agents(q.details)
from planting p where p.persona_id = q.id and p.state <> 'INTENDED';
