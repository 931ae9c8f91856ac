// &nbsp; and &#160; in JSX text and attributes. The tree has them as they are written.
#pragma once

#include <string>
#include <string_view>

namespace scrim::syntax {

// `text` with its entities replaced. What is not one (unknown names, more than nine characters) stays.
std::string decode_jsx_entities(std::string_view text);

}  // namespace scrim::syntax
