-- How much work is waiting at every active tenant, in one round trip: the worker looks for what a lost message did not
-- tell it. Security definer, because no role but the owner reads all schemas; it gives away numbers only.

create function outbox_backlog() returns table (tenant_id text, waiting bigint, dead bigint, oldest timestamptz)
  language plpgsql stable
  security definer
  set search_path = pg_catalog, public, pg_temp
as $$
declare
  owner record;
begin
  for owner in
    select tenants.tenant_id, tenants.schema_name
    from tenants
    join pg_namespace namespace on namespace.nspname = tenants.schema_name
    join pg_class outbox on outbox.relnamespace = namespace.oid and outbox.relname = 'outbox'
    where tenants.state = 'active'
  loop
    return query execute format(
      $query$
        select %L::text, waiting.number, dead.number, waiting.oldest
        from (select count(*) as number, min(created_at) as oldest from %I.outbox where state = 'waiting') as waiting,
             (select count(*) as number from %I.outbox where state = 'dead') as dead
      $query$, owner.tenant_id, owner.schema_name, owner.schema_name);
  end loop;
end
$$;
