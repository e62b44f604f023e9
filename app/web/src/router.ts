import { createRouter, createWebHistory, type RouteRecordRaw, START_LOCATION } from "vue-router";
import { safeNext } from "./api/query-string.ts";
import { apiDocsRoutes } from "./areas/api-docs/routes.ts";
import { contractRoutes } from "./areas/contracts/routes.ts";
import { crewRoutes } from "./areas/crews/routes.ts";
import { inventoryRoutes } from "./areas/inventory/routes.ts";
import { moneyRoutes } from "./areas/money/routes.ts";
import { overviewRoutes } from "./areas/overview/routes.ts";
import { peopleRoutes } from "./areas/people/routes.ts";
import { profileRoutes } from "./areas/profile/routes.ts";
import { scheduleRoutes } from "./areas/schedule/routes.ts";
import { sessionRoutes } from "./areas/session/routes.ts";
import { settingsRoutes } from "./areas/settings/routes.ts";
import type { PlaceName } from "./shell/places.ts";
import { useSession } from "./stores/session.ts";

declare module "vue-router" {
  interface RouteMeta {
    /** The place of the navigation that the page belongs to; only who may go there gets to see it. None: for all. */
    readonly place?: PlaceName;
    /** Can be seen signed in or not. */
    readonly open?: boolean;
  }
}

const routes: RouteRecordRaw[] = [
  ...sessionRoutes,
  ...overviewRoutes,
  ...contractRoutes,
  ...inventoryRoutes,
  ...scheduleRoutes,
  ...crewRoutes,
  ...moneyRoutes,
  ...peopleRoutes,
  ...settingsRoutes,
  ...profileRoutes,
  ...apiDocsRoutes,
  // Leads to the person's first place, by the guard below.
  { path: "/:rest(.*)*", name: "home", redirect: "/dashboard" },
];

/** Every address of the front, and who may go there. */
export function createAppRouter() {
  const router = createRouter({
    history: createWebHistory(),
    routes,
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  });
  router.beforeEach(async (to) => {
    const session = useSession();
    await session.loaded;
    if (to.meta.open === true) return true;
    const isSignedIn = session.identity !== undefined;
    if (to.name === "sign-in") return isSignedIn ? safeNext(to.query.next) : true;
    if (!isSignedIn) {
      return { name: "sign-in", query: to.path === "/dashboard" ? {} : { next: to.fullPath } };
    }
    const { place } = to.meta;
    if (place === undefined || session.places.includes(place)) return true;
    // Everybody has a first place: the schedule is open to all.
    return { name: session.places[0] ?? "schedule" };
  });
  // A release has replaced the files that this page would load next: the whole page has to come anew.
  router.onError((_error, to, from) => {
    if (from !== START_LOCATION && navigator.onLine) window.location.assign(to.fullPath);
  });
  return router;
}
