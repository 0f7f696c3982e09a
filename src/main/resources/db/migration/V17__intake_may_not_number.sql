-- Numbers are the order of commits and the cursor of every reader. Who could choose one could make readers pass over all that come after.
do $$
begin
    if exists (select from pg_roles where rolname = 'barium_intake') then
        revoke insert on journal from barium_intake;
        execute (select format('grant insert (%s) on journal to barium_intake', string_agg(quote_ident(attname), ', '))
                 from pg_attribute
                 where attrelid = 'journal'::regclass and attnum > 0 and not attisdropped and attname <> 'seq');
    end if;
end $$;

-- As before, but for a clock that was wrong by years: a month that lies far ahead is not waited for.
create or replace function journal_months(today date, ahead integer) returns bigint language plpgsql as $$
declare
    this_month date := date_trunc('month', today)::date;
    current_k bigint;
    newest date;
begin
    perform journal_lock();
    select max(month) into newest from journal_month where month <= this_month + interval '2 months';
    select last_value / 10000000000 into current_k from journal_seq;
    if not exists (select from journal_month) then
        insert into journal_month values (this_month, case when current_k = 0 then 1 else current_k * 10000000000 end);
    elsif newest is null or this_month > newest then
        current_k := current_k + 1;
        perform journal_partition(current_k);
        perform setval('journal_seq', current_k * 10000000000, false);
        insert into journal_month values (this_month, current_k * 10000000000);
    end if;
    for k in 0..current_k + ahead loop
        perform journal_partition(k);
    end loop;
    return current_k + ahead + 1;
end $$;
