-- The directory: who gives what, where, when. Near HSDS 3.0 in name and meaning, so that the standard API is a
-- mapping. Differences, each for a reason:
--   opportunities are services with dates (one table, told apart by kind): people search both together;
--   `contact` of HSDS is `contact_point` here: a contact is a logged touch by a facilitator;
--   languages and accessibility are arrays of codes on their owner, not tables: nobody edits them one by one;
--   texts that people read are text_in_languages.

create table source (
  id uuid primary key,
  key text not null unique check (key ~ '^[a-z0-9]+([-_.][a-z0-9]+)*$'),
  name text not null,
  licence text,
  licence_url text,
  url text,
  locale text not null,
  created_at timestamptz not null default now()
);
comment on table source is 'A feed that records came from, with its licence. Records written by members have none.';

create table import_run (
  id uuid primary key,
  source_id uuid not null references source,
  started_at timestamptz not null,
  finished_at timestamptz,
  report jsonb
);
comment on table import_run is 'One run of `bussola import`. finished_at is null while it runs and for ever when it was killed: the next run completes its work.';
create index import_run_by_source on import_run (source_id, started_at desc);
comment on index import_run_by_source is 'The last run of a source, for doctor and for marking what vanished.';

create table organisation (
  id uuid primary key,
  kind text not null check (kind in ('social_economy', 'public_administration', 'company', 'training_provider')),
  status text not null default 'active'
    check (status in ('active', 'inactive', 'defunct', 'temporarily_closed', 'withdrawn', 'vanished')),
  slug text not null,
  name text_in_languages not null,
  alternate_name text,
  summary text_in_languages,
  description text_in_languages,
  website text,
  email text,
  legal_status text,
  year_incorporated integer,
  expertise text[] not null default '{}',
  identifiers jsonb not null default '[]',
  source_id uuid references source,
  source_record_id text,
  source_hash bytea,
  source_url text,
  assured_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (source_id, source_record_id)
);
comment on table organisation is 'A body that publishes here. HSDS organization.';
comment on column organisation.slug is 'Last path segment, from the name in its source language; for reading only, the id decides.';
comment on column organisation.expertise is 'Slugs of expertise.';
comment on column organisation.identifiers is '[{"scheme":"siret","value":"…"}]. HSDS organization_identifier.';
comment on column organisation.source_hash is 'Hash of the record as last imported: an equal one is skipped, so an unchanged re-import writes nothing.';
comment on column organisation.assured_at is 'When somebody last confirmed that it is right (HSDS assured_date).';
create index organisation_by_name on organisation using gin ((name -> 'values') jsonb_path_ops);
comment on index organisation_by_name is 'Exact name in any language: recognises the same body coming from two feeds.';

create table service (
  id uuid primary key,
  organisation_id uuid not null references organisation,
  kind text not null check (kind in ('service', 'job', 'training', 'traineeship', 'volunteering', 'event', 'grant')),
  status text not null default 'active'
    check (status in ('active', 'inactive', 'defunct', 'temporarily_closed', 'withdrawn', 'vanished')),
  slug text not null,
  name text_in_languages not null,
  alternate_name text,
  summary text_in_languages,
  description text_in_languages,
  eligibility text_in_languages,
  minimum_age smallint check (minimum_age between 0 and 150),
  maximum_age smallint check (maximum_age between 0 and 150),
  application_process text_in_languages,
  wait_time text_in_languages,
  interpretation text_in_languages,
  cost text not null default 'unknown' check (cost in ('free', 'reduced', 'paid', 'unknown')),
  fees text_in_languages,
  languages text[] not null default '{}',
  formats text[] not null default '{}',
  website text,
  email text,
  starts_on date,
  ends_on date,
  source_id uuid references source,
  source_record_id text,
  source_hash bytea,
  source_url text,
  assured_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (source_id, source_record_id)
);
comment on table service is 'Something a person can use: a permanent service, or an opportunity (every other kind), which has dates. HSDS service.';
comment on column service.languages is 'ISO 639 codes of languages spoken. HSDS language.';
comment on column service.formats is 'in_person, remote, at_home.';
comment on column service.ends_on is 'Last day on which it is shown. A past day hides it everywhere without any job having to run.';
create index service_by_organisation on service (organisation_id);
comment on index service_by_organisation is 'What an organisation gives.';
create index service_recent on service (updated_at desc) where status in ('active', 'temporarily_closed');
comment on index service_recent is 'The newest visible ones: home page, sitemap, feeds.';
create index service_words on service using gin (
  to_tsvector('simple', coalesce((name -> 'values')::text, '') || ' ' || coalesce((summary -> 'values')::text, '')));
comment on index service_words is 'Lets searches be answered, plainly, from Postgres while the index is rebuilt.';

create table merged_record (
  source_id uuid not null references source,
  source_record_id text not null,
  service_id uuid not null references service on delete cascade,
  primary key (source_id, source_record_id)
);
comment on table merged_record is 'Records recognised as a branch of a service already kept: one national service posted by many branches is one service with many places.';
create index merged_record_by_service on merged_record (service_id);
comment on index merged_record_by_service is 'The records a service was made of.';

create table service_need (
  service_id uuid not null references service on delete cascade,
  need_slug text not null references need,
  primary key (service_id, need_slug)
);
comment on table service_need is 'Needs that a service meets. HSDS attribute.';
create index service_need_by_need on service_need (need_slug);
comment on index service_need_by_need is 'Services for a need page.';

create table service_audience (
  service_id uuid not null references service on delete cascade,
  audience_slug text not null references audience,
  primary key (service_id, audience_slug)
);
comment on table service_audience is 'Whom a service is for. None: for everyone.';
create index service_audience_by_audience on service_audience (audience_slug);
comment on index service_audience_by_audience is 'Services for an audience.';

create table service_term (
  service_id uuid not null references service on delete cascade,
  vocabulary text not null,
  code text not null,
  label text,
  primary key (service_id, vocabulary, code)
);
comment on table service_term is 'What the source called it, kept so that an export gives back what came in. HSDS attribute of a foreign taxonomy.';

create table service_territory (
  service_id uuid not null references service on delete cascade,
  territory_id text not null references territory,
  primary key (service_id, territory_id)
);
comment on table service_territory is 'Coverage: for whom it is, by where they live. HSDS service_area. None: only its places count.';
create index service_territory_by_territory on service_territory (territory_id);
comment on index service_territory_by_territory is 'Services covering a territory.';

create table required_document (
  service_id uuid not null references service on delete cascade,
  position smallint not null,
  document text_in_languages not null,
  primary key (service_id, position)
);
comment on table required_document is 'What to bring. HSDS required_document.';

create table cost_option (
  service_id uuid not null references service on delete cascade,
  position smallint not null,
  option text,
  amount numeric(12, 2),
  currency text,
  description text,
  primary key (service_id, position)
);
comment on table cost_option is 'Prices as the source lists them. HSDS cost_option.';
