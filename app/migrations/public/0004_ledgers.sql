-- What is applied in every tenant's schema, in one round trip: 1,000 schemas are checked in well under a second.
-- The fingerprint is recomputed by the runner from its files (app/migrate/fingerprint.ts), so "nothing to do" is
-- decided without sending a thousand ledgers over the wire, and from the schemas' own ledgers, never from a copy.

create function tenant_ledgers() returns table (schema_name name, module text, fingerprint text)
  language plpgsql stable
  set search_path = pg_catalog, public
as $$
declare
  owner_schema name;
begin
  for owner_schema in
    select namespace.nspname
    from tenants
    join pg_namespace namespace on namespace.nspname = tenants.schema_name
    join pg_class ledger on ledger.relnamespace = namespace.oid and ledger.relname = '_migrations'
    where tenants.state <> 'archived'
  loop
    return query execute format(
      $query$
        select %L::name, applied.module,
               encode(sha256(convert_to(
                 string_agg(applied.version || ':' || applied.checksum, ',' order by applied.version), 'UTF8')), 'hex')
        from %I._migrations applied
        group by applied.module
      $query$, owner_schema, owner_schema);
  end loop;
end
$$;
