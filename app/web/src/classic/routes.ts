import "./style.css";
import type { RouteRecordRaw } from "vue-router";

/** The views that are not made of the component kit yet. */
export const classicRoutes: RouteRecordRaw[] = [
  { path: "/dashboard", name: "dashboard", component: () => import("./views/DashboardView.vue") },
  { path: "/inventory", name: "inventory", component: () => import("./views/InventoryView.vue") },
  { path: "/money", name: "money", component: () => import("./views/MoneyView.vue") },
  { path: "/users", name: "users", component: () => import("./views/UsersView.vue") },
].map((route) => ({ ...route, meta: { place: route.name, classic: true } }) as RouteRecordRaw);
