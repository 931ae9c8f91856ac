#include "engine/runtime/runtime.h"

#include <poll.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>

#include "engine/interpreter/script.h"
#include "engine/interpreter/task_origin.h"
#include "engine/runtime/event_loop.h"
#include "engine/runtime/file.h"
#include "engine/runtime/host_record.h"
#include "engine/runtime/modules.h"
#include "engine/runtime/native_handles.h"
#include "engine/runtime/source_maps.h"
#include "engine/runtime/system_host.h"

namespace scrim {

bool Runtime::JobQueue::pop(Value (&job)[kWords]) {
  if (empty()) {
    values.clear();
    head = 0;
    return false;
  }
  for (size_t i = 0; i < kWords; ++i) job[i] = values[head + i];
  for (size_t i = 0; i < kWords; ++i) values.set(head + i, Value::undefined());
  head += kWords;
  // A queue that never empties keeps no more than twice what waits in it.
  if (head > 4096 && head * 2 > values.size()) {
    size_t left = values.size() - head;
    for (size_t i = 0; i < left; ++i) values.set(i, values[head + i]);
    values.truncate(left);
    head = 0;
  }
  return true;
}

Runtime::Runtime(RuntimeOptions options) : options_(std::move(options)) {
  isolate_ = std::make_unique<Isolate>(options_.isolate);
  host_ = options_.host;
  if (!host_) host_ = std::make_shared<SystemHost>();
  isolate_->host.interface = host_.get();
  Heap& heap = isolate_->heap();
  next_ticks = std::make_unique<JobQueue>(heap, "next tick");
  promise_jobs = std::make_unique<JobQueue>(heap, "promise job");
  pending_rejections = std::make_unique<RootedVector<Value>>(heap, "rejection");
  process_object = std::make_unique<Root<Value>>(heap, Value::undefined(), "process");
  process_hooks = std::make_unique<Root<Value>>(heap, Value::undefined(), "process hooks");
  for (auto& stream : stdio) stream = std::make_unique<Root<Value>>(heap, Value::undefined(), "standard stream");
  handled_later = std::make_unique<RootedVector<Value>>(heap, "rejection handled later");
  internal = std::make_unique<Root<Value>>(heap, Value::undefined(), "internal natives");
  builtin_modules = std::make_unique<RootedVector<Value>>(heap, "builtin modules");
  loop_ = std::make_unique<EventLoop>(*this);
  start_ns = loop_->now_ns();
  modules_ = std::make_unique<ModuleLoader>(*this);
  handles = std::make_shared<NativeHandles>();
}

Runtime::~Runtime() {
  waits.reset();
  modules_.reset();
  loop_.reset();
  builtin_modules.reset();
  internal.reset();
  handled_later.reset();
  for (auto& stream : stdio) stream.reset();
  process_hooks.reset();
  decorated_error.reset();
  process_object.reset();
  pending_rejections.reset();
  promise_jobs.reset();
  next_ticks.reset();
}

void Runtime::enter(void (*f)(void* context, Runtime& runtime), void* context) {
  struct Call {
    Runtime* runtime;
    void (*f)(void*, Runtime&);
    void* context;
  } call{this, f, context};
  isolate_->run_on_stack(
      [](void* raw) {
        auto* entered = static_cast<Call*>(raw);
        Runtime& runtime = *entered->runtime;
        Isolate& isolate = runtime.isolate();
        if (!isolate.current_realm) {
          initialize_interpreter(isolate);
          register_builtins(isolate);
          isolate.host.context = &runtime;
          isolate.host.enqueue_job = [](void* host, Isolate& from, Value job, Value a, Value b, Value c) {
            // A reaction knows where it comes from.
            const bool reaction = a.is_cell() && a.as_cell()->type == CellType::kPromiseReaction;
            Value task = reaction ? a : task_of(task_origin(from));
            static_cast<Runtime*>(host)->promise_jobs->push(job, a, b, c, task);
          };
          isolate.host.rejection_tracker = [](void* host, Isolate&, Object* promise, bool handled) {
            auto& pending = *static_cast<Runtime*>(host)->pending_rejections;
            if (!handled) {
              pending.push_back(Value(promise));
              return;
            }
            for (size_t i = 0; i < pending.size(); ++i) {
              if (pending[i] != Value(promise)) continue;
              pending.set(i, Value::undefined());
              return;
            }
            static_cast<Runtime*>(host)->handled_later->push_back(Value(promise));
          };
          isolate.finalizers[static_cast<int>(CellType::kHostObject)] = NativeHandles::finalize;
          runtime.modules().attach();
          register_timers(runtime);
          register_async_wait(runtime);
          register_console(runtime);
          register_process(runtime);
          isolate.current_realm = new_realm(isolate);
          Object* global = isolate.realm().global_object;
          put_direct(isolate, global, key_from_latin1(isolate, "global"), Value(global), Attributes::kAll);
          put_direct(isolate, global, isolate.names().to_string_tag, Value(new_string_latin1(isolate, "global")),
                     Attributes::kConfigurable);
          install_web_globals(runtime);
          if (runtime.options().source_maps) enable_source_maps(isolate);
          if (runtime.options().stack_trace_limit >= 0) {
            put_direct(isolate, isolate.realm().intrinsic(Intrinsic::kError), isolate.names().stackTraceLimit,
                       Value::int32(runtime.options().stack_trace_limit));
          }
          if (runtime.options().expose_gc) {
            NativeCode collect = [](Isolate& collected, Frame&) -> Completion<Value> {
              collected.heap().collect(CollectionKind::kFull);
              return Value::undefined();
            };
            PropertyKey name = key_from_latin1(isolate, "gc");
            put_direct(isolate, global, name, Value(new_native_function(isolate, collect, name, 0)),
                       Attributes::kHidden);
          }
          if (runtime.options().expose_test262) register_test262(runtime);
        }
        entered->f(entered->context, runtime);
      },
      &call);
}

namespace {

// Writes everything, waiting while a pipe is full.
class WriteCall final : public HostCall {
 public:
  WriteCall(int fd, std::string_view text) : fd_(fd), text_(text) {}
  std::string name() const override { return "write " + std::to_string(fd_) + " " + text_fingerprint(text_); }
  bool is_output() const override { return fd_ == 1 || fd_ == 2; }
  void ask() override {
    while (!text_.empty()) {
      ssize_t written = ::write(fd_, text_.data(), text_.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0 && errno == EAGAIN) {
        pollfd ready{fd_, POLLOUT, 0};
        poll(&ready, 1, -1);
        continue;
      }
      if (written < 0) {
        result = -errno;
        return;
      }
      text_.remove_prefix(static_cast<size_t>(written));
    }
  }
  void results(HostArchive& archive) override { archive.value(result); }
  int result = 0;

