-- Services may name an organisation that their feed does not describe; a stand-in is made for it. It must be told apart
-- from one that was described: a row that turned bad for a day must not blank what was known.

alter table organisation add column stand_in boolean not null default false;
comment on column organisation.stand_in is 'Only named by its services, never described: the name was made up from what they say.';

-- One import writes one time for all of its services: with the time alone, the newest six of a first import were found by
-- sorting all of them, for every visitor of the home page.
drop index service_recent;
create index service_recent on service (updated_at desc, id desc) where status in ('active', 'temporarily_closed');
comment on index service_recent is 'The newest visible ones: home page, sitemap, feeds.';
