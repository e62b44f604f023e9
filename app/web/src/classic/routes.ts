import "./style.css";
import type { RouteRecordRaw } from "vue-router";

/** The views that are not made of the component kit yet. */
export const classicRoutes: RouteRecordRaw[] = [
  { path: "/dashboard", name: "dashboard", component: () => import("./views/DashboardView.vue") },
  { path: "/inventory", name: "inventory", component: () => import("./views/InventoryView.vue") },
].map((route) => ({ ...route, meta: { place: route.name, classic: true } }) as RouteRecordRaw);
