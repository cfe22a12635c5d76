import { defineConfig } from "vitest/config";

/** Windows 7 PCs in township hospitals stop at Chrome 109. */
const OLDEST_BROWSER = "chrome109";
const SERVER = process.env["TELEMED_SERVER"] ?? "http://127.0.0.1:8080";

export default defineConfig({
  // Character maps of Chinese PDFs become pieces of code (src/viewer/document/character_maps.ts).
  assetsInclude: ["**/*.bcmap"],
  build: {
    target: OLDEST_BROWSER,
    cssTarget: OLDEST_BROWSER,
    outDir: "dist",
    // The page's policy forbids inline scripts; small pictures may stay inside the code.
    modulePreload: { polyfill: false },
    sourcemap: false,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // On a slow line every file costs a round trip: what all pages share comes in one piece.
          groups: [
            { name: "case", priority: 1, test: /src\/components\/case\// },
            {
              name: "kit",
              priority: 2,
              test: /src\/(components\/[^/]+$|state\/|i18n\/(index|format)|wire\/api)|node_modules\/(preact|@preact|lucide)\//,
            },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      "/api": SERVER,
      "/dicom-web": SERVER,
      "/socket.io": { target: SERVER, ws: true },
    },
  },
  test: {
    include: ["src/**/*.test.{ts,tsx}", "tests/**/*.test.{ts,tsx}"],
    environment: "node",
    restoreMocks: true,
    testTimeout: 10_000,
  },
});
