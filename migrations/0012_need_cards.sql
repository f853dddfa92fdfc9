-- What helps with a need, in two or three sentences, and for some countries a whole card: what exists, what the law
-- gives, what to bring, where to start. Shipped as text files beside the taxonomies and loaded with them.

alter table need add column about text_in_languages;
comment on column need.about is 'Two or three plain sentences: what this help is, who usually gives it, what one can do first. Null for a retired need that never had any.';

alter table taxonomy_state drop constraint taxonomy_state_name_check;
alter table taxonomy_state add constraint taxonomy_state_name_check
  check (name in ('need', 'audience', 'expertise', 'territory', 'crosswalk', 'card'));

create table card (
  need_slug text not null references need,
  country text not null check (country ~ '^[A-Z]{2}$'),
  written_on date not null,
  what_exists text_in_languages not null,
  gives text_in_languages not null,
  decides text_in_languages not null,
  object text_in_languages not null,
  law text_in_languages not null,
  bring jsonb not null check (jsonb_typeof(bring) = 'array'),
  first_step text_in_languages not null,
  easy_exists text_in_languages not null,
  easy_right text_in_languages not null,
  easy_first_step text_in_languages not null,
  primary key (need_slug, country)
);
comment on table card is 'A need in one country. The source language is the country''s; other languages fall back to it. Cards that are no longer shipped are deleted: their need''s page stays.';
comment on column card.country is 'ISO 3166-1 alpha-2, as in territory.country.';
comment on column card.written_on is 'When the card was last written or looked through: law changes.';
comment on column card.gives is 'What the law gives.';
comment on column card.decides is 'Who decides.';
comment on column card.object is 'How to object to the decision, and within what time.';
comment on column card.law is 'The laws by their usual public names.';
comment on column card.bring is 'What to bring: a list of texts in languages.';
comment on column card.easy_exists is 'The easy version of what exists: a line is a sentence. So are the other two.';
