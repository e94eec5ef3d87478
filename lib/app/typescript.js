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
/** What a module knows of its own place, which in a bundle would be that of the first file. */
const PLACES = {
  __dirname: dirname,
  __filename: (file) => file,
  "import.meta.dirname": dirname,
  "import.meta.filename": (file) => file,
  "import.meta.url": (file) => pathToFileURL(file).href,
};
const DEFINES = Object.keys(PLACES).map((name, index) => `--define:${name}=__place${index}__`);
const FLAGS = ["--bundle", "--platform=node", "--target=node20", "--log-level=error", ...DEFINES];
const EXTERNAL = ["--packages=external", `--external:${PACKAGES}/*`];
const loaded = [];

function bundle(file, ...flags) {
  const options = { cwd: dirname(file), encoding: "utf8", maxBuffer: 2 ** 29 };
  const { status, stdout, stderr, error } = spawnSync(ESBUILD, [file, ...FLAGS, ...flags], options);
  if (status !== 0) throw error ?? stderr.trim();
  return stdout;
}

function compile(module, file, code) {
  loaded.push(file);
  // Where an app elsewhere imports this checkout, it may have no packages of its own.
  module.paths.push(PACKAGES);
  module._compile(code.includes("__place") ? withPlaces(code, file) : code, file);
}

/** esbuild writes the name of each file above what comes from it. */
function withPlaces(code, main) {
  let file = main;
  const lines = code.split("\n").map((line) => {
    const name = /^\/\/ (.+\.[cm]?[jt]sx?)$/.exec(line)?.[1];
    if (name !== undefined) file = resolve(dirname(main), name);
    return line.replace(/\b__place(\d)__\b/g, (_, index) => JSON.stringify(Object.values(PLACES)[index](file)));
  });
  return lines.join("\n");
}

/** Source maps take time, so they are made once something is thrown: compiled again, but not run, the code brings its own. */
function mapSources() {
  process.setSourceMapsEnabled(true);
  for (const file of loaded.splice(0)) {
    const code = bundle(file, ...EXTERNAL, "--sourcemap=inline", "--sources-content=false");
    new Module(file)._compile(`return;${code}`, file);
  }
}

function load(module, file) {
  compile(module, file, bundle(file, ...EXTERNAL));
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
    return compile(module, file, bundle(file));
  }
};
process.on("uncaughtExceptionMonitor", mapSources);
Module.enableCompileCache?.();
