-- Where, when and how to reach: places, hours, telephones. And the short codes behind QR codes.

create table location (
  id uuid primary key,
  organisation_id uuid references organisation,
  kind text not null default 'physical' check (kind in ('physical', 'postal', 'virtual')),
  name text_in_languages,
  street text,
  extra text,
  postal_code text,
  locality text,
  region text,
  country text check (country ~ '^[A-Z]{2}$'),
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  territory_id text references territory,
  time_zone text,
  accessibility text[] not null default '{}',
  accessibility_note text_in_languages,
  transport text_in_languages,
  source_id uuid references source,
  source_record_id text,
  unique (source_id, source_record_id)
);
comment on table location is 'A place. HSDS location and its address in one row: no place of ours has two addresses.';
comment on column location.time_zone is 'IANA name in which its hours are meant; null: that of its country.';
comment on column location.territory_id is 'The smallest territory known to hold it.';
create index location_by_organisation on location (organisation_id);
comment on index location_by_organisation is 'Places of an organisation.';
create index location_by_point on location using gist (ll_to_earth(latitude, longitude))
  where latitude is not null and longitude is not null;
comment on index location_by_point is 'Near me, while the search index is rebuilt.';

create table service_at_location (
  id uuid primary key,
  service_id uuid not null references service on delete cascade,
  location_id uuid not null references location,
  position integer not null default 0,
  unique (service_id, location_id)
);
comment on table service_at_location is 'A service is given at a place. HSDS service_at_location.';
create index service_at_location_by_location on service_at_location (location_id);
comment on index service_at_location_by_location is 'What is given at a place.';

create table schedule (
  id uuid primary key,
  location_id uuid references location on delete cascade,
  service_at_location_id uuid references service_at_location on delete cascade,
  position smallint not null default 0,
  opening_hours text,
  rrule text,
  opens_at text,
  closes_at text,
  valid_from date,
  valid_to date,
  note text_in_languages,
  check (num_nonnulls(location_id, service_at_location_id) = 1),
  check (num_nonnulls(opening_hours, rrule, note) >= 1)
);
comment on table schedule is 'When a place, or a service at a place, is open. HSDS schedule. Hours of the service at the place come before those of the place.';
comment on column schedule.opening_hours is 'OSM opening_hours, meant in the time zone of the place.';
comment on column schedule.rrule is 'RFC 5545 recurrence rule; opens_at and closes_at (HH:MM) bound each recurrence.';
comment on column schedule.note is 'The hours in words, when they are no rule or more than one.';
create index schedule_by_location on schedule (location_id);
comment on index schedule_by_location is 'Hours of a place.';
create index schedule_by_service_at_location on schedule (service_at_location_id);
comment on index schedule_by_service_at_location is 'Hours of a service at a place.';

create table phone (
  id uuid primary key,
  organisation_id uuid references organisation on delete cascade,
  service_id uuid references service on delete cascade,
  location_id uuid references location on delete cascade,
  service_at_location_id uuid references service_at_location on delete cascade,
  position smallint not null default 0,
  number text not null,
  extension text,
  kind text not null default 'voice' check (kind in ('voice', 'text', 'whatsapp', 'fax', 'textphone')),
  description text_in_languages,
  languages text[] not null default '{}',
  check (num_nonnulls(organisation_id, service_id, location_id, service_at_location_id) = 1)
);
comment on table phone is 'A telephone of exactly one thing. HSDS phone.';
create index phone_by_organisation on phone (organisation_id);
comment on index phone_by_organisation is 'Telephones of an organisation.';
create index phone_by_service on phone (service_id);
comment on index phone_by_service is 'Telephones of a service.';
create index phone_by_location on phone (location_id);
comment on index phone_by_location is 'Telephones of a place.';
create index phone_by_service_at_location on phone (service_at_location_id);
comment on index phone_by_service_at_location is 'Telephones of a service at a place.';

create table contact_point (
  id uuid primary key,
  service_id uuid not null references service on delete cascade,
  position smallint not null default 0,
  name text,
  title text,
  department text,
  email text
);
comment on table contact_point is 'Whom to ask for. HSDS contact (a contact means something else here).';
create index contact_point_by_service on contact_point (service_id);
comment on index contact_point_by_service is 'Contact points of a service.';

-- Codes are on paper: they are permanent, and what they point at may be withdrawn but the code is never re-used.
create table code (
  code text primary key check (code ~ '^[23456789bcdfghjkmnpqrstvwxyz]{7}$'),
  kind text not null check (kind in ('service', 'organisation', 'need')),
  id uuid,
  need_slug text references need,
  created_at timestamptz not null default now(),
  check ((kind = 'need') = (need_slug is not null)),
  check ((kind = 'need') = (id is null)),
  unique (kind, id),
  unique (kind, need_slug)
);
comment on table code is 'The short permanent token behind a QR code, /q/{code}: 7 letters of 28 without vowels or look-alikes, 1.3 * 10^10 of them.';
comment on column code.id is 'Of the service or organisation. No foreign key: the code must outlive what it points at.';
