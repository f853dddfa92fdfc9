-- One definition of what visitors may see, used by every statement that shows something.

create function is_shown(status text, ends_on date, today date) returns boolean
  language sql immutable parallel safe
  return status in ('active', 'temporarily_closed') and (ends_on is null or ends_on >= today);
comment on function is_shown is 'Whether a row with this status and last day is shown on a day. A service needs its organisation to be shown too.';

-- Wakes the index followers; they find what to do in the table. One notification per statement, and equal ones of a
-- transaction are sent once: NOTIFY serialises the commits of those who send it, so it must not be sent per row.
create function notify_change() returns trigger language plpgsql as $$
begin
  notify change;
  return null;
end $$;
comment on function notify_change is 'Wakes the index followers.';
create trigger change_wakes_followers after insert on change for each statement execute function notify_change();
comment on trigger change_wakes_followers on change is 'A poll is the guarantee; this makes it prompt.';
