import type { Company, SeedContract } from "./contracts.ts";
import { addDays } from "./days.ts";
import { MATERIALS } from "./words.ts";

/** Warehouses, suppliers, items with prices, and two years of movements that never take what is not there. */
export function makeStock(company: Company, contracts: readonly SeedContract[]) {
  const { random, words, trade, language, from, until, timeZone, currency } = company;
  const warehouses = words.warehouses.map((name) => ({ id: random.uuid(), name }));
  const suppliers = words.suppliers.map((name, index) => ({
    id: random.uuid(),
    name,
    contact_name: `${random.pick(words.first)} ${random.pick(words.last)}`,
    email: `sales${index + 1}@supplier.example`,
    phone: `+1 480 555 01${index}0`,
  }));
  const inventory = MATERIALS[trade].map((material) => ({
    id: random.uuid(),
    sku: material[0],
    name: material[language],
    unit: material[3],
    unit_cost_cents: material[4],
    minimum_quantity: material[4] > 10_000 ? 3 : 60,
    location: `${random.pick(["A", "B", "C"])}-${random.integer(1, 20)}`,
  }));
  const purchase_prices = inventory.flatMap(({ id, unit_cost_cents }) =>
    suppliers.slice(0, random.integer(1, suppliers.length)).flatMap((supplier) =>
      [from, addDays(from, 365)].map((valid_from) => ({
        id: random.uuid(),
        item_id: id,
        supplier_id: supplier.id,
        price_cents: Math.round(unit_cost_cents * (0.9 + random.next() / 4)),
        currency,
        valid_from,
      })),
    ),
  );

  const movements: Record<string, unknown>[] = [];
  const stock = new Map<string, number>();
  const book = (
    day: string,
    item: (typeof inventory)[number],
    warehouse: number,
    kind: string,
    quantity: number,
    more: object = {},
  ) => {
    const where = warehouses[warehouse] ?? random.pick(warehouses);
    const key = `${item.id} ${where.id}`;
    const left = stock.get(key) ?? 0;
    const moved = Math.max(quantity, -left);
    if (moved === 0) return 0;
    stock.set(key, left + moved);
    const values = { item_id: item.id, warehouse_id: where.id, kind, quantity: moved, balance: 0 };
    movements.push({ ...values, occurred_at: `${day} 09:00:00 ${timeZone}`, ...more });
    return moved;
  };
  for (let day = from; day <= until; day = addDays(day, 7)) {
    const running = contracts.filter(
      ({ status, starts_on }) =>
        status !== "draft" &&
        status !== "cancelled" &&
        starts_on !== null &&
        starts_on >= day &&
        starts_on < addDays(day, 7),
    );
    for (const item of inventory) {
      const large = item.unit_cost_cents > 10_000;
      // Ordered when it runs low, but not always in time.
      const low = (stock.get(`${item.id} ${warehouses[0]?.id}`) ?? 0) < item.minimum_quantity * 1.5;
      if (low && random.chance(0.7)) {
        const more = { unit_cost_cents: item.unit_cost_cents, supplier_id: random.pick(suppliers).id };
        book(day, item, 0, "receipt", large ? random.integer(4, 12) : random.integer(100, 400), more);
      }
      for (const contract of running) {
        if (!random.chance(0.35)) continue;
        const used = large ? random.integer(1, 3) : random.integer(5, 60);
        book(day, item, 0, "issue", -used, { contract_id: contract.id });
      }
      if (random.chance(0.04)) {
        const transfer_id = random.uuid();
        const moved = book(day, item, 0, "transfer", -(large ? 1 : 20), { transfer_id });
        if (moved !== 0) book(day, item, 1, "transfer", -moved, { transfer_id });
      }
      if (random.chance(0.02)) book(day, item, 0, "adjustment", large ? -1 : -random.integer(1, 5));
    }
  }
  return { warehouses, suppliers, inventory, purchase_prices, stock_movements: movements };
}
