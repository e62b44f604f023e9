import type { RouteRecordRaw } from "vue-router";

export const scheduleRoutes: RouteRecordRaw[] = [
  {
    path: "/schedule",
    name: "schedule",
    component: () => import("./ScheduleView.vue"),
    meta: { place: "schedule" },
  },
];
