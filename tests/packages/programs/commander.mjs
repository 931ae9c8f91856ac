import { Command, InvalidArgumentError, Option } from 'commander';

const program = new Command();
program.name('string-util').description('CLI to some JavaScript string utilities').version('0.8.0');
program.command('split')
  .description('Split a string into substrings and display as an array')
  .argument('<string>', 'string to split')
  .option('--first', 'display just the first substring')
  .option('-s, --separator <char>', 'separator character', ',')
  .action((text, options) => console.log(text.split(options.separator, options.first ? 1 : undefined)));
program.command('repeat <text> [others...]')
  .addOption(new Option('-n, --times <number>', 'how often').default(2).env('REPEAT_TIMES').argParser((value) => {
    const number = Number.parseInt(value, 10);
    if (Number.isNaN(number)) throw new InvalidArgumentError('Not a number.');
    return number;
  }))
  .addOption(new Option('--case <kind>', 'letter case').choices(['upper', 'lower']))
  .option('--no-newline', 'stay on the line')
  .action(async (text, others, options, command) => {
    await null;
    console.log([text, ...others].join(' ').repeat(options.times), options, command.name());
  });
program.hook('preAction', (self, action) => console.log('about to', action.name()));
await program.parseAsync();
