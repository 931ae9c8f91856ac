// libFuzzer target for the front end: any bytes give a tree whose ranges lie in the text, scopes that are resolved, and
// dumps; what is parsed again after an edit is what it is parsed from scratch. tests/fuzz/syntax.sh builds and runs it.
#include "tests/fuzz/syntax_input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  scrim::syntax::check_fuzz_input(data, size);
  return 0;
}
