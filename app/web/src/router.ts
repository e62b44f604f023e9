import { createRouter, createWebHistory } from "vue-router";
import { onSignedOut } from "./http.ts";
import { type PlaceName, placesFor } from "./places.ts";
import { safeNext } from "./query.ts";
import { identity, loaded, tenant } from "./session.ts";
import ContractsView from "./views/ContractsView.vue";
import DashboardView from "./views/DashboardView.vue";
import InventoryView from "./views/InventoryView.vue";
import MoneyView from "./views/MoneyView.vue";
import NowhereView from "./views/NowhereView.vue";
import SignInView from "./views/SignInView.vue";

/** Every address of the front. A place of the navigation has its own name as path. */
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: "/", name: "home", component: NowhereView },
    { path: "/sign-in", name: "sign-in", component: SignInView },
    { path: "/dashboard", name: "dashboard", component: DashboardView },
    { path: "/inventory", name: "inventory", component: InventoryView },
    { path: "/money", name: "money", component: MoneyView },
    { path: "/contracts", name: "contracts", component: ContractsView },
    { path: "/:rest(.*)*", redirect: "/" },
  ],
});

/** Where the person may go; nobody may go anywhere. */
export function ownPlaces(): PlaceName[] {
  if (identity.value === undefined) return [];
  return placesFor(identity.value.role, tenant.value?.modules ?? []);
}

router.beforeEach(async (to) => {
  await loaded;
  const isSignedIn = identity.value !== undefined;
  if (to.name === "sign-in") return isSignedIn ? safeNext(to.query.next) : true;
  if (!isSignedIn) {
    return { name: "sign-in", query: to.path === "/" ? {} : { next: to.fullPath } };
  }
  const places = ownPlaces();
  if (to.name !== "home") return places.some((place) => place === to.name) || { name: "home" };
  const [first] = places;
  return first === undefined || { name: first };
});

onSignedOut(() => {
  // Before anybody has signed in, this is how the page learns it.
  if (identity.value === undefined) return;
  identity.value = undefined;
  const next = router.currentRoute.value.fullPath;
  void router.replace({ name: "sign-in", query: { next, ended: "1" } });
});
