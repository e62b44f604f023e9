import { createRouter, createWebHistory } from "vue-router";
import { onSignedOut } from "./http.ts";
import { safeNext } from "./query.ts";
import { identity, loaded, ownPlaces } from "./session.ts";
import ContractsView from "./views/ContractsView.vue";
import CrewsView from "./views/CrewsView.vue";
import DashboardView from "./views/DashboardView.vue";
import InventoryView from "./views/InventoryView.vue";
import MoneyView from "./views/MoneyView.vue";
import PasswordView from "./views/PasswordView.vue";
import ScheduleView from "./views/ScheduleView.vue";
import SignInView from "./views/SignInView.vue";
import UsersView from "./views/UsersView.vue";

/** Signed in or not. */
const OPEN = { open: true };

/** Every address of the front. A place of the navigation has its own name as path. */
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: "/sign-in", name: "sign-in", component: SignInView },
    { path: "/password", name: "password", alias: "/welcome", component: PasswordView, meta: OPEN },
    { path: "/dashboard", name: "dashboard", component: DashboardView },
    { path: "/contracts", name: "contracts", component: ContractsView },
    { path: "/inventory", name: "inventory", component: InventoryView },
    { path: "/schedule", name: "schedule", component: ScheduleView },
    { path: "/crews", name: "crews", component: CrewsView },
    { path: "/money", name: "money", component: MoneyView },
    { path: "/users", name: "users", component: UsersView },
    // Leads to the person's first place, by the guard below.
    { path: "/:rest(.*)*", name: "home", component: SignInView },
  ],
});

router.beforeEach(async (to) => {
  await loaded;
  if (to.meta.open === true) return true;
  const isSignedIn = identity.value !== undefined;
  if (to.name === "sign-in") return isSignedIn ? safeNext(to.query.next) : true;
  if (!isSignedIn) {
    return { name: "sign-in", query: to.path === "/" ? {} : { next: to.fullPath } };
  }
  const places = ownPlaces();
  // Everybody has a first place: the schedule is open to all.
  return places.some((place) => place === to.name) || { name: places[0] ?? "schedule" };
});

onSignedOut(() => {
  // Before anybody has signed in, this is how the page learns it.
  if (identity.value === undefined) return;
  identity.value = undefined;
  const next = router.currentRoute.value.fullPath;
  void router.replace({ name: "sign-in", query: { next, ended: "1" } });
});
