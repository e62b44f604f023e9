-- How this tenant works. One row; what the operator decides (plan, modules, looks) is in public.
create table settings (
  id                 boolean primary key default true check (id),
  currency           text not null default 'USD' check (currency ~ '^[A-Z]{3}$'),
  income_categories  text[] not null default array['contract', 'service', 'deposit', 'other']
                     check (cardinality(income_categories) between 1 and 50),
  expense_categories text[] not null
                     default array['materials', 'payroll', 'fuel', 'tools', 'subcontractors', 'rent', 'insurance', 'other']
                     check (cardinality(expense_categories) between 1 and 50),
  workday_starts     time not null default '07:00',
  workday_ends       time not null default '17:00',
  version            integer not null default 1,
  updated_at         timestamptz not null default now(),
  constraint settings_workday check (workday_ends > workday_starts)
);
insert into settings default values;
create trigger settings_touch before update on settings for each row execute function touch_row();
create trigger settings_audit after update on settings for each row execute function write_audit();
