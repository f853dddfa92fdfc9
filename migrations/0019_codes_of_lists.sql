-- Codes of pages that are no thing of their own: the card of a need in one country, and lists (a search, a need narrowed by
-- filters, what somebody kept). Their own addresses are too long to type, name one language, and make what is scanned so
-- dense that a crumpled print is not read. Cards have their codes from the start; whoever prints a list may ask for its
-- code: the list is all that is written then, and the same list has the same code for everybody.

alter table code
  drop constraint code_kind_check,
  drop constraint code_check,
  drop constraint code_check1,
  add column page text unique check (octet_length(page) between 1 and 2000);
alter table code
  add constraint code_kind_check check (kind in ('service', 'organisation', 'need', 'card', 'list')),
  add constraint code_of_a_thing check ((kind in ('service', 'organisation')) = (id is not null)),
  add constraint code_of_a_need check ((kind = 'need') = (need_slug is not null)),
  add constraint code_of_a_page check (
    case kind when 'card' then page is not null when 'list' then true else page is null end
  );
comment on column code.page is 'Of a card or list: path without the locale and query, as they stand on paper (needs/eviction/pt, search?need=food, needs/food?territory=…, card/search?ids=…). Positions to a kilometre. Of a list emptied where its words had to be erased: the code then says that it is gone.';
create index code_of_list_by_day on code (created_at) where kind = 'list';
comment on index code_of_list_by_day is 'How many lists got their code today: that is bounded, since anybody may ask.';

-- Cards are loaded once more, and so get their codes.
delete from taxonomy_state where name = 'card';
