import { paraglideVitePlugin } from "@inlang/paraglide-js";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import tailwindcss from "@tailwindcss/vite";
import { svelteTesting } from "@testing-library/svelte/vite";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const src = (folder: string) => fileURLToPath(new URL(`./src/${folder}`, import.meta.url));

/**
 * The window freezes `Object.prototype`, after which a plain object's `toString` cannot be assigned,
 * as xterm.js does when it is loaded, but only defined.
 */
const underFrozenPrototype = {
  name: "under-frozen-prototype",
  transform(code: string, id: string) {
    if (!id.includes("/@xterm/")) return null;
    return code.replace(
      /\b([\w$]+)\.toString=([\w$]+);/g,
      'Object.defineProperty($1,"toString",{value:$2});',
    );
  },
};

export default defineConfig({
  plugins: [
    underFrozenPrototype,
    tailwindcss(),
    svelte(),
    paraglideVitePlugin({
      project: "./project.inlang",
      outdir: "./src/paraglide",
      outputStructure: "locale-modules",
      strategy: ["globalVariable", "baseLocale"],
    }),
    svelteTesting(),
  ],
  resolve: {
    alias: {
      $lib: src("lib"),
      $components: src("components"),
      $features: src("features"),
      $paraglide: src("paraglide"),
    },
  },
  clearScreen: false,
  server: { port: 1420, strictPort: true, host: "127.0.0.1" },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: ["es2022", "safari16.4"],
    // Inlined assets would be data: URLs, which the window's policy does not let through.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Read from this computer, once: one file is quicker than several.
    chunkSizeWarningLimit: 1_000,
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.ts", "tests/**/*.test.ts"],
    setupFiles: ["./tests/setup.ts"],
    testTimeout: 30_000,
  },
});
