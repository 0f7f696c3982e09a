-- What verdicts rest on has marks: up to a mark nothing changes any more, so that a verdict can be made again.

alter table planting add column done_n bigint, add column retired_n bigint;
update planting set done_n = 0 where state <> 'INTENDED';
update planting set retired_n = 0 where state = 'RETIRED';
comment on column planting.done_n is 'numbered with token_key.n, in order of commit, when the row stood in the support system';
comment on column planting.retired_n is 'the same when it stood there no more';

-- Under the registry's lock, as notations are; see V3.
create function planting_mark() returns trigger language plpgsql as $$
begin
    if new.state = 'DONE' and (tg_op = 'INSERT' or old.state = 'INTENDED') then
        perform pg_advisory_xact_lock(7093856225);
        new.done_n := nextval(pg_get_serial_sequence('token_key', 'n'));
    elsif new.state = 'RETIRED' and (tg_op = 'INSERT' or old.state <> 'RETIRED') then
        perform pg_advisory_xact_lock(7093856225);
        new.retired_n := nextval(pg_get_serial_sequence('token_key', 'n'));
        new.done_n := coalesce(new.done_n, new.retired_n);
    end if;
    return new;
end $$;
create trigger planting_marked before insert or update on planting for each row execute function planting_mark();
create trigger planting_told after insert or update on planting for each statement execute function token_key_tell();

-- What a replay reads of all sightings.
create index sighting_observed on sighting (seq) where standing in ('CREDIBLE', 'CONTROL') or campaign is not null;
