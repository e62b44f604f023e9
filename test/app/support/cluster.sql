-- What the infrastructure makes once per cluster, before the app's migrator runs (knowledge/tenancy.md 1.4 and 1.5).
-- Run as superuser; may be repeated.

do $$
begin
  if not exists (select from pg_roles where rolname = 'chalan_ddl') then
    create role chalan_ddl nologin;
    create role chalan_migrator login noinherit in role chalan_ddl connection limit 10;
    create role chalan_worker login connection limit 10;
    create role chalan_backup login in role pg_read_all_data bypassrls connection limit 4;
    create role tenant_app nologin;
  end if;
end
$$;
alter role chalan_migrator password 'test-migrator';
alter role chalan_worker password 'test-worker';
alter role chalan_backup password 'test-backup';

revoke connect on database postgres, template1 from public;
