# Writes a C++ table of the files' names and texts, which the assembler takes from the files: OUTPUT, FILES (a list).
foreach(file IN LISTS FILES)
  # node/fs/promises.js is "fs/promises"; web/url.js is "internal/web/url": programs cannot require it.
  string(REGEX REPLACE "^.*/runtime/(node|web)/(.*)[.]js$" "\\1/\\2" name ${file})
  string(REGEX REPLACE "^node/" "" name ${name})
  string(REGEX REPLACE "^web/" "internal/web/" name ${name})
  string(MAKE_C_IDENTIFIER ${name} identifier)
  string(APPEND arrays "asm(\".section .rodata\\nscrim_js_${identifier}: .incbin \\\"${file}\\\"\\nscrim_js_${identifier}_end: .byte 0\\n.text\");\n")
  string(APPEND arrays "extern \"C\" const char scrim_js_${identifier}[], scrim_js_${identifier}_end[];\n")
  string(APPEND rows "    {\"${name}\", scrim_js_${identifier}, scrim_js_${identifier}_end},\n")
endforeach()
file(WRITE ${OUTPUT} "// Generated from engine/runtime/node/*.js and web/*.js\n#include \"engine/runtime/embedded_modules.h\"\n\n${arrays}\nnamespace scrim {\n\nextern const EmbeddedModule kEmbeddedModules[] = {\n${rows}    {nullptr, nullptr, nullptr},\n};\n\n}  // namespace scrim\n")
