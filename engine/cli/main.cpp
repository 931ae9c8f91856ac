// scrim: one program, its doors. This file finds the door; each has a file of its own.
#include <unistd.h>

#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "engine/cli/commands.h"

namespace scrim::cli {

namespace {

constexpr const char* kHelp = R"(scrim, a JavaScript engine built to be seen through

usage: scrim [options] [FILE [arguments]]
       scrim COMMAND ...

commands
  run FILE            run a script (the same as `scrim FILE`)
  repl                read, evaluate, print (the same as `scrim` on a terminal)
  debug FILE          the terminal debugger; --batch "COMMANDS" for scripts
  dap                 the debug adapter: DAP on stdio, or --port N on the loopback
  lsp                 the language server: LSP on stdio
  lint PATH...        what the language server warns about; --format human|json|sarif
  heap ...            reads .heapsnapshot files: summary, diff, retainers, leaks
  dump WHAT FILE      what the engine sees: tokens, ast, scopes, bytecode, feedback, shapes
  dump handlers       what each opcode costs: instructions, spills, calls
  COMMAND --help      more about dap, debug, lsp, lint, heap and dump

options
  -e, --eval CODE     run CODE
  -p, --print CODE    run CODE and print its value
  -i, --interactive   the REPL, whatever standard input is; after -e CODE if there is some
  -                   run standard input
  -c, --check FILE    whether the syntax is right, without running it
  -r, --require FILE  require FILE first
  --test [FILES]      run tests (node:test); --test-name-pattern, --test-reporter and the like as in Node
  --watch             run again when a source file changes; --watch-path PATH
  --env-file FILE     read environment variables from FILE first
  --stack-trace-limit N  frames that errors remember
  --import FILE       import FILE first
  --input-type TYPE   what -e and standard input are: module or commonjs
  -C, --conditions C  one more condition of packages' "exports" and "imports"
  --max-heap MB       end with a clear message beyond this much memory
  --heapsnapshot-near-heap-limit N  ... and, before that, write what fills it to a .heapsnapshot file
  --stress-gc[=N]     collect at every N-th allocation
  --verify-heap       check the heap before and after each collection
  --verify-ic         check every inline cache hit against the slow path
  --no-ic             cache nothing: every property access takes the slow path
  --compile=MODE      lazy: every function when it is first called; eager: with its script (default: by size)
  --trace-gc          print each collection
  --trace-ic          print each change of an inline cache: place, key, state, shape and where that was born
  --trace-shapes      print each shape that the program makes, and where
  --count-opcodes F   append to F how often each opcode ran and each kind of cache was used (slower)
  --lock-step F       write to F a line for each period of the logical clock: place and hash of the variables
  --record FILE       write down what the program sees of the world
  --replay FILE       run the recorded program again: it sees the same
  --expose-gc         make gc() a global function
  --expose-test262    define $262 and print, as test262's hosts do
  --prelude FILE      run a classic script in the global scope first (may be repeated)
  NODE_OPTIONS        (environment) read first; what Node has and scrim has not is refused with a reason
  -v, --version       the version
  -h, --help          this text
)";

struct Door {
  const char* name;
  int (*open)(const Invocation& invocation);
};

constexpr Door kDoors[] = {
    {"run", run_run_command}, {"repl", run_repl_command}, {"dap", open_dap},   {"debug", open_debug},
    {"lsp", open_lsp},        {"lint", open_lint},        {"heap", open_heap}, {"dump", run_dump_command},
};

std::string own_path(const char* argv0) {
  char path[PATH_MAX];
  ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
  return length > 0 ? std::string(path, static_cast<size_t>(length)) : std::string(argv0);
}

}  // namespace

bool is_help(const std::string& argument) {
  return argument == "--help" || argument == "-h";
}

int usage_error(const std::string& message) {
  std::fprintf(stderr, "scrim: %s\nSee scrim --help\n", message.c_str());
  return 9;  // as Node ends on a bad option
}

int input_error(const std::string& message) {
  std::fprintf(stderr, "scrim: %s\n", message.c_str());
  return 1;
}

int main(int argc, char** argv) {
  Invocation invocation;
  invocation.self = own_path(argv[0]);
  invocation.argv0 = argv[0];
  for (int i = 1; i < argc; ++i) invocation.arguments.emplace_back(argv[i]);
  if (!invocation.arguments.empty()) {
    const std::string& first = invocation.arguments[0];
    const bool runs = first == "run" || first == "repl";
    if (is_help(first) || first == "help" || (runs && argc > 2 && is_help(invocation.arguments[1]))) {
      std::fputs(kHelp, stdout);
      return 0;
    }
    if (first == "--version" || first == "-v") {
      std::puts("v" SCRIM_VERSION);
      return 0;
    }
    // Launchers ask for the list (gulp's); there is none.
    if (first == "--v8-options") {
      std::puts("scrim is not V8 and has none of its options.");
      return 0;
    }
    for (const Door& door : kDoors) {
      if (first != door.name) continue;
      invocation.arguments.erase(invocation.arguments.begin());
      return door.open(invocation);
    }
  }
  if (invocation.arguments.empty() && isatty(0)) return run_repl_command(invocation);
  return run_run_command(invocation);
}

}  // namespace scrim::cli

int main(int argc, char** argv) {
  return scrim::cli::main(argc, argv);
}
