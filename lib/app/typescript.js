/**
 * Runs TypeScript: `node -r ./lib/app/typescript.js FILE`. esbuild bundles a file with all that it imports by path, each
 * time anew, so that nothing is ever stale. It does not look at types.
 */
const { spawnSync } = require("node:child_process");
const Module = require("node:module");
const { dirname, resolve } = require("node:path");

const ESBUILD = require.resolve(`@esbuild/${process.platform}-${process.arch}/bin/esbuild`);
const PACKAGES = resolve(__dirname, "../../node_modules");
const FLAGS = ["--bundle", "--platform=node", "--target=node20", "--log-level=error", "--packages=external"];
FLAGS.push(`--external:${PACKAGES}/*`, "--define:__dirname=__place_dirname", "--define:__filename=__place_filename");
const loaded = [];

function bundle(file, ...flags) {
  const options = { cwd: dirname(file), encoding: "utf8", maxBuffer: 2 ** 29 };
  const { status, stdout, stderr, error } = spawnSync(ESBUILD, [file, ...FLAGS, ...flags], options);
  if (status !== 0) throw error ?? stderr.trim();
  return stdout;
}

/** A module's own place, which in a bundle would be that of the first file. esbuild names each file above its code. */
function withPlaces(code, main) {
  let file = main;
  return code.replace(/^\/\/ (.+\.[cm]?[jt]sx?)$|\b__place_(dir|file)name\b/gm, (found, name, which) => {
    if (name === undefined) return JSON.stringify(which === "dir" ? dirname(file) : file);
    file = resolve(dirname(main), name);
    return found;
  });
}

function load(module, file) {
  loaded.push(file);
  // Where an app elsewhere imports this checkout, it may have no packages of its own.
  module.paths.push(PACKAGES);
  module._compile(withPlaces(bundle(file), file), file);
}

/** Source maps take time, so they are made once something is thrown: compiled again, but not run, the code brings its own. */
function mapSources() {
  process.setSourceMapsEnabled(true);
  for (const file of loaded.splice(0))
    new Module(file)._compile(`return;${bundle(file, "--sourcemap=inline", "--sources-content=false")}`, file);
}

for (const extension of [".ts", ".mts", ".cts", ".mjs"]) Module._extensions[extension] = load;
const loadScript = Module._extensions[".js"];
Module._extensions[".js"] = (module, file) => (file.includes("node_modules") ? loadScript : load)(module, file);
process.on("uncaughtExceptionMonitor", mapSources);
Module.enableCompileCache?.();
