// What to tell someone whose program names a global that is not here.
#pragma once

#include <string>

namespace scrim {

class Isolate;
class Value;

// A line of advice for the ReferenceError of a name that browsers or Node have and scrim has not; empty: none.
std::string missing_global_hint(Isolate& isolate, Value error);

}  // namespace scrim
