import { assign, createActor, createMachine, fromCallback, fromPromise, raise, setup, toPromise, waitFor } from 'xstate';

const toggle = createActor(createMachine({ id: 'toggle', initial: 'inactive', states: { inactive: { on: { TOGGLE: 'active' } }, active: { on: { TOGGLE: 'inactive' } } } }));
toggle.subscribe((state) => console.log(state.value));
toggle.start();
toggle.send({ type: 'TOGGLE' });
toggle.send({ type: 'TOGGLE' });
const fetcher = setup({
  actors: { load: fromPromise(async ({ input }) => { if (input.n < 2) throw new Error(`no ${input.n}`); return input.n * 10; }), ticks: fromCallback(({ sendBack }) => { const id = setInterval(() => sendBack({ type: 'TICK' }), 2); return () => { clearInterval(id); console.log('stopped ticking'); }; }) },
  guards: { mayRetry: ({ context }) => context.tries < 3 },
  actions: { log: ({ context, event }, params) => console.log('log', params.what, event.type, context.tries), count: assign({ tries: ({ context }) => context.tries + 1 }) },
  delays: { soon: 5 },
}).createMachine({
  id: 'fetch', initial: 'idle', context: ({ input }) => ({ tries: input.from, ticks: 0, data: null }),
  states: {
    idle: { on: { FETCH: { target: 'loading', actions: 'count' } } },
    loading: { entry: { type: 'log', params: { what: 'loading' } }, invoke: { src: 'load', input: ({ context }) => ({ n: context.tries }), onDone: { target: 'waiting', actions: assign({ data: ({ event }) => event.output }) }, onError: [{ guard: 'mayRetry', target: 'again' }, { target: 'failed' }] } },
    again: { after: { soon: { target: 'loading', actions: 'count' } } },
    waiting: { type: 'parallel', invoke: { src: 'ticks' }, on: { TICK: { actions: [assign({ ticks: ({ context }) => context.ticks + 1 }), raise({ type: 'COUNTED' })] } },
      states: { a: { initial: 'one', states: { one: { on: { COUNTED: { guard: ({ context }) => context.ticks >= 3, target: 'two' } } }, two: { type: 'final' } } }, b: { initial: 'x', states: { x: { always: { guard: ({ context }) => context.data > 0, target: 'y' } }, y: { type: 'final' } } } }, onDone: 'done' },
    failed: { type: 'final' }, done: { type: 'final' },
  }, output: ({ context }) => context,
});
const actor = createActor(fetcher, { input: { from: 0 }, inspect: (event) => { if (event.type === '@xstate.snapshot' && event.actorRef === actor && event.event.type !== 'TICK') console.log('inspect', event.event.type, JSON.stringify(event.snapshot.value)); } });
actor.start();
actor.send({ type: 'FETCH' });
await waitFor(actor, (state) => state.matches('waiting'));
console.log(await toPromise(actor));
console.log(actor.getSnapshot().status, JSON.stringify(actor.getPersistedSnapshot()).length > 100);
console.log(fetcher.states.idle.key, Object.keys(fetcher.states), fetcher.root.id);
const { initialState = toggle.logic.getInitialSnapshot?.({ self: toggle, system: toggle.system }) } = {};
console.log(typeof initialState);
