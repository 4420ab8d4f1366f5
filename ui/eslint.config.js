import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

const tauri = {
  group: ["@tauri-apps/*"],
  message: "Only lib/ipc talks to Tauri: ask $lib/ipc.",
};
const bindings = { group: ["**/ipc/bindings"], message: "Import from $lib/ipc." };
const upward = (...names) => ({
  group: names.flatMap((name) => [`$${name}`, `$${name}/*`, `**/${name}/*`]),
  message: "Imports point down: views -> features -> components -> lib.",
});

const layer = (files, ...patterns) => ({
  files,
  rules: { "no-restricted-imports": ["error", { patterns: [tauri, bindings, ...patterns] }] },
});

const stored = ["localStorage", "sessionStorage", "indexedDB"].map((name) => ({
  name,
  message: "Nothing is left in clear on disk: remember it in settings.views.",
}));

const features = [
  "vault",
  "providers",
  "profiles",
  "machines",
  "buckets",
  "activity",
  "secret-backend",
  "settings",
  "terminal",
];

export default ts.config(
  { ignores: ["dist", "src/paraglide", "src/lib/ipc/bindings.ts", "project.inlang"] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  ...svelte.configs.prettier,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      "no-restricted-globals": ["error", ...stored],
      "no-eval": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // Collections here are built once and read: a reactive one would only cost.
      "svelte/prefer-svelte-reactivity": "off",
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: {
      parserOptions: { parser: ts.parser, extraFileExtensions: [".svelte"], svelteConfig },
    },
  },
  layer(["src/**"]),
  layer(["src/lib/**"], upward("components", "features", "views")),
  layer(["src/components/**"], upward("features", "views"), {
    group: [
      "vault",
      "providers",
      "profiles",
      "connections",
      "machines",
      "buckets",
      "resources",
      "secret-backend",
      "settings",
    ].map((store) => `$lib/stores/${store}*`),
    message: "Components are dumb: give them what they show.",
  }),
  ...features.map((name) =>
    layer([`src/features/${name}/**`], upward("views"), {
      group: features
        .filter((other) => other !== name)
        .flatMap((other) => [`$features/${other}/**`, `**/${other}/*`]),
      message: "A feature does not know another: put them together in a view.",
    }),
  ),
  {
    files: ["src/lib/ipc/index.ts"],
    rules: { "no-restricted-imports": "off" },
  },
  { files: ["src/**/*.test.ts", "tests/**"], rules: { "no-restricted-imports": "off" } },
);
