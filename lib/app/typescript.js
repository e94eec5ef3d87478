/**
 * Runs TypeScript: `node -r ./lib/app/typescript.js FILE`. esbuild bundles a file with all that it imports by path, each
 * time anew, so that nothing is ever stale. It does not look at types.
 */
const { spawnSync } = require("node:child_process");
const Module = require("node:module");
const { dirname, resolve } = require("node:path");
const { pathToFileURL } = require("node:url");

const ESBUILD = require.resolve(`@esbuild/${process.platform}-${process.arch}/bin/esbuild`);
const PACKAGES = resolve(__dirname, "../../node_modules");
const FLAGS = "--bundle --platform=node --target=node20 --sourcemap=inline --sources-content=false --log-level=error";
/** Node reads the source map of what it compiles now, and only needs it for errors: it makes `new Error()` slow. */
const BANNER = '"use strict";process.setSourceMapsEnabled(false);';
/** What a module knows of its own place, which in a bundle would be that of the first file. */
const PLACES = {
  __dirname: dirname,
  __filename: (file) => file,
  "import.meta.dirname": dirname,
  "import.meta.filename": (file) => file,
  "import.meta.url": (file) => pathToFileURL(file).href,
};
const DEFINES = Object.keys(PLACES).map((name, index) => `--define:${name}=__place${index}__`);

function load(module, file, external = ["--packages=external", `--external:${PACKAGES}/*`]) {
  const args = [file, ...FLAGS.split(" "), ...external, ...DEFINES, `--banner:js=${BANNER}`];
  const options = { cwd: dirname(file), encoding: "utf8", maxBuffer: 2 ** 29 };
  const { status, stdout, stderr, error } = spawnSync(ESBUILD, args, options);
  if (status !== 0) throw error ?? stderr.trim();
  // Where an app elsewhere imports this checkout, it may have no packages of its own.
  module.paths.push(PACKAGES);
  process.setSourceMapsEnabled(true);
  module._compile(stdout.includes("__place") ? withPlaces(stdout, file) : stdout, file);
}

/** esbuild writes the name of each file above what comes from it. */
function withPlaces(bundle, main) {
  let file = main;
  const lines = bundle.split("\n").map((line) => {
    const name = /^\/\/ (.+\.[cm]?[jt]sx?)$/.exec(line)?.[1];
    if (name !== undefined) file = resolve(dirname(main), name);
    return line.replace(/\b__place(\d)__\b/g, (_, index) => JSON.stringify(Object.values(PLACES)[index](file)));
  });
  return lines.join("\n");
}

for (const extension of [".ts", ".mts", ".cts", ".mjs"]) Module._extensions[extension] = load;
const loadScript = Module._extensions[".js"];
Module._extensions[".js"] = (module, file) => {
  if (!file.includes("node_modules")) return load(module, file);
  try {
    return loadScript(module, file);
  } catch (error) {
    // Node before 20.19 cannot require an ES module.
    if (error.code !== "ERR_REQUIRE_ESM") throw error;
    return load(module, file, []);
  }
};
process.on("uncaughtExceptionMonitor", () => process.setSourceMapsEnabled(true));
Module.enableCompileCache?.();
