-- What the rivals are told of the demonstration data: the texts that our own index gets, and the words of the taxonomies
-- that the things are tagged with, in all languages.
create schema judged;

-- Labels and synonyms as one text per language.
create function judged.said(labels jsonb[], synonyms jsonb[]) returns jsonb language sql immutable as $$
  select jsonb_build_object('values', coalesce(jsonb_object_agg(locale, said), '{}')) from (
    select locale, string_agg(word, ' ') as said from (
      select key as locale, value as word from unnest(labels) label, jsonb_each_text(label -> 'values')
      union all
      select key, word from unnest(synonyms) one, jsonb_each(one), jsonb_array_elements_text(value) word) words
    group by locale) by_locale
$$;

create function judged.of_territories(ids text[]) returns jsonb language sql stable as $$
  select judged.said(array_agg(t.name::jsonb), array_agg(t.synonyms))
  from territory t where t.id in (select unnest(ancestors || id) from territory where id = any(ids))
$$;

create table judged.document as
  select v.id, replace(r.key, 'demonstration-', '') || '/' || v.source_record_id as key,
    v.name, coalesce(v.alternate_name, '') as alternate_name, v.summary, v.description, o.name as organisation,
    coalesce((select string_agg(distinct l.locality, ' ') from service_at_location a join location l on l.id = a.location_id
      where a.service_id = v.id), '') as localities,
    (select judged.said(array_agg(n.label::jsonb), array_agg(n.synonyms)) from need n where n.slug in (
      select need_slug from service_need where service_id = v.id
      union select p.parent_slug from service_need s join need p on p.slug = s.need_slug where s.service_id = v.id)) as needs,
    (select judged.said(array_agg(a.label::jsonb), array_agg(a.synonyms)) from audience a
      where a.slug in (select audience_slug from service_audience where service_id = v.id)) as audiences,
    judged.of_territories(array(
      select territory_id from service_territory where service_id = v.id
      union select l.territory_id from service_at_location a join location l on l.id = a.location_id
        where a.service_id = v.id and l.territory_id is not null)) as territories
  from service v join organisation o on o.id = v.organisation_id join source r on r.id = v.source_id
  where is_shown(v.status, v.ends_on, current_date) and is_shown(o.status, null, current_date)
  union all
  select o.id, replace(r.key, 'demonstration-', '') || '/' || o.source_record_id,
    o.name, coalesce(o.alternate_name, ''), o.summary, o.description, null,
    coalesce((select string_agg(distinct l.locality, ' ') from location l where l.organisation_id = o.id), ''),
    (select judged.said(array_agg(e.label::jsonb), '{}') from expertise e where e.slug = any(o.expertise)),
    null,
    judged.of_territories(array(
      select territory_id from location l where l.organisation_id = o.id and l.territory_id is not null))
  from organisation o join source r on r.id = o.source_id
  where is_shown(o.status, null, current_date);
