-- How addresses were made, without whom they were learnt from; rows that are being taken back; real customers by segment.

create table mail_generator (
    stratum_id bigint      not null references stratum,
    minted_at  timestamptz not null,
    domain     text        not null,
    locale     text        not null,
    patterns   json        not null,
    primary key (stratum_id, minted_at)
);
comment on table mail_generator is 'with the stratum''s seed it makes the siblings again; strata whose locale''s names are not known have none';
comment on column mail_generator.minted_at is 'created_at of the tokens that were minted so';
comment on column mail_generator.patterns is 'local-part pattern to weight, see io.barium.persona.LocalPart';

alter table planting add column retiring_at timestamptz;
comment on column planting.retiring_at is 'when taking the row out was begun: it still stood there';
comment on column planting.retired_at is 'when the row was surely gone from the support system; its values stay watched';
create index planting_retiring on planting (system) where state = 'DONE' and retiring_at is not null;

create sequence segment_counting;
create table segment_count (
    system     text        not null,
    counting   bigint      not null,
    segment    text        not null,
    customers  bigint      not null,
    counted_at timestamptz not null,
    primary key (system, counting, segment)
);
comment on table segment_count is 'real customers of the support system, without planted ones; old countings stay, so that a verdict can say again what it said';
comment on column segment_count.counting is 'in order of commit; the newest of a system is the one that counts';
comment on column segment_count.segment is 'KEY:VALUE with a key of planting.segments';
