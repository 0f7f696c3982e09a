-- The registry in an order that an index in memory can follow, and running counts so that an alert counts nothing.

-- ---------------------------------------------------------------- notations in order of commit
alter table token_key add column n bigint generated always as identity;
create unique index token_key_n on token_key (n);
comment on column token_key.n is 'order of commit, because inserting takes a lock first; who has read up to n has everything up to n';

-- Before the statement draws its numbers. 7093856225 is the registry's lock, 7093856223 the journal's, 7093856224 the case worker's.
create function token_key_lock() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock(7093856225);
    return null;
end $$;
create trigger token_key_in_order before insert on token_key for each statement execute function token_key_lock();

create function token_key_tell() returns trigger language plpgsql as $$
begin
    notify barium_registry;
    return null;
end $$;
create trigger token_key_told after insert on token_key for each statement execute function token_key_tell();

create function token_key_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'a notation is not changed: delete it and insert another';
end $$;
create trigger token_key_fixed before update on token_key for each statement execute function token_key_refuse();

-- ---------------------------------------------------------------- tokens by role and kind
create table token_count (
    role   text   not null,
    kind   text   not null,
    tokens bigint not null,
    primary key (role, kind)
);
insert into token_count select role, kind, count(*) from token group by role, kind;

create function token_counted() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into token_count as c select role, kind, count(*) from moved group by role, kind order by role, kind
        on conflict (role, kind) do update set tokens = c.tokens + excluded.tokens;
    else
        update token_count c set tokens = c.tokens - m.tokens
        from (select role, kind, count(*) as tokens from moved group by role, kind) m
        where c.role = m.role and c.kind = m.kind;
    end if;
    return null;
end $$;
create trigger token_added after insert on token referencing new table as moved
    for each statement execute function token_counted();
create trigger token_removed after delete on token referencing old table as moved
    for each statement execute function token_counted();

-- ---------------------------------------------------------------- cases
alter table support_case
    add column sightings        bigint  not null default 0,
    add column last_seq         bigint  not null default 0,
    add column planted_touched  integer not null default 0,
    add column controls_touched integer not null default 0;
comment on column support_case.contacts is 'running count';
comment on column support_case.sightings is 'running count of its contacts and of what adds to them';
comment on column support_case.last_seq is 'its newest journal row';
comment on column support_case.planted_touched is 'running count of case_token';

create table case_token (
    case_id  bigint not null references support_case,
    token_id bigint not null references token,
    role     text   not null,
    primary key (case_id, token_id)
);
comment on table case_token is 'planted tokens that a case''s contacts touched, control tokens that anybody touched since it was opened';

insert into case_token
    select distinct s.case_id, t.id, t.role from sighting s join sighting_token st on st.seq = s.seq
    join token t on t.id = st.token_id where s.case_id is not null and t.role = 'PLANTED';
insert into case_token
    select distinct c.id, t.id, t.role from support_case c join sighting_token st on st.seq >= c.first_seq
    join token t on t.id = st.token_id where t.role = 'CONTROL';
update support_case c set
    sightings = (select count(*) from sighting s where s.case_id = c.id),
    last_seq = (select coalesce(max(s.seq), 0) from sighting s where s.case_id = c.id),
    planted_touched = (select count(*) from case_token t where t.case_id = c.id and t.role = 'PLANTED'),
    controls_touched = (select count(*) from case_token t where t.case_id = c.id and t.role = 'CONTROL');

alter table digest
    add column told_contacts  bigint not null default 0,
    add column told_sightings bigint not null default 0;
comment on column digest.told_contacts is 'contacts on the case when it was told; what has come since is the difference';
update digest d set
    told_contacts = (select count(distinct s.contact_seq) from sighting s
                     where d.topic = 'case:' || s.case_id and s.seq <= d.told_seq),
    told_sightings = (select count(*) from sighting s where d.topic = 'case:' || s.case_id and s.seq <= d.told_seq)
where d.topic like 'case:%';

-- ---------------------------------------------------------------- contacts by standing
create table standing_count (
    standing text   primary key,
    contacts bigint not null
);
comment on table standing_count is 'running count of contacts, without what adds to them';
insert into standing_count select standing, count(*) from sighting where seq = contact_seq group by standing;

create index sighting_unreadable on sighting (seq) where standing = 'UNREADABLE';
