create function rival.territories(ids text[]) returns text[] language sql stable as $$
  select array(select distinct unnest(array_append(ancestors, id)) from territory where id = any(ids))
$$;

create table rival.item as
  select s.id,
    case when s.kind = 'service' then 'service' else 'opportunity' end as kind,
    s.name -> 'values' ->> (s.name ->> 'source') as title,
    s.name ->> 'source' as language,
    coalesce(s.summary -> 'values' ->> (s.summary ->> 'source'), '') as summary,
    '/en/services/' || s.id || '/' || s.slug as path,
    o.name -> 'values' ->> (o.name ->> 'source') as organisation,
    (select l.locality from service_at_location a join location l on l.id = a.location_id
      where a.service_id = s.id order by a.position limit 1) as territory,
    s.updated_at,
    array(select need_slug from service_need n where n.service_id = s.id) as needs,
    array(select audience_slug from service_audience a where a.service_id = s.id) as audiences,
    rival.territories(array(
      select territory_id from service_territory t where t.service_id = s.id
      union select l.territory_id from service_at_location a join location l on l.id = a.location_id
        where a.service_id = s.id and l.territory_id is not null)) as territories,
    coalesce(rival.words(s.name, 'A'), '') || coalesce(rival.words(s.summary, 'B'), '')
      || coalesce(rival.words(s.description, 'C'), '') || coalesce(rival.words(o.name, 'D'), '') as words
  from service s join organisation o on o.id = s.organisation_id
  where is_shown(s.status, s.ends_on, current_date) and is_shown(o.status, null, current_date)
  union all
  select o.id, 'organisation',
    o.name -> 'values' ->> (o.name ->> 'source'), o.name ->> 'source',
    coalesce(o.summary -> 'values' ->> (o.summary ->> 'source'), ''),
    '/en/organisations/' || o.id || '/' || o.slug,
    o.name -> 'values' ->> (o.name ->> 'source'),
    null, o.updated_at, '{}', '{}',
    rival.territories(array(
      select l.territory_id from location l where l.organisation_id = o.id and l.territory_id is not null)),
    coalesce(rival.words(o.name, 'A'), '') || coalesce(rival.words(o.summary, 'B'), '')
      || coalesce(rival.words(o.description, 'C'), '')
  from organisation o
  where is_shown(o.status, null, current_date);

alter table rival.item add primary key (id);
create index item_words on rival.item using gin (words) with (fastupdate = off);
create index item_title on rival.item using gin (title gin_trgm_ops) with (fastupdate = off);
