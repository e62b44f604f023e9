-- Each version of a tenant's password is a login of its own, named after the tenant's role (tenant_acme_app_2 becomes tenant_acme_app):
-- while web is replaced, the old one and the new one must both be able to connect. No role's own name ends in a number.
create or replace function calling_tenant_id() returns text
  language sql stable
  begin atomic
    select tenant_id from tenants where db_role = regexp_replace(session_user, '_[0-9]+$', '');
  end;
