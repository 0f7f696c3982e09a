-- Reading back at ten million rows, and how long raw bytes are kept.

-- Pages of a case and of a standing are read in the order of their contacts.
create index sighting_timeline on sighting (case_id, contact_seq) where case_id is not null;
create index sighting_standing on sighting (standing, contact_seq);

create table legal_hold (
    case_id   bigint      primary key references support_case,
    reason    text        not null,
    placed_by text        not null,
    placed_at timestamptz not null
);
comment on table legal_hold is 'cases whose raw bytes retention leaves alone';

create table retention (
    rule text   primary key check (rule in ('RAW', 'UNKNOWN_RAW')),
    seq  bigint not null
);
comment on column retention.seq is 'journal rows up to it have been treated under the rule; set back when a hold is lifted';
insert into retention (rule, seq) values ('RAW', 0), ('UNKNOWN_RAW', 0);
