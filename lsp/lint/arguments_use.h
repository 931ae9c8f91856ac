// How a function uses its `arguments`: shared by the two rules about it.
#pragma once

#include "lsp/lint/linter.h"

namespace scrim::lint {

enum class ArgumentsUse : uint8_t {
  kLength,     // arguments.length, typeof arguments: needs no object
  kElement,    // arguments[i], read
  kWrite,      // arguments[i] = x
  kForward,    // f.apply(x, arguments), f(...arguments), Reflect.apply/construct
  kArrayCopy,  // [...arguments], Array.from(arguments), for-of: through the iterator
  kArrayCall,  // slice.call(arguments) and the like
  kLoop,       // for-in over it
  kEscape,     // passed on, returned, stored
};

struct ArgumentsUseAt {
  NodeIndex index;  // of the Identifier `arguments`
  ArgumentsUse use;
  const syntax::Node* around;  // the expression that shows the use: the call, the spread, ...
};

// In source order. An alias, `const args = arguments`, that is used only in harmless ways counts as those uses.
std::vector<ArgumentsUseAt> arguments_uses(const RuleContext& context, const syntax::FunctionNode* function);

}  // namespace scrim::lint
