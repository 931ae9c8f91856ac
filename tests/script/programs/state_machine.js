const machine = {
  initial: 'idle',
  states: {
    idle: { on: { START: 'running' }, exit: (c) => c.log.push('leave idle') },
    running: { entry: (c) => { c.count++; c.log.push('enter running'); }, on: { PAUSE: 'paused', STOP: { target: 'idle', guard: (c) => c.count < 3 } } },
    paused: { on: { RESUME: 'running', STOP: 'idle' } },
  },
};
function interpret({ initial, states }, context) {
  let current = initial;
  return {
    get state() { return current; },
    send(event) {
      const transition = states[current].on?.[event];
      if (!transition) return false;
      const { target, guard } = typeof transition === 'string' ? { target: transition } : transition;
      if (guard?.(context) === false) return false;
      states[current].exit?.(context);
      current = target;
      states[current].entry?.(context);
      return true;
    },
  };
}
const context = { count: 0, log: [] };
const service = interpret(machine, context);
for (const event of ['PAUSE', 'START', 'STOP', 'START', 'PAUSE', 'RESUME', 'STOP', 'PAUSE', 'STOP']) console.log(event.padEnd(7), service.send(event), service.state);
console.log(context);
outer: for (const x of [1, 2, 3]) { for (const y of [1, 2, 3]) { if (y === 2) continue outer; if (x === 3) break outer; console.log(x, y); } }
switch (3) { case 1: console.log('one'); default: console.log('default'); case 2: console.log('two'); break; case 4: console.log('four'); }
function classify(value) { switch (true) { case value === null: return 'null'; case Array.isArray(value): return 'array'; case typeof value === 'object': return 'object'; default: return typeof value; } }
console.log([null, [], {}, 1, 's', undefined, () => {}, Symbol('x'), 10n].map(classify));
const f = (n) => { try { if (n === 1) return 'try'; if (n === 2) throw new Error('x'); return 'end'; } catch { return 'catch'; } finally { if (n === 3) return 'finally'; } };
console.log([0, 1, 2, 3].map(f));
