#include "engine/bytecode/function_template.h"

namespace scrim::bytecode {

const char* to_string(FeedbackKind kind) {
  switch (kind) {
    case FeedbackKind::kGetNamed: return "get-named";
    case FeedbackKind::kGetLength: return "get-length";
    case FeedbackKind::kSetNamed: return "set-named";
    case FeedbackKind::kDefineNamed: return "define-named";
    case FeedbackKind::kGetKeyed: return "get-keyed";
    case FeedbackKind::kSetKeyed: return "set-keyed";
    case FeedbackKind::kIn: return "in";
    case FeedbackKind::kInstanceOf: return "instanceof";
    case FeedbackKind::kGetGlobal: return "get-global";
    case FeedbackKind::kSetGlobal: return "set-global";
    case FeedbackKind::kCall: return "call";
    case FeedbackKind::kConstruct: return "construct";
    case FeedbackKind::kGetSuper: return "get-super";
    case FeedbackKind::kGetPrivate: return "get-private";
    case FeedbackKind::kSetPrivate: return "set-private";
  }
  return "?";
}

const Handler* find_handler(const FunctionTemplate& function, uint32_t pc) {
  for (const Handler& handler : function.handlers) {
    if (pc >= handler.start && pc < handler.end) return &handler;
  }
  return nullptr;
}

StringData string_data_from_wtf8(std::string_view text) {
  StringData data;
  bool ascii = true;
  bool latin1 = true;
  for (unsigned char c : text) {
    if (c >= 0x80) ascii = false;
    if (c >= 0xc4) latin1 = false;  // lead bytes c2 and c3 make U+0080 to U+00FF
  }
  if (ascii) {
    data.latin1.assign(text);
    return data;
  }
  auto units = [&](auto&& put) {
    for (size_t i = 0; i < text.size();) {
      auto byte = [&](size_t k) { return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0u; };
      uint32_t c = byte(0);
      if (c < 0x80) {
        i += 1;
      } else if (c < 0xe0) {
        c = (c & 0x1f) << 6 | (byte(1) & 0x3f);
        i += 2;
      } else if (c < 0xf0) {
        c = (c & 0x0f) << 12 | (byte(1) & 0x3f) << 6 | (byte(2) & 0x3f);
        i += 3;
      } else {
        c = (c & 0x07) << 18 | (byte(1) & 0x3f) << 12 | (byte(2) & 0x3f) << 6 | (byte(3) & 0x3f);
        i += 4;
      }
      put(c);
    }
  };
  if (latin1) {
    units([&](uint32_t c) { data.latin1.push_back(static_cast<char>(c)); });
    return data;
  }
  data.two_byte = true;
  units([&](uint32_t c) {
    if (c >= 0x10000) {
      data.utf16.push_back(static_cast<char16_t>(0xd800 + ((c - 0x10000) >> 10)));
      data.utf16.push_back(static_cast<char16_t>(0xdc00 + ((c - 0x10000) & 0x3ff)));
    } else {
      data.utf16.push_back(static_cast<char16_t>(c));
    }
  });
  return data;
}

std::string wtf8_from_string_data(const StringData& data) {
  std::string text;
  auto put = [&](uint32_t c) {
    if (c < 0x80) {
      text.push_back(static_cast<char>(c));
    } else if (c < 0x800) {
      text.push_back(static_cast<char>(0xc0 | c >> 6));
      text.push_back(static_cast<char>(0x80 | (c & 0x3f)));
    } else if (c < 0x10000) {
      text.push_back(static_cast<char>(0xe0 | c >> 12));
      text.push_back(static_cast<char>(0x80 | (c >> 6 & 0x3f)));
      text.push_back(static_cast<char>(0x80 | (c & 0x3f)));
    } else {
      text.push_back(static_cast<char>(0xf0 | c >> 18));
      text.push_back(static_cast<char>(0x80 | (c >> 12 & 0x3f)));
      text.push_back(static_cast<char>(0x80 | (c >> 6 & 0x3f)));
      text.push_back(static_cast<char>(0x80 | (c & 0x3f)));
    }
  };
  if (!data.two_byte) {
    for (unsigned char c : data.latin1) put(c);
    return text;
  }
  for (size_t i = 0; i < data.utf16.size(); i++) {
    uint32_t c = data.utf16[i];
    if (c >= 0xd800 && c < 0xdc00 && i + 1 < data.utf16.size() && data.utf16[i + 1] >= 0xdc00 &&
        data.utf16[i + 1] < 0xe000) {
      c = 0x10000 + ((c - 0xd800) << 10) + (data.utf16[++i] - 0xdc00u);
    }
    put(c);
  }
  return text;
}

std::string CompiledUnit::text(StringIndex index) const {
  return index == kNoString ? std::string() : wtf8_from_string_data(strings[index]);
}

void find_loops(CompiledUnit& unit) {
  for (auto& function : unit.functions) {
    for (size_t pc = 0; pc < function->code.size();) {
      const OpcodeInfo& opcode = kOpcodeInfo[function->code[pc]];
      if (opcode.flags & OpcodeFlags::kLoop) function->has_loop = true;
      pc += opcode.length;
    }
  }
}

}  // namespace scrim::bytecode
