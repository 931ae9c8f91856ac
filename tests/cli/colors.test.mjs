// console colours what it writes to a terminal exactly where tty.WriteStream.getColorDepth() tells of more than two: the
// one is C++ (runtime/terminal_colors.cpp), the other JavaScript (runtime/node/tty.js).
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test from 'node:test';

const program = 'console.log(5); process.stdout.write(`${process.stdout.getColorDepth() > 2}\\n`)';
const environments = [
  ...['', 'dumb', 'xterm', 'XTERM-256color', 'linux', 'ansi', 'st', 'con80x25', 'con25', 'contour', 'console', 'cons25', 'vt52'].map((TERM) => ({ TERM })),
  ...['', '0', '1', '2', '3', 'true', 'yes'].map((FORCE_COLOR) => ({ TERM: 'dumb', FORCE_COLOR })),
  { TERM: 'xterm', NO_COLOR: '1' }, { TERM: 'xterm', NO_COLOR: '' }, { TERM: 'xterm', NODE_DISABLE_COLORS: '1' }, { TERM: 'vt52', COLORTERM: 'truecolor' },
  { TERM: 'vt52', TMUX: 'x' }, { TERM: 'xterm', CI: '1' }, { CI: '1', TRAVIS: '1' }, { CI: '1', CI_NAME: 'codeship' }, { TF_BUILD: '1', AGENT_NAME: 'a' },
  ...['8.1.2', '9.0.5', '9.1.2', '9.10.0', '10.0', 'x'].map((TEAMCITY_VERSION) => ({ TERM: 'vt52', TEAMCITY_VERSION })),
  { TERM_PROGRAM: 'iTerm.app' }, { TERM_PROGRAM: 'Apple_Terminal' }, { TERM_PROGRAM: 'other' },
];

for (const environment of environments) {
  test(`tty.WriteStream.getColorDepth ${JSON.stringify(environment)}`, () => {
    const run = spawnSync('python3', ['-c', 'import pty, sys; pty.spawn(sys.argv[1:])', process.env.SCRIM, '-e', program],
      { encoding: 'utf8', env: { PATH: process.env.PATH, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    const [five, tells] = run.stdout.trimEnd().split('\r\n');
    assert.equal(five, tells === 'true' ? '\x1b[33m5\x1b[39m' : '5', run.stdout + run.stderr);
    assert.ok(tells === 'true' || tells === 'false');
  });
}
