// `scrim heap`: questions to .heapsnapshot files.
#pragma once

namespace scrim::cli {

// argv[0] is "heap". Returns the exit code: 0 done, 1 nothing matched (summary, objects, retainers) or something was
// found (leaks), 2 wrong usage or a file that cannot be read.
int run_heap_command(int argc, char** argv);

}  // namespace scrim::cli
