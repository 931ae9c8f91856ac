// Runs each text as a function's body and shows the error that it ends with.
module.exports = function runCases(cases) {
  for (const text of cases) {
    let result;
    try {
      result = 'no error: ' + typeof new Function(text)();
    } catch (error) {
      result = error === null || typeof error !== 'object' ? `thrown: ${String(error)}` : String(error).split('\n').join('\n      ');
    }
    console.log(`${text}\n    ${result}`);
  }
};
