-- Words as a good team would have Postgres read them: accents folded, stemmed by the language of the text.
create schema rival;
create extension if not exists unaccent;

create text search configuration rival.plain (copy = simple);
create text search configuration rival.en (copy = english);
create text search configuration rival.it (copy = italian);
create text search configuration rival.pt (copy = portuguese);
create text search configuration rival.es (copy = spanish);
create text search configuration rival.fr (copy = french);
create text search configuration rival.el (copy = greek);
create text search configuration rival.ar (copy = arabic);
alter text search configuration rival.plain alter mapping for hword, hword_part, word with unaccent, simple;
alter text search configuration rival.en alter mapping for hword, hword_part, word with unaccent, english_stem;
alter text search configuration rival.it alter mapping for hword, hword_part, word with unaccent, italian_stem;
alter text search configuration rival.pt alter mapping for hword, hword_part, word with unaccent, portuguese_stem;
alter text search configuration rival.es alter mapping for hword, hword_part, word with unaccent, spanish_stem;
alter text search configuration rival.fr alter mapping for hword, hword_part, word with unaccent, french_stem;
alter text search configuration rival.el alter mapping for hword, hword_part, word with unaccent, greek_stem;
alter text search configuration rival.ar alter mapping for hword, hword_part, word with unaccent, arabic_stem;

create function rival.config(locale text) returns regconfig language sql immutable as $$
  select case
    when locale in ('en', 'it', 'pt', 'es', 'fr', 'el', 'ar') then 'rival.' || locale
    else 'rival.plain' end::regconfig
$$;
create aggregate rival.joined(tsvector) (sfunc = tsvector_concat, stype = tsvector, initcond = '');
-- Of a text in several languages.
create function rival.words(texts jsonb, weight "char") returns tsvector language sql immutable as $$
  select setweight(rival.joined(to_tsvector('rival.plain', left(value, 20000)) || to_tsvector(rival.config(key), left(value, 20000))), weight)
  from jsonb_each_text(texts -> 'values')
$$;
