-- Reading back costs what is shown, not what lies behind it; retention comes back to what it could not judge.

-- ---------------------------------------------------------------- contacts with many additions
-- The first row of a contact that is on a case is one look, however many come before and after it.
create index sighting_head on sighting (contact_seq, case_id, seq) where case_id is not null;

create table addition_count (
    contact_seq bigint primary key,
    additions   bigint not null
);
comment on table addition_count is 'running count of what adds to a contact; no row where there is nothing';
insert into addition_count select contact_seq, count(*) from sighting where seq <> contact_seq group by contact_seq;

create function sighting_counted() returns trigger language plpgsql as $$
begin
    insert into addition_count as c
        select contact_seq, count(*) from added where seq <> contact_seq group by contact_seq
    on conflict (contact_seq) do update set additions = c.additions + excluded.additions;
    return null;
end $$;
create trigger sighting_added after insert on sighting referencing new table as added
    for each statement execute function sighting_counted();

-- ---------------------------------------------------------------- retention
alter table retention add column future_seq bigint, add column future_at timestamptz;
comment on column retention.future_seq is 'the first row that was passed over because it was from the future';
comment on column retention.future_at is 'when the earliest of those rows was received; once that is old enough they are looked at again';
-- Once more from the start: rows that casework had not judged, or that a clock set back made future, were passed for ever.
update retention set seq = 0;

-- ---------------------------------------------------------------- what overview and health ask for
create index unknown_recipient_day on unknown_recipient (day);
create index content_fetch_open on content_fetch (due_at) where state <> 'DONE';
