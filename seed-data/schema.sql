-- A help desk as many companies have one. It stands for the customer's own database: Barium never keeps anything of its
-- own here.

create table agent (
    id       uuid primary key,
    name     text not null,
    email    text not null unique,
    queue    text not null,
    hired_on date not null
);

create table customer (
    id          uuid        not null default gen_random_uuid(),
    given_name  text,
    family_name text,
    email       text,
    phone       text,
    locale      text        not null,
    segment     text        not null check (segment in ('home', 'business', 'government')),
    product     text        not null,
    street      text,
    city        text,
    postcode    text,
    country     char(2)     not null,
    created_at  timestamptz not null
);

create table ticket (
    id          uuid        not null default gen_random_uuid(),
    number      text        not null,
    customer_id uuid        not null,
    queue       text        not null,
    agent_id    uuid,
    subject     text        not null,
    status      text        not null check (status in ('new', 'open', 'pending', 'solved', 'closed')),
    created_at  timestamptz not null
);

-- Who looked at a customer's record, or took it out in an export, and when.
create table access_log (
    id          bigint generated always as identity,
    at          timestamptz not null,
    agent_id    uuid        not null,
    action      text        not null check (action in ('VIEW', 'EXPORT')),
    customer_id uuid        not null,
    queue       text,
    export_name text
);
