import type { FastifyPluginAsync } from "fastify";
import type { Database } from "../../shared/database.ts";
import { announcing, type QueryCache, type Topic } from "../../shared/query-cache.ts";
import { cachedDashboard, cachedMonths } from "../cached.ts";
import type { MediaStore } from "../media.ts";
import { attachmentsRepository } from "../repositories/attachments.ts";
import { auditRepository } from "../repositories/audit.ts";
import { brandingRepository } from "../repositories/branding.ts";
import { contractsRepository } from "../repositories/contracts.ts";
import { crewsRepository } from "../repositories/crews.ts";
import { dashboardRepository } from "../repositories/dashboard.ts";
import { importsRepository } from "../repositories/imports.ts";
import { inventoryRepository } from "../repositories/inventory.ts";
import { jobsRepository } from "../repositories/jobs.ts";
import { scheduleRepository } from "../repositories/schedule.ts";
import { settingsRepository } from "../repositories/settings.ts";
import { stockRepository } from "../repositories/stock.ts";
import type { TenantRepository } from "../repositories/tenant.ts";
import { transactionsRepository } from "../repositories/transactions.ts";
import { sheetsOf } from "../tabular/sheets.ts";
import { attachmentRoutes } from "./attachments.ts";
import { brandingRoutes } from "./branding.ts";
import { contractRoutes } from "./contracts.ts";
import { crewRoutes } from "./crews.ts";
import { auditRoutes, dashboardRoutes, settingsRoutes } from "./dashboard.ts";
import { exportRoutes } from "./exports.ts";
import { inventoryRoutes, stockRoutes } from "./inventory.ts";
import { jobRoutes } from "./jobs.ts";
import { scheduleRoutes } from "./schedule.ts";
import { transactionRoutes } from "./transactions.ts";

/**
 * The tenant's business: everything that people do with the app once they have signed in.
 *
 * @param media the tenant's files
 * @param cache what remembers the answers that cost most
 */
export function domainRoutes(
  database: Database,
  tenants: TenantRepository,
  media: MediaStore,
  cache: QueryCache,
): FastifyPluginAsync {
  const changing = (topic: Topic) => announcing(database, cache, topic);
  const contracts = contractsRepository(changing("contracts"));
  const inventory = inventoryRepository(changing("inventory"));
  const transactions = cachedMonths(transactionsRepository(changing("transactions")), cache);
  const sheets = sheetsOf(contracts, inventory, transactions, importsRepository(database));
  const bookings = changing("schedule");
  const schedules = { core: scheduleRepository(bookings, false), crews: scheduleRepository(bookings, true) };
  const hasCrews = async () => (await tenants.current())?.modules.includes("crews") === true;
  const schedule = async () => {
    const withCrews = await hasCrews();
    return { schedule: withCrews ? schedules.crews : schedules.core, withCrews };
  };
  return async (app) => {
    await app.register(contractRoutes(contracts));
    await app.register(inventoryRoutes(inventory));
    await app.register(stockRoutes(stockRepository(changing("inventory"))));
    await app.register(crewRoutes(crewsRepository(changing("crews")), hasCrews));
    await app.register(scheduleRoutes(schedule));
    await app.register(transactionRoutes(transactions));
    await app.register(
      dashboardRoutes(
        cachedDashboard(dashboardRepository(database, transactions.months), cache),
        async () => ({
          timeZone: (await tenants.current())?.timeZone ?? "UTC",
          withCrews: await hasCrews(),
        }),
      ),
    );
    await app.register(exportRoutes(sheets));
    await app.register(jobRoutes(sheets, jobsRepository(database), cache));
    await app.register(auditRoutes(auditRepository(database)));
    await app.register(settingsRoutes(settingsRepository(database)));
    await app.register(brandingRoutes(brandingRepository(database), tenants, media));
    await app.register(
      attachmentRoutes(attachmentsRepository(database), media, [
        { path: "/contracts", what: "Contract", owner: "contractId", find: contracts.find },
        { path: "/transactions", what: "Transaction", owner: "transactionId", find: transactions.find },
      ]),
    );
  };
}
