-- An index on earthdistance's own function cannot be restored from a dump, nor its table be analysed by autovacuum:
-- both work with an empty search path, in which that function does not find its parts. Ours brings its path along.

create function point_on_earth(latitude double precision, longitude double precision) returns earth
  language sql immutable strict parallel safe
  set search_path = public, pg_temp
  as 'select ll_to_earth(latitude, longitude)';
comment on function point_on_earth is 'Degrees to a point for earth_box and earth_distance; for indexes and whatever uses them.';

drop index location_by_point;
create index location_by_point on location using gist (point_on_earth(latitude, longitude))
  where latitude is not null and longitude is not null;
comment on index location_by_point is 'Near me, while the search index is rebuilt.';
