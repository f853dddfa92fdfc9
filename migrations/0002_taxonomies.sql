-- The trees by which things are found. Keyed by slug: slugs are in URLs, files and the search index, and are
-- never re-used. The shipped trees (crates/portal/taxonomies) are the truth for shipped slugs and are brought in
-- at start when their content hash differs; a vanished slug is kept as retired so that old links still resolve.

create table taxonomy_state (
  name text primary key check (name in ('need', 'audience', 'expertise', 'territory', 'crosswalk')),
  content_hash text not null,
  loaded_at timestamptz not null default now()
);
comment on table taxonomy_state is 'Hash of each shipped taxonomy as last loaded: an unchanged one costs nothing at start.';

create table need (
  slug text primary key check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  parent_slug text references need,
  position integer not null,
  icon text,
  sensitive boolean not null default false,
  label text_in_languages not null,
  synonyms jsonb not null default '{}',
  retired boolean not null default false
);
comment on table need is 'What a citizen needs, in the citizen''s words: two levels. HSDS taxonomy_term.';
comment on column need.synonyms is 'Everyday words and misnomers by locale: {"en": ["food bank", …]}. Search matches them; pages do not show them.';
comment on column need.sensitive is 'Pages about it keep titles neutral (violence, addiction, exploitation …).';
create index need_by_parent on need (parent_slug, position);
comment on index need_by_parent is 'The tree in order.';

create table audience (
  slug text primary key check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  position integer not null,
  label text_in_languages not null,
  synonyms jsonb not null default '{}',
  retired boolean not null default false
);
comment on table audience is 'Whom a service is for. HSDS taxonomy_term of the eligibility kind.';

create table expertise (
  slug text primary key check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  parent_slug text references expertise,
  position integer not null,
  label text_in_languages not null,
  retired boolean not null default false
);
comment on table expertise is 'What an organisation is good at: the organisation-side taxonomy.';
create index expertise_by_parent on expertise (parent_slug, position);
comment on index expertise_by_parent is 'The tree in order.';

-- NUTS codes change meaning between versions (Alentejo Central is PT187 in 2021, PT1C4 in 2024), so the version
-- is part of the key: nuts2021:PT187. Countries outside NUTS use ISO 3166-2 below an ISO 3166-1 root.
create table territory (
  id text primary key generated always as (scheme || ':' || code) stored,
  scheme text not null check (scheme ~ '^[a-z0-9]+$'),
  code text not null,
  level text not null check (level in ('country', 'nuts1', 'nuts2', 'nuts3', 'municipality')),
  parent_id text references territory,
  country text not null check (country ~ '^[A-Z]{2}$'),
  name text_in_languages not null,
  synonyms jsonb not null default '{}',
  latitude double precision,
  longitude double precision,
  ancestors text[] not null default '{}'
);
comment on table territory is 'Where a service is for: country > NUTS 1 > 2 > 3 > municipality. id is scheme:code, for example nuts2021:PT187.';
comment on column territory.ancestors is 'Ids from the country down to the parent: lets a search for a region find what covers a town in it, and the reverse.';
comment on column territory.country is 'ISO 3166-1 alpha-2 (Greece is GR here although its NUTS codes start with EL).';
create index territory_by_parent on territory (parent_id);
comment on index territory_by_parent is 'Children of a node.';
create index territory_by_code on territory (code);
comment on index territory_by_code is 'A bare code in a link or a feed is looked up without its scheme.';
