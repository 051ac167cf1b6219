// Runs a Python file in Pyodide with our source mounted, and prints what it printed: node pyodide_run.mjs SRC FILE
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [source, file] = process.argv.slice(2);
const at = createRequire(process.cwd() + "/").resolve("pyodide/pyodide.mjs");
const { loadPyodide } = await import(pathToFileURL(at).href);
const lines = [];
const python = await loadPyodide({ stdout: (line) => lines.push(line) });
python.mountNodeFS("/source", source);
try {
  python.runPython("import sys; sys.path.insert(0, '/source')\n" + readFileSync(file, "utf8"));
  process.stdout.write(lines.join("\n") + "\n");
} catch (error) {
  process.stderr.write(String(error.message).slice(-1500)); // the whole of it is the glue code of Pyodide
  process.exitCode = 1;
}
