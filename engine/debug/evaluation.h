// What surrounds an evaluation while the program stands still.
#pragma once

#include "engine/debug/engine_debugger.h"
#include "engine/objects/errors.h"

namespace scrim::debug {

// While it lives, what runs ends when `cancel` is set.
class EngineDebugger::Cancellable {
 public:
  Cancellable(EngineDebugger& self, const std::atomic<bool>* cancel) : self_(self) { self.cancel_ = cancel; }
  ~Cancellable() {
    self_.cancel_ = nullptr;
    if (self_.cancelled_) self_.cancelled_ = self_.isolate_.terminating = false;
  }

 private:
  EngineDebugger& self_;
};

// While it lives, the program's hooks rest and, where effects are refused, each instruction is looked at.
class EngineDebugger::Evaluation {
 public:
  Evaluation(EngineDebugger& self, Effects effects)
      : self_(self), evaluating_(self.evaluating_), checking_(self.checking_effects_), pc_(self.isolate_.pc) {
    self.evaluating_ = true;
    Isolate& isolate = self.isolate_;
    if (effects == Effects::kRefused && !checking_) {
      isolate.dispatch = isolate.dispatch_tables[0];
      self.learn_pure_functions();
      isolate.heap().collect(CollectionKind::kYoung);
      self.checking_effects_ = true;
    }
    isolate.dispatch = isolate.dispatch_tables[self.checking_effects_ ? 1 : 0];
  }
  ~Evaluation() {
    self_.evaluating_ = evaluating_;
    self_.checking_effects_ = checking_;
    self_.isolate_.pc = pc_;
    self_.isolate_.dispatch = self_.isolate_.dispatch_tables[checking_ ? 1 : 0];
    if (!evaluating_) self_.update_dispatch();
  }
  // An evaluation that was ended for its side effect gets an exception that says so.
  Completion<Value> finish(Completion<Value> result) {
    if (!self_.had_side_effect_) return result;
    Isolate& isolate = self_.isolate_;
    self_.had_side_effect_ = isolate.terminating = false;
    if (result.failed()) isolate.take_exception();
    return throw_error(isolate, ErrorType::kEvalError, "Possible side-effect in debug-evaluate");
  }

 private:
  EngineDebugger& self_;
  bool evaluating_;
  bool checking_;
  const uint16_t* pc_;
};

}  // namespace scrim::debug
