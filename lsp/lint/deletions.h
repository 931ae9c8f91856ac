// What a `delete object.name` does to the object's shape: shared by the rules about delete and for-in.
#pragma once

#include <string>

#include "lsp/lint/linter.h"

namespace scrim::lint {

struct Deletion {
  enum Verdict : uint8_t {
    kNone,    // not a deletion of a named property, or one that no code reads in a hurry (process.env, globals, ...)
    kMiddle,  // something was added later
    kLast,    // the property added last: the shape steps back
    kDictionary,  // the object is one already
    kUnknown,
  };
  Verdict verdict = kNone;
  const syntax::Node* object = nullptr;
  syntax::NameId name = syntax::kNoName;
  std::string after;  // kMiddle: a property known to have been added later
};
Deletion judge_deletion(RuleContext& context, const syntax::UnaryExpression* expression);

}  // namespace scrim::lint
