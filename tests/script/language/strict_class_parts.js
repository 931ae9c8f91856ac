// Heritage and computed keys are strict code, also in a sloppy function.
const frozen = Object.freeze({});
function attempt(run) {
  try {
    console.log('no error', run());
  } catch (error) {
    console.log(error.name, error.message);
  }
}
attempt(() => { frozen.x = 1; return 'sloppy'; });
attempt(() => { class A { [frozen.x = 4]() {} } });
attempt(() => { class A { static [(frozen['y'] = 4, 'z')] = 1; } });
attempt(() => { class A extends (frozen.x = 1, Object) {} });
attempt(() => { class A { [delete Object.freeze([1])[0]]() {} } });
attempt(() => { class A { [(undeclared = 1)]() {} } });
attempt(() => { class A { ['ok']() {} } frozen.x = 1; return 'sloppy again'; });
attempt(() => { 'use strict'; undeclared = [1].length; });
