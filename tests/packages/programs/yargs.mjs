import yargs from 'yargs';

const argv = await yargs(process.argv.slice(2))
  .scriptName('ship')
  .usage('$0 <command> [options]')
  .command('serve [port]', 'start the server', (y) => y.positional('port', { describe: 'port to bind on', default: 5000, type: 'number' }),
    (args) => { if (args.verbose) console.info(`start server on :${args.port}`); console.log('serving', args.port); })
  .command({ command: 'add <x> <y>', aliases: ['sum'], describe: 'add two numbers', builder: { round: { type: 'boolean' } },
    handler: async ({ x, y, round }) => { await null; console.log(round ? Math.round(x + y) : x + y); } })
  .option('verbose', { alias: 'v', type: 'count', description: 'Run with verbose logging, which says a great deal more than anyone wants to read on a terminal' })
  .option('size', { choices: ['small', 'medium', 'large'], default: 'medium' })
  .option('tag', { type: 'array', coerce: (all) => all?.map((tag) => `#${tag}`) })
  .conflicts('dry', 'force')
  .middleware((args) => { if (args.tag) console.log('tags', args.tag); })
  .demandCommand(1)
  .strict()
  .epilogue('für mehr: siehe 日本語の説明')
  .help()
  .wrap(80)
  .version('1.2.3')
  .parse();
console.log(argv);
