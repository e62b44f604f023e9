-- What the infrastructure makes once per database, run inside it as superuser. :database is replaced.
revoke all on database :database from public;
grant connect on database :database to chalan_migrator, chalan_worker, chalan_backup;
revoke all on schema public from public;
-- Large objects and advisory locks belong to the whole database: no tenant's role may use them.
do $$
declare
  dangerous regprocedure;
begin
  for dangerous in
    select oid from pg_proc
    where pronamespace = 'pg_catalog'::regnamespace
      and (proname in ('lo_create', 'lo_creat', 'lo_from_bytea', 'lo_import', 'lo_export')
           or proname ~ '^pg_(try_)?advisory_')
  loop
    execute format('revoke execute on function %s from public', dangerous);
    execute format('grant execute on function %s to chalan_migrator', dangerous);
  end loop;
end
$$;
