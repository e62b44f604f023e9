-- Every role sees its own tenant's rows only. The key is current_user, which a session cannot forge,
-- and never a setting that the same session may SET.

create function current_tenant_id() returns text
  language sql stable
  begin atomic
    select tenant_id from tenants where db_role = current_user;
  end;

do $$
declare
  protected text;
begin
  foreach protected in array array['tenants', 'tenant_settings', 'tenant_subscriptions', 'tenant_schema_versions',
                                   'users', 'memberships']
  loop
    execute format('alter table %I enable row level security', protected);
    -- FORCE: otherwise the policies would not hold for the tables' owner.
    execute format('alter table %I force row level security', protected);
    execute format('create policy owner_all on %I to chalan_ddl using (true) with check (true)', protected);
  end loop;
end
$$;

create policy own_row on tenants for select to tenant_app using (db_role = current_user);

-- (select …) makes it an InitPlan: evaluated once per statement instead of once per row.
create policy own_rows on tenant_settings for select to tenant_app
  using (tenant_id = (select current_tenant_id()));
create policy own_rows on tenant_subscriptions for select to tenant_app
  using (tenant_id = (select current_tenant_id()));
create policy own_rows on tenant_schema_versions for select to tenant_app
  using (tenant_id = (select current_tenant_id()));
create policy own_rows on memberships for select to tenant_app
  using (tenant_id = (select current_tenant_id()));
create policy own_members on users for select to tenant_app
  using (user_id in (select memberships.user_id from memberships
                     where memberships.tenant_id = (select current_tenant_id())));

-- The worker serves every tenant, so it reads the whole registry (and no users).
create policy worker_reads on tenants for select to chalan_worker using (true);
create policy worker_reads on tenant_settings for select to chalan_worker using (true);
create policy worker_reads on tenant_subscriptions for select to chalan_worker using (true);
