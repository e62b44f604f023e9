import type { Client } from "./client.ts";

/** Where a field of a body refers to. */
export const REFERENCES: Readonly<Record<string, string>> = {
  contractId: "/contracts",
  crewId: "/crews",
  itemId: "/inventory",
  supplierId: "/suppliers",
  toWarehouseId: "/warehouses",
  warehouseId: "/warehouses",
};

/**
 * Makes something of everything that a tenant with crews has.
 *
 * @param name stands in every row
 * @returns ids, by the path that they are found under
 */
export async function makeEverything(owner: Client, name: string): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  async function make(path: string, payload: object): Promise<string> {
    const response = await owner.inject({ method: "POST", url: `/api${path}`, payload });
    if (response.statusCode !== 201) throw new Error(`POST ${path}: ${response.body}`);
    const { id } = response.json<{ id: string }>();
    ids.set(path, id);
    return id;
  }
  const contractId = await make("/contracts", { title: name, clientName: name });
  const itemId = await make("/inventory", { sku: name, name });
  await make("/warehouses", { name });
  const supplierId = await make("/suppliers", { name });
  const crewId = await make("/crews", { name });
  await make("/crew-members", { crewId, name });
  await make("/vehicles", { crewId, name });
  const occurredOn = "2027-01-01";
  await make("/transactions", {
    kind: "income",
    category: name.slice(0, 100),
    amountCents: 1,
    occurredOn,
    contractId,
  });
  const times = { startsAt: "2027-01-01T08:00:00Z", endsAt: "2027-01-01T09:00:00Z" };
  await make("/schedule", { title: name, crewId, contractId, ...times });
  await make(`/inventory/${itemId}/prices`, { supplierId, priceCents: 1 });
  const file = await owner.inject({
    method: "POST",
    url: `/api/contracts/${contractId}/attachments?name=a.pdf`,
    payload: Buffer.from(`%PDF-1.7\n${name}`),
  });
  return ids.set("/attachments", file.json<{ id: string }>().id);
}
