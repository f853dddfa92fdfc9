-- Services may name an organisation that their feed does not describe; a stand-in is made for it. It must be told apart
-- from one that was described: a row that turned bad for a day must not blank what was known.

alter table organisation add column stand_in boolean not null default false;
comment on column organisation.stand_in is 'Only named by its services, never described: the name was made up from what they say.';
