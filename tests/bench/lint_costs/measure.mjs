// Measures what each pattern of the lint rules costs and writes the table the rules quote.
//
//   node measure.mjs [--v8 NODE] [--scrim SCRIM] [--rounds N] [--only NAME] [--write ../../../lsp/lint/costs.def]
//
// NAME.pattern.js is the pattern, NAME.counter.js what the rule advises; each defines run(n), which does n operations.
// Every figure is the median over the rounds of a process's own steady state (harness.js); rounds interleave programs and
// engines. Columns of an engine that is not measured now are kept as they are in the file.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const option = (name, fallback) => {
  const at = process.argv.indexOf("--" + name);
  return at < 0 ? fallback : process.argv[at + 1];
};
const engines = [];
if (option("v8")) engines.push({ name: "v8", command: option("v8") });
if (option("scrim")) engines.push({ name: "scrim", command: option("scrim") });
if (!engines.length) engines.push({ name: "v8", command: process.execPath });
const rounds = Number(option("rounds", "5"));
const only = option("only");
const output = option("write");

const programs = readdirSync(here)
  .filter((file) => file.endsWith(".pattern.js"))
  .map((file) => file.slice(0, -".pattern.js".length))
  .filter((name) => !only || name === only)
  .sort();
const harness = readFileSync(join(here, "harness.js"), "utf8");
const scratch = mkdtempSync(join(tmpdir(), "lint-costs-"));
const samples = new Map();
try {
  for (let round = 0; round < rounds; round++) {
    for (const name of programs) {
      for (const variant of ["pattern", "counter"]) {
        const file = join(scratch, `${name}.${variant}.js`);
        writeFileSync(file, readFileSync(join(here, `${name}.${variant}.js`), "utf8") + harness);
        for (const engine of engines) {
          const key = `${engine.name} ${name} ${variant}`;
          if (!samples.has(key)) samples.set(key, []);
          try {
            const text = execFileSync(engine.command, [file], { encoding: "utf8", timeout: 30000, stdio: "pipe" });
            const match = /^ns ([0-9.]+)/m.exec(text);
            if (match) samples.get(key).push(Number(match[1]));
          } catch (error) {
            if (round === 0) console.error(`${key}: ${String(error.stderr || error.message).split("\n")[0]}`);
          }
        }
      }
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

const median = (list) => (list.length ? list.sort((a, b) => a - b)[list.length >> 1] : 0);
const digits = (ns) => (ns === 0 ? "0" : ns < 10 ? ns.toFixed(1) : String(Math.round(ns)));
const old = new Map(); // name -> {v8: [slow, fast], scrim: [slow, fast]}
const provenance = { v8: "not measured", scrim: "not measured" };
if (output && existsSync(output)) {
  for (const line of readFileSync(output, "utf8").split("\n")) {
    const row = /^COST\((\w+), ([\d.]+), ([\d.]+), ([\d.]+), ([\d.]+)\)/.exec(line);
    if (row) old.set(row[1], { v8: [row[2], row[3]], scrim: [row[4], row[5]] });
    const source = /^PROVENANCE\("v8: (.*)\\nscrim: (.*)\\n"\)$/.exec(line);
    if (source) Object.assign(provenance, { v8: source[1], scrim: source[2] });
  }
}
const today = new Date().toISOString().slice(0, 10);
for (const engine of engines) {
  const version =
    engine.name === "v8"
      ? execFileSync(engine.command, ["-p", "'Node ' + process.version + ', V8 ' + process.versions.v8"], { encoding: "utf8" })
      : execFileSync(engine.command, ["--version"], { encoding: "utf8" });
  provenance[engine.name] = `${version.trim()}, ${today}, median of ${rounds} runs`;
}
const lines = [
  `PROVENANCE("v8: ${provenance.v8}\\nscrim: ${provenance.scrim}\\n")`,
];
lines.unshift(
  "// Written by tests/bench/lint_costs/measure.mjs; not to be edited.",
  "// COST(name, v8 pattern, v8 advice, scrim pattern, scrim advice): nanoseconds an operation, 0 where not measured.",
);
// With --only, the rows of the others stay.
const rows = new Set([...old.keys(), ...programs.map((name) => name.replaceAll("-", "_"))]);
for (const id of [...rows].sort()) {
  const name = id.replaceAll("_", "-");
  if (!programs.includes(name)) {
    if (only) lines.push(`COST(${id}, ${[...old.get(id).v8, ...old.get(id).scrim].join(", ")})`);
    continue;
  }
  const row = { v8: ["0", "0"], scrim: ["0", "0"], ...old.get(id) };
  for (const engine of engines) {
    const slow = median(samples.get(`${engine.name} ${name} pattern`));
    const fast = median(samples.get(`${engine.name} ${name} counter`));
    row[engine.name] = slow && fast ? [digits(slow), digits(fast)] : ["0", "0"];
  }
  lines.push(`COST(${id}, ${[...row.v8, ...row.scrim].join(", ")})`);
}
const text = lines.join("\n") + "\n";
process.stdout.write(text);
if (output) writeFileSync(output, text);
