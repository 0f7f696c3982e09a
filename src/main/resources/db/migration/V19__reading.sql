-- Pages of tokens cost what is shown, and a hold covers the request that a signature was made over.

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

-- ---------------------------------------------------------------- the request that a contact is a part of
-- Written by the hook for a further contact of a batch; a quotation mark within a text would be escaped.
create function journal_whole(transport text) returns bytea language sql immutable parallel safe as
    $$ select decode(substring(transport from '"request":\{"event":".*","sha256":"([0-9a-f]{64})"'), 'hex') $$;
comment on function journal_whole(text) is 'SHA-256 of the request that a row is a part of; its raw bytes stand with another row';
-- Asked of every row that is journalled, and strpos is six times as quick as like.
create index journal_part on journal (journal_whole(transport), source) where strpos(transport, '"request":{"event":') > 0;

-- ---------------------------------------------------------------- what a hold has kept
alter table retention add column held_seq bigint;
comment on column retention.held_seq is 'the first row that was passed over because of a hold; looked at again when one is lifted';
update retention r set held_seq = (select min(s.contact_seq) from legal_hold h join sighting s on s.case_id = h.case_id);
