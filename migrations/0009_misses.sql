-- What people looked for and did not find: it tells coordinators where help is missing, and nothing about anyone. What
-- was asked is written only as a need of the taxonomy, or as words that people have asked for on five different days:
-- until then only a salted hash of the words is known.

create table miss (
  day date not null,
  territory_id text references territory,
  need_slug text references need,
  words text check (words <> ''),
  asked int not null default 1 check (asked > 0),
  check ((need_slug is null) <> (words is null))
);
comment on table miss is 'Searches that found nothing, counted by day: by need and territory where the words name them, else by words that many have asked for. No trace of the person, of their language or of the hour.';
comment on column miss.words is 'Normalised: lower case, in alphabetical order. Only those of miss_candidate that were asked for on five days.';
comment on column miss.asked is 'How often on that day.';
create unique index miss_once on miss (day, coalesce(need_slug, ''), coalesce(words, ''), coalesce(territory_id, ''));
comment on index miss_once is 'A row per day and what was missed: counted up, never repeated.';

create table miss_candidate (
  hash bytea primary key,
  days date[] not null,
  seen_on date not null
);
comment on table miss_candidate is 'Words that found nothing, by a salted hash: kept until they have been asked for on five different days, forgotten after ninety days without.';
comment on column miss_candidate.days is 'Different days on which they were asked for, at most five.';
create index miss_candidate_by_age on miss_candidate (seen_on);
comment on index miss_candidate_by_age is 'The forgotten ones are removed by age.';

create table miss_salt (
  one boolean primary key default true check (one),
  salt bytea not null default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
);
comment on table miss_salt is 'One row: what is hashed before the words, so that a hash cannot be looked up in a list made elsewhere.';
insert into miss_salt default values;
