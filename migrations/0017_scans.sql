-- How often codes are scanned: whoever puts up a poster can see that it is used. A number by code and day, and nothing of
-- who scanned, with what, where, at which hour or in which language.

create table scan_count (
  code text not null references code,
  day date not null,
  count bigint not null check (count > 0),
  primary key (code, day)
);
comment on table scan_count is 'Scans of each code by day (UTC), added up in memory and written every minute: a scan writes nothing. No trace of the person.';
comment on column scan_count.count is 'How often /q/{code} was answered on that day.';
create index scan_count_by_day on scan_count (day);
comment on index scan_count_by_day is 'The export is by day.';
