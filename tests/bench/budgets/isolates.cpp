// Makes and drops isolates, each with a realm in which one line has run; how many is the argument.
#include <cstdlib>

#include "engine/runtime/runtime.h"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  for (long i = std::strtol(argv[1], nullptr, 10); i > 0; --i) {
    scrim::Runtime runtime{scrim::RuntimeOptions()};
    if (runtime.run_text("0", "[eval]", false) != 0) return 1;
  }
}
