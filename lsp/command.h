// `scrim lsp`: the language server on standard input and output.
#pragma once

namespace scrim::lsp {

// argv[0] is "lsp"; --stdio is accepted (clients add it). Returns the exit code.
int run_lsp_command(int argc, char** argv);

}  // namespace scrim::lsp
