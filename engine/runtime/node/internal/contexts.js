// The realms behind the objects that vm.createContext() has made contexts of.
'use strict';

const contexts = new WeakMap();  // contextified object -> the realm's global object
const globals = new WeakMap();   // the proxy -> the realm's global object
const realmOf = (object) => contexts.get(object) ?? globals.get(object);

module.exports = { contexts, globals, realmOf };
