-- In a rolling update a program of before may start after one of after, and wrote its older taxonomies back over the
-- newer ones: a hash says that they differ and not which came first. So what is loaded carries a number that grows
-- with every change of the shipped files, and a program leaves alone what carries a greater one than its own.

alter table taxonomy_state add column version integer not null default 0;
comment on column taxonomy_state.version is 'Number of the shipped taxonomies that were loaded last (crates/portal/src/taxonomies/version.rs); 0: loaded by a program that knew of no numbers. Set it to 0 to have an older program''s words back after it was put in a newer one''s place for good.';
