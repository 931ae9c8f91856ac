// A dispatch loop, as a small virtual machine has one.
'use strict';
module.exports = function (n) {
  const code = ['push', 'push', 'add', 'dup', 'mul', 'pop'];
  let result = 0;
  for (let i = 0; i < n; i++) {
    const stack = [];
    for (let pc = 0; pc < code.length; pc++) {
      switch (code[pc]) {
        case 'push': stack.push(pc + 1); break;
        case 'add': stack.push(stack.pop() + stack.pop()); break;
        case 'dup': stack.push(stack[stack.length - 1]); break;
        case 'mul': stack.push(stack.pop() * stack.pop()); break;
        case 'pop': result += stack.pop(); break;
        default: throw new Error('bad code');
      }
    }
  }
  return result;
};
