import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          // The test files of a process share their modules: no test leaves anything behind in one.
          isolate: false,
          include: ["__tests__/**/*.test.ts"],
          exclude: ["__tests__/terraform/**", "__tests__/registry/**"],
        },
      },
      {
        test: {
          name: "terraform",
          include: ["__tests__/terraform/**/*.test.ts"],
          globalSetup: "__tests__/terraform/setup.ts",
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "registry",
          include: ["__tests__/registry/**/*.test.ts"],
          globalSetup: "__tests__/terraform/setup.ts",
          testTimeout: 900_000,
          hookTimeout: 900_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
