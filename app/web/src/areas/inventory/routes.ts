import type { RouteRecordRaw } from "vue-router";

const meta = { place: "inventory" } as const;

export const inventoryRoutes: RouteRecordRaw[] = [
  { path: "/inventory", name: "inventory", component: () => import("./ItemsView.vue"), meta },
  {
    path: "/inventory/items/:id",
    name: "item",
    component: () => import("./ItemView.vue"),
    props: true,
    meta,
  },
  { path: "/inventory/movements", name: "movements", component: () => import("./MovementsView.vue"), meta },
  {
    path: "/inventory/warehouses",
    name: "warehouses",
    component: () => import("./WarehousesView.vue"),
    meta,
  },
  { path: "/inventory/suppliers", name: "suppliers", component: () => import("./SuppliersView.vue"), meta },
];
