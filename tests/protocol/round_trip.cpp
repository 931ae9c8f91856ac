// Reads lines "PROTOCOL STRUCT JSON" and answers each with the JSON that the C++ struct writes, or "error: ...".
#include <iostream>
#include <string>

namespace scrim::protocol::dap {
bool round_trip(std::string_view name, std::string_view text, std::string& out);
}
namespace scrim::protocol::lsp {
bool round_trip(std::string_view name, std::string_view text, std::string& out);
}

int main() {
  std::string line, out;
  while (std::getline(std::cin, line)) {
    const size_t first = line.find(' '), second = line.find(' ', first + 1);
    const std::string protocol = line.substr(0, first), name = line.substr(first + 1, second - first - 1);
    const auto round_trip = protocol == "dap" ? scrim::protocol::dap::round_trip : scrim::protocol::lsp::round_trip;
    if (!round_trip(name, std::string_view(line).substr(second + 1), out)) out = "error: no struct " + name;
    std::cout << out << '\n';
  }
}
