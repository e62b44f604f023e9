/** Who may import whom. Type-only imports do not count: they leave no trace at run time. */
module.exports = {
  forbidden: [
    { name: "no-circle", severity: "error", from: {}, to: { circular: true } },
    {
      name: "components-get-arguments",
      comment: "Components read no configuration, no environment and no files: index.ts does, once.",
      severity: "error",
      from: { path: "^components/" },
      to: {
        path: [
          "^index\\.ts",
          "^bin/",
          "^app/",
          "^tenants/(load|stack|document|validate)\\.ts",
          "^node:(fs|child_process)",
          "^fs$",
        ],
      },
    },
    {
      name: "pure-lib",
      comment: "components/lib decides; the components create.",
      severity: "error",
      from: { path: "^components/lib/" },
      to: { path: "^components/[^/]+\\.ts$" },
    },
    {
      name: "tenants-know-nothing",
      severity: "error",
      from: { path: "^tenants/" },
      to: { path: ["^(components|app|bin)/", "^index\\.ts"], pathNot: "^components/lib/settings\\.ts" },
    },
    {
      name: "app-is-on-its-own",
      comment:
        "The environment it needs is app/contract.ts; the infrastructure's test holds the containers against it.",
      severity: "error",
      from: { path: "^app/" },
      to: { path: "^(components|tenants|bin|test|bench|index\\.ts)" },
    },
    {
      name: "nobody-shares-code-with-the-app",
      severity: "error",
      from: { path: "^(components|tenants|bin|index\\.ts)" },
      to: { path: "^app/" },
    },
    {
      name: "one-composition-root",
      severity: "error",
      from: { pathNot: "^test/" },
      to: { path: "^index\\.ts$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(node_modules|dist)/" },
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".js", ".vue"] },
  },
};
