// CallSite objects (call_site.cpp).
#pragma once

#include "engine/objects/collections.h"

namespace scrim {

// One CallSite for each frame of what isolate.capture_frames recorded.
Array* make_call_sites(Isolate& isolate, Value frames);

}  // namespace scrim
