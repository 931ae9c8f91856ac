// Completes the manifest's setting `scrim.lint.rules` with the rules that the packaged program has, so that the settings
// editor knows them. usage: rule_settings.mjs PROGRAM PACKAGE.JSON
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

const [program, manifest] = process.argv.slice(2);
const list = execFileSync(program, ['lint', '--rules'], { encoding: 'utf8' });
const contents = JSON.parse(fs.readFileSync(manifest, 'utf8'));
const setting = contents.contributes.configuration.properties['scrim.lint.rules'];
setting.properties = {};
for (const line of list.trim().split('\n')) {
  const [, code, severity, title] = /^(\S+) +(\S+) +(.+)$/.exec(line);
  setting.properties[code] = {
    enum: setting.additionalProperties.enum,
    default: 'default',
    description: `${title} (${severity} where nothing is set)`,
  };
}
setting.additionalProperties = false;
fs.writeFileSync(manifest, `${JSON.stringify(contents, null, 2)}\n`);
