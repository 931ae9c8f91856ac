# tree-sitter's runtime (Debian's libtree-sitter-dev) and the JavaScript grammar, 0.23.1: the newest whose tables that
# runtime reads (language ABI 14).
#
# SCRIM_TREE_SITTER_JAVASCRIPT_DIR is the npm package tree-sitter-javascript. It is looked for in the source and build
# folders' node_modules and installed into the build folder when it is in neither.
find_path(SCRIM_TREE_SITTER_INCLUDE NAMES tree_sitter/api.h)
find_library(SCRIM_TREE_SITTER_LIBRARY NAMES libtree-sitter.a tree-sitter)
if(NOT SCRIM_TREE_SITTER_INCLUDE OR NOT SCRIM_TREE_SITTER_LIBRARY)
  message(FATAL_ERROR "tree-sitter is missing: install libtree-sitter-dev")
endif()

set(SCRIM_TREE_SITTER_JAVASCRIPT_VERSION 0.23.1)
set(package tree-sitter-javascript)
find_path(SCRIM_TREE_SITTER_JAVASCRIPT_DIR NAMES src/parser.c NO_DEFAULT_PATH
          PATHS ${CMAKE_SOURCE_DIR}/node_modules/${package}
                ${CMAKE_BINARY_DIR}/node_modules/${package}
                ${CMAKE_BINARY_DIR}/tree-sitter/node_modules/${package}
          DOC "The npm package tree-sitter-javascript")
if(NOT SCRIM_TREE_SITTER_JAVASCRIPT_DIR)
  find_program(SCRIM_NPM NAMES npm)
  if(NOT SCRIM_NPM)
    message(FATAL_ERROR "npm is needed to fetch ${package}: install npm, or set SCRIM_TREE_SITTER_JAVASCRIPT_DIR")
  endif()
  message(STATUS "Fetching ${package} ${SCRIM_TREE_SITTER_JAVASCRIPT_VERSION} from npm")
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/tree-sitter)
  execute_process(COMMAND ${SCRIM_NPM} install --no-audit --no-fund --ignore-scripts --legacy-peer-deps
                          --prefix ${CMAKE_BINARY_DIR}/tree-sitter
                          ${package}@${SCRIM_TREE_SITTER_JAVASCRIPT_VERSION}
                  RESULT_VARIABLE npm_result OUTPUT_VARIABLE npm_output ERROR_VARIABLE npm_output)
  if(NOT npm_result EQUAL 0)
    message(FATAL_ERROR "npm could not install ${package} (set SCRIM_TREE_SITTER_JAVASCRIPT_DIR to a copy of it):\n"
                        "${npm_output}")
  endif()
  set(SCRIM_TREE_SITTER_JAVASCRIPT_DIR ${CMAKE_BINARY_DIR}/tree-sitter/node_modules/${package}
      CACHE PATH "The npm package tree-sitter-javascript" FORCE)
endif()

set(grammar ${SCRIM_TREE_SITTER_JAVASCRIPT_DIR}/src)
add_library(scrim_tree_sitter_javascript STATIC ${grammar}/parser.c ${grammar}/scanner.c)
target_include_directories(scrim_tree_sitter_javascript SYSTEM PRIVATE ${grammar})
target_compile_options(scrim_tree_sitter_javascript PRIVATE -w)
target_link_libraries(scrim_tree_sitter_javascript PUBLIC ${SCRIM_TREE_SITTER_LIBRARY})
