import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          // The test files of a process share their modules: no test leaves anything behind in one.
          isolate: false,
          // Vitest would leave a core idle.
          maxWorkers: "100%",
          // Tests that start programs take long on a busy machine.
          testTimeout: 60_000,
          hookTimeout: 60_000,
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
