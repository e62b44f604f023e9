import type { RouteRecordRaw } from "vue-router";

export const apiDocsRoutes: RouteRecordRaw[] = [
  { path: "/api-docs", name: "api-docs", component: () => import("./ApiDocsView.vue"), meta: { open: true } },
];
