// import() in what node:vm compiles: by the option importModuleDynamically.
const vm = require('vm');
const loader = vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
process.removeAllListeners('warning');
process.on('warning', (warning) => console.log(warning.name, warning.message));
async function show(name, f) {
  try {
    console.log(name, typeof (await f()).default);
  } catch (error) {
    console.log(name, error?.name, error?.code, error?.message.replaceAll(process.cwd(), '<here>'));
  }
}
(async () => {
  await show('script', () => new vm.Script('import("fs")').runInThisContext());
  await show('in a function', () => new vm.Script('(() => import("fs"))').runInThisContext()());
  await show('by eval', () => new vm.Script('eval("import(\'fs\')")').runInThisContext());
  await show('loader', () => new vm.Script('import("fs")', { importModuleDynamically: loader }).runInThisContext());
  await show('nowhere', () => new vm.Script('import("./none.js")', { importModuleDynamically: loader }).runInThisContext());
  await show('from a file', () => new vm.Script('import("./imports.js")', { importModuleDynamically: loader, filename: __dirname + '/x.js' }).runInThisContext());
  await show('a function', () => new vm.Script('import("fs")', { importModuleDynamically: () => import('path') }).runInThisContext());
  await show('a number', () => new vm.Script('import("fs")', { importModuleDynamically: 3 }));
  await show('here', () => vm.runInThisContext('import("fs")'));
  await show('here, loader', () => vm.runInThisContext('import("fs")', { importModuleDynamically: loader }));
  await show('elsewhere', () => vm.runInNewContext('import("fs")'));
  await show('elsewhere, loader', () => vm.runInNewContext('import("fs")', {}, { importModuleDynamically: loader }));
  await show('function', () => vm.compileFunction('return import("fs")')());
  await show('function, loader', () => vm.compileFunction('return import("fs")', [], { importModuleDynamically: loader })());
  await show('function, function', () => vm.compileFunction('return import("fs")', [], { importModuleDynamically: () => import('path') })());
  await show('function, string', () => vm.compileFunction('return import("fs")', [], { importModuleDynamically: 'x' }));
  await show('context', () => vm.createContext({}, { importModuleDynamically: 3 }));
  await show('eval', () => eval('import("fs")'));
  await show('indirect eval', () => (0, eval)('import("fs")'));
  await show('Function', () => new Function('return import("fs")')());
})();
