-- Run by every `migrate public`, after the numbered files: the privileges on public are exactly these.

revoke all on schema public from public;
alter default privileges for role chalan_ddl revoke execute on functions from public;

-- Only our own objects: an extension's views in public belong to somebody else.
do $$
declare
  own text;
begin
  for own in
    select format('%s %I', case relkind when 'S' then 'sequence' else 'table' end, relname) from pg_class
    where relnamespace = 'public'::regnamespace and relowner = current_user::regrole and relkind in ('r', 'p', 'v', 'm', 'S')
    union all
    select format('function %s', oid::regprocedure) from pg_proc
    where pronamespace = 'public'::regnamespace and proowner = current_user::regrole
  loop
    execute format('revoke all on %s from public, tenant_app, chalan_worker', own);
  end loop;
end
$$;

grant usage on schema public to tenant_app, chalan_worker;

grant select on tenants, tenant_settings, tenant_subscriptions, tenant_schema_versions to tenant_app;
grant select (user_id, email, created_at) on users to tenant_app;
-- Everything but the password's hash, which is written here and read by sign_in_secret() only.
grant select (user_id, tenant_id, name, role, state, language, session_epoch, created_at, updated_at)
  on memberships to tenant_app;
grant update (name, role, state, language, password_hash) on memberships to tenant_app;
grant select, insert (token_hash, user_id, expires_at), delete on password_links to tenant_app;
grant select, insert (user_id, outcome, address, agent) on sign_ins to tenant_app;
grant execute on function current_tenant_id(), sign_in_secret(text), add_member(text, text, text) to tenant_app;

grant select on tenants, tenant_settings, tenant_subscriptions to chalan_worker;
grant select (expires_at), delete on password_links to chalan_worker;
grant select (at), delete on sign_ins to chalan_worker;
grant execute on function outbox_backlog() to chalan_worker;
