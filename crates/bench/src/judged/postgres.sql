-- Full text by field, plain and stemmed; typing errors by the nearest of the words that the texts have; titles by
-- trigrams when nothing is found.
alter table judged.document
  add column titles text generated always as (lower(name ->> 'values')) stored,
  add column words tsvector,
  add column words_and_synonyms tsvector;
update judged.document set words =
  coalesce(rival.words(name, 'A'), '') || setweight(to_tsvector('rival.plain', alternate_name), 'A')
  || coalesce(rival.words(summary, 'B'), '') || coalesce(rival.words(description, 'C'), '')
  || coalesce(rival.words(organisation, 'D'), '') || setweight(to_tsvector('rival.plain', localities), 'B');
update judged.document set words_and_synonyms = words
  || coalesce(rival.words(needs, 'B'), '') || coalesce(rival.words(audiences, 'B'), '')
  || coalesce(rival.words(territories, 'B'), '');

create table judged.word as
  select word, false as synonyms from ts_stat('select words from judged.document')
  union all select word, true from ts_stat('select words_and_synonyms from judged.document');

create function judged.find(typed text[], locale text, synonyms boolean, most integer) returns text[]
language plpgsql stable as $$
declare
  config regconfig := rival.config(locale);
  telling boolean := (select bool_or(numnode(plainto_tsquery(config, word)) > 0) from unnest(typed) word);
  any_of tsquery := '';
  all_of tsquery := '';
  one tsquery;
  near tsquery;
  best text[];
begin
  for at in 1 .. cardinality(typed) loop
    one := plainto_tsquery(config, typed[at]);
    -- Stop words count only where there is nothing else.
    continue when telling and numnode(one) = 0;
    one := one || to_tsquery('rival.plain', typed[at] || case when at = cardinality(typed) then ':*' else '' end);
    if not exists (select from judged.document d
      where case when synonyms then d.words_and_synonyms else d.words end @@ one) then
      near := (select to_tsquery('rival.plain', string_agg(quote_literal(n.word), ' | ')) from (
        select w.word from judged.word w
        where w.synonyms = find.synonyms and w.word % unaccent(lower(typed[at]))
        order by similarity(w.word, unaccent(lower(typed[at]))) desc limit 3) n);
      continue when near is null;
      one := one || near;
    end if;
    any_of := any_of || one;
    all_of := all_of && one;
  end loop;
  best := array(
    select key from (
      select d.key, case when synonyms then d.words_and_synonyms else d.words end as words from judged.document d) d
    where d.words @@ any_of
    order by d.words @@ all_of desc, ts_rank(d.words, any_of, 1) desc, key limit most);
  if cardinality(best) = 0 then
    best := array(
      select key from judged.document where lower(array_to_string(typed, ' ')) <% titles
      order by word_similarity(lower(array_to_string(typed, ' ')), titles) desc, key limit most);
  end if;
  return best;
end
$$;
