-- Foundations: what every later table leans on.
--
-- Conventions, held by a test (crates/portal/tests/schema.rs): table names are singular; every table and every
-- index that is not a key's own carries a comment; ids are UUID v7 made by the application; times are timestamptz.
-- Names follow HSDS 3.0 where it has a word; where ours differs, the comment says so.

create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists cube;
create extension if not exists earthdistance;

-- A text in several languages: model::Text as JSON,
-- {"source":"pt","values":{"pt":"…","en":"…"},"made_from":{"en":"<hash of the source value>"}}.
-- The check catches what no code of ours writes: a text without its source value.
create function is_text(value jsonb) returns boolean
  language sql immutable parallel safe
  return value is null or (
    jsonb_typeof(value) = 'object'
    and value ? 'source'
    and coalesce(value -> 'values' ? (value ->> 'source'), false)
  );
comment on function is_text is 'Whether a jsonb value is a model::Text: it names a source locale and holds its value.';

create domain text_in_languages as jsonb check (is_text(value));
comment on domain text_in_languages is 'model::Text: values by locale, the source locale, and what each translation was made from.';

-- The text a plain SQL reader wants: the reader''s locale, else the source.
create function read_text(value jsonb, locale text) returns text
  language sql immutable parallel safe
  return coalesce(value -> 'values' ->> locale, value -> 'values' ->> (value ->> 'source'));
comment on function read_text is 'A text in one locale, else in its source locale.';

-- Every change that the search index must follow. Written in the transaction that changes the row.
-- A sequence alone would lose rows: a lower seq may commit after a higher one was read. So a reader takes only
-- rows of transactions older than every transaction still running:
--   where xid >= $cursor and xid < pg_snapshot_xmin(pg_current_snapshot())  -- see crates/portal/src/changes.rs
-- and its next cursor is that horizon, not the greatest seq seen.
create table change (
  seq bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  kind text not null check (kind in ('service', 'organisation', 'taxonomy')),
  id uuid,
  at timestamptz not null default now()
);
comment on table change is 'The change log that each instance''s index follower tails. Level-triggered: it names what changed, never how.';
comment on column change.id is 'The changed row; null means all of the kind (a taxonomy was replaced).';
create index change_by_xid on change (xid, seq);
comment on index change_by_xid is 'The follower reads in (xid, seq) order: all of one transaction together, and never past one still running.';

-- Who did what, when. Not for citizens'' doings: they leave no trace.
create table audit (
  seq bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  kind text not null,
  id uuid,
  detail jsonb not null default '{}'
);
comment on table audit is 'Every change by a person or command: actor (operator, or later a member), action, target, and what matters of it.';
create index audit_by_target on audit (kind, id, seq);
comment on index audit_by_target is 'The history of one thing.';
