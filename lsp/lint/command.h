// `scrim lint PATH...`: the language server's diagnostics on the command line.
#pragma once

namespace scrim::lint {

// argv[0] is "lint"; the rest are the arguments after it. Findings go to standard output, everything else to standard
// error. Returns 0 when nothing of warning or above was found, 1 when something was, 2 for wrong usage or a file that
// could not be read.
int run_lint_command(int argc, char** argv);

}  // namespace scrim::lint
