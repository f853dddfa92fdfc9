-- What visitors say is wrong about a service: for the organisation that gives it and for the desk. Nobody has to say who
-- they are, and no address of theirs is kept: what bounds the number of reports is the service and the day.

create table report (
  id uuid primary key,
  service_id uuid not null references service on delete cascade,
  kind text not null check (kind in ('closed', 'hours', 'contact', 'place', 'conditions', 'other')),
  text text not null check (char_length(text) <= 2000),
  contact text not null check (char_length(contact) <= 200),
  locale text not null,
  key bytea not null unique,
  created_at timestamptz not null
);
comment on table report is 'A mistake that a visitor reported. Forgotten after a year; no trace of who it was, but for what they wrote themselves.';
comment on column report.text is 'In the visitor''s words; may be empty where the kind says it all.';
comment on column report.contact is 'How to answer, where the visitor wants an answer; else empty.';
comment on column report.locale is 'The language of the page it was sent from: probably that of the text.';
comment on column report.key is 'Hash of the form''s own key and of what was written: a double click or a retry has one effect, a second thought another.';
create index report_by_service on report (service_id, created_at);
comment on index report_by_service is 'Reports of one service, newest last; how many came today.';
create index report_by_age on report (created_at);
comment on index report_by_age is 'The list of the desk, and what is to be forgotten.';
