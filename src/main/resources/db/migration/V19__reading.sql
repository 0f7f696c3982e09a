-- Pages of tokens cost what is shown, however many contacts touched one of them.

-- ---------------------------------------------------------------- contacts by token
create table token_contact (
    token_id    bigint not null,
    contact_seq bigint not null,
    primary key (token_id, contact_seq)
);
comment on table token_contact is 'contacts that touched a token, by themselves or by what adds to them';
insert into token_contact
    select distinct x.token_id, s.contact_seq from sighting_token x join sighting s on s.seq = x.seq;

create table token_hit (
    token_id bigint primary key,
    contacts bigint not null,
    last_seq bigint not null
);
comment on table token_hit is 'running count of token_contact; no row where there is nothing';
comment on column token_hit.last_seq is 'newest journal row that touched it';
insert into token_hit
    select c.token_id, c.contacts, x.last_seq
    from (select token_id, count(*) as contacts from token_contact group by token_id) c
        join (select token_id, max(seq) as last_seq from sighting_token group by token_id) x on x.token_id = c.token_id;

create function sighting_token_counted() returns trigger language plpgsql as $$
begin
    with fresh as (
        insert into token_contact
            select distinct a.token_id, s.contact_seq from added a join sighting s on s.seq = a.seq
        on conflict do nothing
        returning token_id)
    insert into token_hit as h
        select token_id, sum(contacts), max(seq)
        from (select token_id, 0 as contacts, seq from added union all select token_id, 1, 0 from fresh) n
        group by token_id
    on conflict (token_id) do update set
        contacts = h.contacts + excluded.contacts, last_seq = greatest(h.last_seq, excluded.last_seq);
    return null;
end $$;
create trigger sighting_token_added after insert on sighting_token referencing new table as added
    for each statement execute function sighting_token_counted();
