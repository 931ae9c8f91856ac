import chalk, { Chalk, chalkStderr, modifierNames, supportsColor } from 'chalk';

const color = new Chalk({ level: 3 });
const show = (text) => console.log(JSON.stringify(text), text);
show(color.blue('Hello world!'));
show(color.blue.bgRed.bold('Hello world!'));
show(color.green(`I am a green line ${color.blue.underline.bold('with a blue substring')} that becomes green again!`));
show(color.rgb(123, 45, 67).underline('Underlined reddish color'));
show(color.hex('#DEADED').bold('Bold gray!'));
show(new Chalk({ level: 1 }).hex('#DEADED')('down to 16'));
show(new Chalk({ level: 2 }).bgHex('#abc')('down to 256'));
show(color.red('two\nlines\r\nthree'));
show(color.bold.dim.visible('x', 1, true));
show(chalk.level === 0 ? chalk.red('plain') : 'coloured');
console.log(supportsColor, chalkStderr.level, modifierNames.length, chalk.level);
