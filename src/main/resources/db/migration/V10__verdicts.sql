-- What is concluded on a case, and the campaigns that contacts belong to.

create table verdict (
    case_id   bigint           not null references support_case,
    seq       bigint           not null,
    at        timestamptz      not null,
    level     text             not null check (level in ('QUIET', 'CONTACT', 'WATCH', 'SUSPECTED', 'CONFIRMED')),
    log_e     double precision not null,
    posterior double precision not null,
    document  text             not null,
    primary key (case_id, seq)
);
comment on column verdict.seq is 'journal sequence that it rests on';
comment on column verdict.at is 'when the newest contact that it rests on was received';
comment on column verdict.document is 'io.barium.verdict.Verdict as text, the same bytes whenever it is computed again';

create table campaign (
    id          bigint      primary key,
    first_at    timestamptz not null,
    last_at     timestamptz not null,
    contacts    bigint      not null,
    merged_into bigint
);
comment on table campaign is 'contacts of one actor, put together without a look at any identifier''s role';
comment on column campaign.merged_into is 'the campaign that it turned out to be a part of; null while it stands alone';

alter table sighting
    add column campaign bigint,
    add column joined   text;
comment on column sighting.campaign is 'campaign that the contact was given to when it was judged';
comment on column sighting.joined is 'why it joined that campaign; null where it began it';
create index sighting_campaign on sighting (campaign) where campaign is not null;
