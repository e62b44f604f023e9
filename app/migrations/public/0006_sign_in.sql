-- Links that set a password: for those who have forgotten theirs, and for those who have been invited.
create table password_links (
  -- SHA-256 of what the link holds: 256 random bits, so nothing stronger is needed.
  token_hash bytea primary key check (length(token_hash) = 32),
  tenant_id  text not null references tenants on delete cascade,
  user_id    uuid not null,
  expires_at timestamptz not null,
  foreign key (user_id, tenant_id) references memberships (user_id, tenant_id) on delete cascade
);
create index password_links_member on password_links (tenant_id, user_id);

-- Who signed in, or failed to, when and from where. Only ever added to by the tenant; old rows are cleaned away.
create table sign_ins (
  sign_in_id bigint generated always as identity primary key,
  tenant_id  text not null references tenants on delete cascade,
  -- Nobody, where the address that was given is no member's: it is not kept, for it may be somebody's password.
  user_id    uuid,
  outcome    text not null check (outcome in ('success', 'failure', 'blocked', 'logout', 'password_changed')),
  address    inet,
  agent      text check (length(agent) <= 200),
  at         timestamptz not null default now(),
  foreign key (user_id, tenant_id) references memberships (user_id, tenant_id) on delete set null (user_id)
);
create index sign_ins_recent on sign_ins (tenant_id, sign_in_id desc);
create index sign_ins_age on sign_ins (at);

do $$
declare
  protected text;
begin
  foreach protected in array array['password_links', 'sign_ins'] loop
    execute format('alter table %I enable row level security', protected);
    execute format('alter table %I force row level security', protected);
    execute format('create policy owner_all on %I to chalan_ddl using (true) with check (true)', protected);
    execute format('create policy own_rows on %I to tenant_app using (tenant_id = (select current_tenant_id()))',
                   protected);
  end loop;
end
$$;

-- The tenant that a row belongs to is never the client's to say.
alter table password_links alter column tenant_id set default current_tenant_id();
alter table sign_ins alter column tenant_id set default current_tenant_id();

-- The worker cleans up and sees nothing but the age.
create policy worker_cleans on password_links for all to chalan_worker using (expires_at < now());
create policy worker_cleans on sign_ins for all to chalan_worker using (at < now() - interval '90 days');
