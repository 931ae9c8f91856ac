// test262's modules: a specifier is a path relative to its referrer, every file is a source text module unless an
// attribute says otherwise (INTERPRETING.md).
#pragma once

#include <map>
#include <string>

#include "engine/heap/root.h"
#include "engine/interpreter/module.h"
#include "engine/runtime/runtime.h"

namespace scrim {

class TestModules {
 public:
  explicit TestModules(Isolate& isolate);
  ~TestModules();

  // Runs a module test; a rejection of its evaluation is a throw. *parsed: there was no early error. `drain` runs jobs.
  Completion<Value> run(CompileRequest request, bool* parsed, void (*drain)(Runtime& runtime));

 private:
  Completion<ModuleRecord*> load(Value referrer, String* specifier, std::span<const Value> attributes);

  Isolate& isolate_;
  RootedVector<Value> modules_;
  std::map<std::string, size_t> by_key_;
  void* saved_context_;
};

}  // namespace scrim
