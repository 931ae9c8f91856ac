# Writes a C++ table of the files' names and texts, which the assembler takes from the files: OUTPUT, FILES (a list).
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME_WE)
  string(REPLACE "+" "/" name ${name})
  # web/url.js is "internal/web/url": programs cannot require it.
  if(file MATCHES "/web/[^/]*$")
    string(PREPEND name "internal/web/")
  endif()
  string(MAKE_C_IDENTIFIER ${name} identifier)
  string(APPEND arrays "asm(\".section .rodata\\nscrim_js_${identifier}: .incbin \\\"${file}\\\"\\nscrim_js_${identifier}_end: .byte 0\\n.text\");\n")
  string(APPEND arrays "extern \"C\" const char scrim_js_${identifier}[], scrim_js_${identifier}_end[];\n")
  string(APPEND rows "    {\"${name}\", scrim_js_${identifier}, scrim_js_${identifier}_end},\n")
endforeach()
file(WRITE ${OUTPUT} "// Generated from engine/runtime/node/*.js and web/*.js\n#include \"engine/runtime/embedded_modules.h\"\n\n${arrays}\nnamespace scrim {\n\nextern const EmbeddedModule kEmbeddedModules[] = {\n${rows}    {nullptr, nullptr, nullptr},\n};\n\n}  // namespace scrim\n")
