-- Kept on every table with a version: the version is what optimistic locking compares.

create function touch_row() returns trigger language plpgsql as $$
begin
  new.updated_at := now();
  new.version := old.version + 1;
  return new;
end
$$;
