-- What was told of a verdict is kept whole: its row in the table verdict may be replaced by one that nobody has heard of.

alter table digest add column told_document text;
comment on column digest.told_document is
    'for the topic of a verdict: the one that was told last, as in verdict.document; what is new is held against it';

-- So far each change was told against the verdict before it, so the newest one is what people know.
insert into digest (topic, told_at, told_seq, told_document)
select distinct on (v.case_id) 'case-verdict:' || v.case_id, v.at, v.seq, v.document
from verdict v join support_case c on c.id = v.case_id
where c.state = 'OPEN' and v.level in ('WATCH', 'SUSPECTED', 'CONFIRMED') order by v.case_id, v.seq desc;
