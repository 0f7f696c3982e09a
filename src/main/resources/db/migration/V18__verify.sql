-- So that raw bytes that are missing without retention having dropped them are told from those that it has.
alter table retention add column reached bigint not null default 0;
comment on column retention.reached is 'the furthest that seq has been; lifting a hold does not set it back';
-- What was stored before has the benefit of the doubt: a hold that was lifted may have set retention back.
update retention set reached = (select coalesce(max(seq), 0) from journal);

create function retention_reached() returns trigger language plpgsql as $$
begin
    new.reached := greatest(old.reached, new.seq);
    return new;
end $$;
create trigger retention_reached before update on retention for each row execute function retention_reached();