 private:
  int fd_;
  std::string_view text_;
};

}  // namespace

int Runtime::write(int fd, std::string_view text) {
  if (sink && (fd == 1 || fd == 2)) {
    sink->write(fd, text);
    return 0;
  }
  WriteCall call(fd, text);
  host_->perform(call);
  return call.result;
}

void Runtime::drain_microtasks() {
  Isolate& isolate = *isolate_;
  run_microtasks();
  draining = Draining::kNothing;
  isolate.current_task = Value::undefined();
  isolate.clear_kept_objects();
}

void Runtime::run_finalization() {
  Isolate& isolate = *isolate_;
  while (isolate.pending_registries && !exiting) {
    if (isolate.run_finalization(isolate).failed()) report_uncaught(isolate.take_exception(), false);
    drain_microtasks();
  }
}

void Runtime::run_promise_jobs() {
  Isolate& isolate = *isolate_;
  Value job[JobQueue::kWords];
  draining = Draining::kPromiseJobs;
  while (!exiting && promise_jobs->pop(job)) {
    size_t count = 0;
    while (count < 3 && !job[1 + count].is_empty()) ++count;
    // Of queueMicrotask, which has no arguments; promise jobs bring their own.
    isolate.async_context = count || job[3].is_empty() ? Value::undefined() : job[3];
    isolate.current_task = job[4];
    Completion<Value> result = call(isolate, job[0], Value::undefined(), std::span<const Value>(job + 1, count));
    if (result.failed()) {
      isolate.thrown.code = nullptr;  // as in Node, the place is then the error's own
      report_uncaught(isolate.take_exception(), false);
    }
  }
  isolate.async_context = isolate.current_task = Value::undefined();
  draining = Draining::kNothing;
}

void Runtime::run_microtasks() {
  Isolate& isolate = *isolate_;
  for (;;) {
    Value job[JobQueue::kWords];
    draining = Draining::kNextTicks;
    // Node: all next ticks, after each of them nothing; then all promise jobs; again while next ticks came.
    while (!exiting && next_ticks->pop(job)) {
      Array* arguments = job[1].is_object() ? cast<Array>(job[1]) : nullptr;
      std::span<const Value> span;
      if (arguments && arguments->length) span = {arguments->vector()->values, arguments->length};
      isolate.async_context = job[2].is_empty() ? Value::undefined() : job[2];
      isolate.current_task = job[4];
      Completion<Value> result = call(isolate, job[0], Value::undefined(), span);
      if (result.failed()) {
        report_uncaught(isolate.take_exception(), false);
        return;  // the rest later, as in Node
      }
    }
    run_promise_jobs();
    if (exiting) return;
    if (!next_ticks->empty() || !promise_jobs->empty()) continue;
    if (!handled_later->empty()) {
      RootedVector<Value> late(isolate.heap(), "rejection handled later");
      for (size_t i = 0; i < handled_later->size(); ++i) late.push_back((*handled_later)[i]);
      handled_later->clear();
      for (size_t i = 0; i < late.size() && !exiting; ++i) report_handled_later(*this, as_object(late[i]));
      if (exiting) return;
      if (!next_ticks->empty() || !promise_jobs->empty()) continue;
    }
    if (pending_rejections->empty()) return;
    // Promises rejected and still without a handler now that everything has run (Node's default: throw).
    RootedVector<Value> rejected(isolate.heap(), "rejection");
    for (size_t i = 0; i < pending_rejections->size(); ++i) rejected.push_back((*pending_rejections)[i]);
    pending_rejections->clear();
    for (size_t i = 0; i < rejected.size() && !exiting; ++i) {
      if (!rejected[i].is_object()) continue;
      auto* promise = cast<PromiseObject>(rejected[i]);
      if (!promise->handled) report_unhandled_rejection(*this, promise);
    }
  }
}

Completion<Value> Runtime::settle(Value function) {
  Heap& heap = isolate_->heap();
  auto ticks = std::exchange(next_ticks, std::make_unique<JobQueue>(heap, "next tick"));
  auto jobs = std::exchange(promise_jobs, std::make_unique<JobQueue>(heap, "promise job"));
  auto rejections = std::exchange(pending_rejections, std::make_unique<RootedVector<Value>>(heap, "rejection"));
  auto late = std::exchange(handled_later, std::make_unique<RootedVector<Value>>(heap, "rejection handled later"));
  Root<Value> context(heap, isolate_->async_context);
  Root<Value> task(heap, isolate_->current_task);
  const Draining was_draining = draining;
  const EventLoop::Phase phase = loop_->phase();
  auto timers = loop_->put_timers_aside();
  Completion<Value> result = call(*isolate_, function, Value::undefined(), {});
  if (!result.failed()) {
    Root<Value> promise(heap, result.value());
    cast<PromiseObject>(promise.get())->handled = 1;  // the caller sees to it
    for (;;) {
      run_microtasks();
      if (exiting || cast<PromiseObject>(promise.get())->state != PromiseObject::kPending || !loop_->alive()) break;
      loop_->turn();
    }
  }
  loop_->put_timers_back(timers);
  // What is left stands behind what was there.
  Value job[JobQueue::kWords];
  while (next_ticks->pop(job)) ticks->push(job[0], job[1], job[2], job[3], job[4]);
  while (promise_jobs->pop(job)) jobs->push(job[0], job[1], job[2], job[3], job[4]);
  for (size_t i = 0; i < pending_rejections->size(); ++i) rejections->push_back((*pending_rejections)[i]);
  for (size_t i = 0; i < handled_later->size(); ++i) late->push_back((*handled_later)[i]);
  next_ticks = std::move(ticks);
  promise_jobs = std::move(jobs);
  pending_rejections = std::move(rejections);
  handled_later = std::move(late);
  isolate_->async_context = context.get();
  isolate_->current_task = task.get();
  draining = was_draining;
  loop_->set_phase(phase);
  return result;
}

void Runtime::run_loop() {
  do {
    drain_microtasks();
    loop_->run();
  } while (!exiting && (!next_ticks->empty() || !promise_jobs->empty()));
}

int Runtime::finish() {
  Isolate& isolate = *isolate_;
  (void)isolate;
  for (;;) {
    if (!exiting && !loop_->drains_later()) drain_microtasks();
    if (!exiting) loop_->run();
    if (exiting) break;
    emit_process_event(*this, "beforeExit");
    // What its listeners left is run; only what keeps the loop alive brings another round.
    if (!exiting) drain_microtasks();
    if (exiting || !loop_->alive()) break;
  }
  // 13, as Node ends: the main module still waits for something that cannot come.
  if (!exiting && !exit_code && modules().warn_if_unsettled()) exit_code = 13;
  const bool by_itself = !exiting;
  emit_exit(*this);
  // Promise jobs of exit listeners still run, next ticks do not.
  if (by_itself) run_promise_jobs();
  return exit_code;
}

int Runtime::run_main(const std::string& path) {
  struct Main {
    const std::string* path;
    int code;
  } main{&path, 0};
  enter(
      [](void* raw, Runtime& runtime) {
        auto* context = static_cast<Main*>(raw);
        Completion<Value> result = runtime.modules().run_main(*context->path);
        if (result.failed()) runtime.report_uncaught(runtime.isolate().take_exception(), false);
        context->code = runtime.finish();
      },
      &main);
  return main.code;
}

int Runtime::run_repl(const std::string* text) {
  struct Session {
    const std::string* text;
    int code;
  } session{text, 0};
  enter(
      [](void* raw, Runtime& runtime) {
        auto* context = static_cast<Session*>(raw);
        Isolate& isolate = runtime.isolate();
        runtime.modules().expose_require_globally();
        auto start = [&]() -> Completion<Value> {
          if (context->text) {
            CompileRequest request;
            request.text = *context->text;
            request.name = "[eval]";
            TRY(evaluate_script(isolate, std::move(request)));
          }
          Value main = TRY(load_builtin_module(runtime, "internal/repl/main"));
          return call(isolate, main, Value::undefined(), {Value(new_string_latin1(isolate, "v" SCRIM_VERSION))});
        };
        if (start().failed()) runtime.report_uncaught(isolate.take_exception(), false);
        context->code = runtime.finish();
      },
      &session);
  return session.code;
}

// What -e and standard input are, as Node finds it out: a script, an ES module if it has the syntax of one, and where
// neither parses the same with types taken out. If that does not parse either it is said what was wrong at first.
static Completion<Value> run_input(Runtime& runtime, std::string text, const std::string& name, bool print) {
  Isolate& isolate = runtime.isolate();
  const std::string& type = runtime.options().input_type;
  const bool may_be_script = !type.starts_with("module");
  const bool may_be_module = !type.starts_with("commonjs");
  const bool typed = type.ends_with("-typescript");
  const bool may_have_types = typed || (type.empty() && runtime.options().strip_types);

  // `refused`: it does not parse, and its text is back.
  auto attempt = [&](syntax::Language language, bool* refused) -> Completion<Value> {
    Root<Value> script_error(isolate.heap(), Value::undefined());
    auto script_place = isolate.syntax_error_place;
    *refused = false;
    if (may_be_script) {
      std::string given_back;
      CompileRequest compile;
      compile.text = std::move(text);
      compile.name = name;
      compile.language = language;
      compile.strict = runtime.options().use_strict;
      compile.completion_value = print;
      compile.refused_text = &given_back;
      Completion<Code*> code = compile_script(isolate, isolate.realm(), std::move(compile));
      if (!code.failed()) {
        runtime.modules().expose_require_globally(name);
        return run_program(isolate, code.value());
      }
      text = std::move(given_back);
      *refused = true;
      if (!may_be_module || !is_module_syntax_error(isolate, isolate.exception())) return Throw{};
      script_error.set(isolate.take_exception());
      script_place = isolate.syntax_error_place;
      if (print) {
        *refused = false;
        return throw_value(isolate, Value(make_node_error(isolate, ErrorType::kError, "ERR_EVAL_ESM_CANNOT_PRINT",
                                                          "--print cannot be used with ESM input")));
      }
    }
    Completion<ModuleRecord*> module = runtime.modules().compile_main_text(&text, language);
    *refused = module.failed();
    // It is no ES module either if it does not parse as one.
    if (*refused && script_error.get().is_object() && text.find("export") == std::string::npos &&
        text.find("import") == std::string::npos) {
      isolate.take_exception();
      isolate.syntax_error_place = script_place;
      return throw_value(isolate, script_error.get());
    }
    return runtime.modules().start_main(TRY(module));
  };

  bool refused;
  if (typed) return attempt(syntax::Language::kTypeScript, &refused);
  Completion<Value> result = attempt(syntax::Language::kJavaScript, &refused);
  if (!result.failed() || !refused || !may_have_types) return result;
  Root<Value> error(isolate.heap(), isolate.take_exception());
  const auto place = isolate.syntax_error_place;
  result = attempt(syntax::Language::kTypeScript, &refused);
  if (!result.failed() || !refused) return result;
  const Value message = get_own_data(isolate, as_object(isolate.exception()), isolate.names().message);
  runtime.syntax_error_remark = message.is_string() ? to_utf8(isolate, as_string(message)) : std::string();
  isolate.take_exception();
  isolate.syntax_error_place = place;
  return throw_value(isolate, error.get());
}

int Runtime::run_text(std::string text, const std::string& name, bool print) {
  struct Text {
    std::string* text;
    const std::string* name;
    bool print;
    int code;
  } request{&text, &name, print, 0};
  enter(
      [](void* raw, Runtime& runtime) {
        auto* context = static_cast<Text*>(raw);
        Isolate& isolate = runtime.isolate();
        Completion<Value> result = run_input(runtime, std::move(*context->text), *context->name, context->print);
        if (result.failed()) {
          runtime.report_uncaught(isolate.take_exception(), false);
        } else if (context->print) {
          Value value = result.value();
          runtime.write(1, (value.is_string() ? to_utf8(isolate, as_string(value)) : inspect(isolate, value)) + "\n");
        }
        context->code = runtime.finish();
      },
      &request);
  return request.code;
}

int Runtime::run_tests(const std::vector<std::string>& files) {
  struct Tests {
    const std::vector<std::string>* files;
    int code;
  } request{&files, 0};
  enter(
      [](void* raw, Runtime& runtime) {
        auto* context = static_cast<Tests*>(raw);
        Isolate& isolate = runtime.isolate();
        Array* names = new_array(isolate);
        for (const std::string& file : *context->files)
          array_push(isolate, names, Value(new_string_utf8(isolate, file)));
        Completion<Value> result = runtime.modules().require_builtin("internal/test_files");
        if (!result.failed()) {
          Value argument(names);
          result =
              invoke(isolate, result.value(), key_from_latin1(isolate, "main"), std::span<const Value>(&argument, 1));
        }
        if (result.failed()) runtime.report_uncaught(isolate.take_exception(), false);
        context->code = runtime.finish();
      },
      &request);
  return request.code;
}

bool Runtime::run_requires(const std::vector<std::string>& specifiers) {
  struct Requires {
    const std::vector<std::string>* specifiers;
    bool ok;
  } request{&specifiers, true};
  enter(
      [](void* raw, Runtime& runtime) {
        auto* context = static_cast<Requires*>(raw);
        for (const std::string& specifier : *context->specifiers) {
          if (runtime.modules().require(specifier, runtime.modules().current_directory_file()).failed()) {
            runtime.report_uncaught(runtime.isolate().take_exception(), false);
            context->ok = false;
            return;
          }
        }
      },
      &request);
  return request.ok;
}

bool Runtime::run_imports(const std::vector<std::string>& specifiers) {
  struct Imports {
    const std::vector<std::string>* specifiers;
    bool ok;
  } request{&specifiers, true};
  enter(
      [](void* raw, Runtime& runtime) {
        auto* context = static_cast<Imports*>(raw);
        for (const std::string& specifier : *context->specifiers) {
          if (!runtime.modules().preload_import(specifier).failed()) continue;
          runtime.report_uncaught(runtime.isolate().take_exception(), false);
          context->ok = false;
          return;
        }
      },
      &request);
  return request.ok;
}

bool Runtime::run_prelude(const std::string& path) {
  struct Prelude {
    const std::string* path;
    bool ok;
  } prelude{&path, true};
  enter(
      [](void* raw, Runtime& runtime) {
        auto* context = static_cast<Prelude*>(raw);
        CompileRequest compile;
        FileError error = read_text_file(runtime.host(), *context->path, &compile.text);
        if (error.failed()) {
          std::fprintf(stderr, "scrim: cannot read %s: %s\n", context->path->c_str(), error.message.c_str());
          context->ok = false;
          return;
        }
        compile.name = *context->path;
        Completion<Value> result = evaluate_script(runtime.isolate(), std::move(compile));
        if (result.failed()) {
          runtime.report_uncaught(runtime.isolate().take_exception(), false);
          context->ok = false;
        }
      },
      &prelude);
  return prelude.ok;
}

}  // namespace scrim
