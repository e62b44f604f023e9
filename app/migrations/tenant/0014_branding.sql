-- What the tenant's owner has chosen of its name and looks; null: as the operator's tenant file says
-- (public.tenant_settings). Here, so that it is in the tenant's own backup and audit trail, and no `migrate tenant`
-- takes it back.
create table branding (
  id              boolean primary key default true check (id),
  name            text check (length(name) between 1 and 200),
  locale          text check (length(locale) between 2 and 35),
  time_zone       text check (length(time_zone) between 1 and 64),
  theme_color     text check (theme_color ~ '^#[0-9A-Fa-f]{6}$'),
  -- The file is in the tenant's media folder under this id.
  logo_id         uuid,
  logo_media_type text check (logo_media_type in ('image/png', 'image/jpeg', 'image/webp')),
  logo_sha256     text check (logo_sha256 ~ '^[0-9a-f]{64}$'),
  version         integer not null default 1,
  updated_at      timestamptz not null default now(),
  constraint branding_logo check (num_nulls(logo_id, logo_media_type, logo_sha256) in (0, 3))
);
insert into branding default values;
create trigger branding_touch before update on branding for each row execute function touch_row();
create trigger branding_audit after update on branding for each row execute function write_audit();

-- The units that people choose from; an item keeps the one that it was given.
alter table settings add column units text[] not null
  default array['unit', 'm', 'ft', 'roll', 'box', 'kg', 'l', 'hour', 'lot']
  check (cardinality(units) between 1 and 50);
