const semver = require('semver');

console.log(semver.valid('1.2.3'), semver.valid('a.b.c'), semver.clean('  =v1.2.3   '));
console.log(semver.satisfies('1.2.3', '1.x || >=2.5.0 || 5.0.0 - 7.2.3'), semver.gt('1.2.3', '9.8.7'));
console.log(semver.minVersion('>=1.0.0').version, semver.coerce('v2').version, semver.coerce('42.6.7.9.3-alpha').version);
console.log(['1.2.3', '1.2.3-beta.2', '0.9.9', '1.10.0', '1.2.3-beta.10'].sort(semver.compare));
for (const kind of ['major', 'minor', 'patch', 'prerelease', 'premajor']) console.log(kind, semver.inc('1.2.3-alpha.1', kind, 'beta'));
console.log(semver.maxSatisfying(['1.2.3', '1.3.0', '2.0.0'], '^1.2'), semver.diff('1.2.3', '1.3.0'), semver.simplifyRange(['1.0.0', '1.1.0', '1.2.0', '2.0.0'], '1.0.0 || 1.1.0 || 1.2.0'));
console.log(new semver.Range('~1.2.3 || ^0.0.3 || >=2 <3.0.0-0').range, semver.intersects('^1.0.0', '>=1.5 <1.6'), semver.subset('~1.2.3', '^1.0.0'));
console.log(new semver.SemVer('1.2.3-rc.1+build.5'), semver.prerelease('1.2.3-rc.1'), semver.parse('1.2'));
try { new semver.SemVer('nope'); } catch (error) { console.log(error.name, error.message); }
