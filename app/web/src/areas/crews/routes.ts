import type { RouteRecordRaw } from "vue-router";

export const crewRoutes: RouteRecordRaw[] = [
  {
    path: "/crews",
    name: "crews",
    component: () => import("./CrewsView.vue"),
    meta: { place: "crews" },
  },
  {
    path: "/crews/:id",
    name: "crew",
    component: () => import("./CrewView.vue"),
    props: true,
    meta: { place: "crews" },
  },
];
