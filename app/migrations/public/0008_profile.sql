-- In which language the app speaks to a person; null: the tenant's.
alter table memberships add column language text check (language in ('en', 'es'));
