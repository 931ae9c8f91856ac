// A person's own project: breakpoints inside a dependency's file, hit, stepped and looked at, in packages that
// tests/packages/run.mjs --install has put into the build folder. Skipped where it has not.
import assert from 'node:assert';
import fs from 'node:fs';
import path from 'node:path';
import test, { afterEach } from 'node:test';
import { DebugSession, endAll } from '../support/debug_session.mjs';

const folder = process.env.PACKAGES ?? '';
afterEach(endAll);

const lineOf = (file, text) => {
  const line = fs.readFileSync(file, 'utf8').split('\n').findIndex((candidate) => candidate.includes(text)) + 1;
  assert.ok(line, `${text} is not in ${file}`);
  return line;
};

// Stops in `file` of the package at the line with `text`; what stands there is looked at by `look`.
function debugged(name, { program, file, text, args = [] }, look) {
  const present = fs.existsSync(path.join(folder, 'node_modules', name));
  test(`a breakpoint inside ${name}`, { skip: present ? false : `${name} is not installed in the build folder` }, async () => {
    const dependency = fs.realpathSync(path.join(folder, 'node_modules', file));
    const line = lineOf(dependency, text);
    const session = await DebugSession.start(program, {
      extension: '.mjs', folder, args,
      sources: [{ path: dependency, breakpoints: [{ line }] }],
    });
    await session.stopped();
    const [top] = await session.stack();
    assert.deepStrictEqual([top.source.path, top.line], [dependency, line]);
    const at = {
      session, line, dependency,
      locals: async () => Object.fromEntries((await session.scopes()).filter((scope) => !scope.expensive).toReversed()
        .flatMap((scope) => scope.variables.map((variable) => [variable.name, variable.value]))),
      // The next step: where it ends.
      step: async (command) => {
        await session.resume(command);
        const { name: frame, line: place, source } = await session.top();
        return [frame, fs.readFileSync(source.path, 'utf8').split('\n')[place - 1].trim()];
      },
      // Frames of the program itself.
      own: async () => (await session.stack()).filter((frame) => frame.source?.path === session.program).map((frame) => frame.line),
    };
    await look(at);
    await session.client.request('setBreakpoints', { source: { path: dependency }, breakpoints: [] });
    assert.equal(await session.finish(), 0);
    await session.end();
  });
}

debugged('semver', { program: "import semver from 'semver';\nconsole.log(semver.inc('1.2.3-alpha', 'prerelease', 'beta'));\n", file: 'semver/functions/inc.js', text: 'return new SemVer(' },
  async ({ session, locals, step, own }) => {
    const shown = await locals();
    assert.deepStrictEqual([shown.version, shown.release, shown.identifier, shown.options], ["'1.2.3-alpha'", "'prerelease'", "'beta'", 'undefined']);
    assert.deepStrictEqual(await own(), [2]);
    assert.equal((await step('stepIn'))[0], 'new SemVer');
    assert.equal(await session.evaluate('version'), "'1.2.3-alpha'");
    await session.resume('stepOut');
    assert.equal(await session.evaluate('typeof SemVer'), "'function'");
  });

debugged('commander', { program: "import { Command } from 'commander';\nconst program = new Command().exitOverride();\nprogram.command('split');\ntry { program.parse(['node', 'x', 'spilt']); } catch (error) { console.log(error.code); }\n",
  file: 'commander/lib/suggestSimilar.js', text: 'const length = Math.max(word.length, candidate.length);' },
  async ({ locals, step, own, session }) => {
    const shown = await locals();
    assert.deepStrictEqual(await own(), [4]);
    assert.deepStrictEqual([shown.candidate, shown.distance, shown.word, shown.minSimilarity, shown.length], ["'split'", '1', "'spilt'", '0.4', '<uninitialized>']);
    assert.deepStrictEqual((await step('next'))[1], 'const similarity = (length - distance) / length;');
    assert.equal(await session.evaluate('length'), '5');
    await step('next');
    assert.equal(await session.evaluate('similarity'), '0.8');
  });

debugged('yargs', { program: "import yargs from 'yargs';\nconsole.log(yargs().parse(\"run 'a b' --x=1\"));\n", file: 'yargs-parser/build/lib/tokenize-arg-string.js', text: "args[i] = '';" },
  async ({ locals, step, own, session }) => {
    const shown = await locals();
    assert.deepStrictEqual([shown.argString, shown.i, shown.ii, shown.c, shown.prevC, shown.opening], ["\"run 'a b' --x=1\"", '0', '0', "'r'", 'null', 'null']);
    assert.deepStrictEqual(await own(), [2]);
    assert.equal((await step('next'))[1], 'args[i] += c;');
    await session.resume('continue');
    assert.equal(await session.evaluate('args'), "(1) ['run']");
    assert.deepStrictEqual([await session.evaluate('i'), await session.evaluate('args.length')], ['1', '1']);
  });

debugged('csv-parse', { program: "import { parse } from 'csv-parse';\nimport { Readable } from 'node:stream';\nfor await (const record of Readable.from(['a,b\\n1,', '2\\n']).pipe(parse({ columns: true }))) console.log(record);\n",
  file: 'csv-parse/lib/api/index.js', text: 'const recordLength = record.length;' },
  async ({ locals, step, session }) => {
    const shown = await locals();
    assert.deepStrictEqual([shown.record, shown.recordLength, shown.columns], ["(2) ['a', 'b']", '<uninitialized>', 'true']);
    assert.equal(await session.evaluate('this.state.record === record'), 'true');
    await step('next');
    assert.equal(await session.evaluate('recordLength'), '2');
    await session.resume('continue');
    assert.equal(await session.evaluate('record'), "(2) ['1', '2']");
  });

debugged('rxjs', { program: "import { from, scan } from 'rxjs';\nfrom([1, 2, 3]).pipe(scan((sum, value) => sum + value, 10)).subscribe((sum) => console.log(sum));\n",
  file: 'rxjs/dist/cjs/internal/operators/scanInternals.js', text: 'var i = index++;' },
  async ({ locals, step, own, session }) => {
    const shown = await locals();
    assert.deepStrictEqual([shown.value, shown.state, shown.index, shown.hasSeed], ['1', '10', '0', 'true']);
    assert.deepStrictEqual(await own(), [2]);
    assert.equal((await step('next'))[1], 'state = hasState');
    await session.resume('continue');
    assert.deepStrictEqual([await session.evaluate('value'), await session.evaluate('state')], ['2', '11']);
    await session.evaluate('state = 100');
  });

debugged('execa', { program: "import { execa } from 'execa';\nasync function main() {\n  const { stdout } = await execa('echo', ['unicorns', 'it\\'s']);\n  console.log(stdout);\n}\nawait main();\n", file: 'execa/lib/arguments/escape.js', text: "const command = fileAndArguments.join(' ');" },
  async ({ locals, step, own, session }) => {
    const shown = await locals();
    assert.deepStrictEqual([shown.filePath, shown.rawArguments, shown.command], ["'echo'", "(2) ['unicorns', \"it's\"]", '<uninitialized>']);
    assert.deepStrictEqual(await own(), [3, 6]);
    await step('next');
    assert.equal(await session.evaluate('command'), "\"echo unicorns it's\"");
  });
