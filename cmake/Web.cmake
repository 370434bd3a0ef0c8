# postern_web(NAME FILES_VARIABLE file… [PACKAGE_FILES file…])
# Builds the front end in web/NAME into these files and puts their paths into FILES_VARIABLE: name.js is bundled from
# src/name.tsx or src/name.ts, name.css from src/name.css. A package file, named as in node_modules, is put beside
# them as it is. The npm packages are installed into the build tree when the lock file changes, and only then is a
# registry needed. The types of every front end are checked by a test, style.web.NAME.
find_program(NODE node REQUIRED)
find_program(NPM npm REQUIRED)

function(postern_web name files_variable)
  cmake_parse_arguments(ARG "" "" "PACKAGE_FILES" ${ARGN})
  set(source ${PROJECT_SOURCE_DIR}/web/${name})
  set(build ${PROJECT_BINARY_DIR}/web/${name})
  set(installed ${build}/.installed-lock.json)
  set(files ${ARG_UNPARSED_ARGUMENTS})
  list(TRANSFORM files PREPEND ${build}/out/)
  foreach(file ${ARG_PACKAGE_FILES})
    get_filename_component(file_name ${file} NAME)
    list(APPEND files ${build}/out/${file_name})
  endforeach()
  set(package_files ${ARG_PACKAGE_FILES})
  list(TRANSFORM package_files PREPEND --package=)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${source}/src/*)

  add_custom_command(OUTPUT ${installed}
    COMMAND ${NODE} ${PROJECT_SOURCE_DIR}/web/install.mjs ${source} ${build}
    DEPENDS ${source}/package.json ${source}/package-lock.json ${PROJECT_SOURCE_DIR}/web/install.mjs
    COMMENT "Installing the npm packages of web/${name}" VERBATIM)
  add_custom_command(OUTPUT ${files}
    COMMAND ${NODE} ${PROJECT_SOURCE_DIR}/web/build.mjs ${source} ${build} ${ARG_UNPARSED_ARGUMENTS} ${package_files}
    DEPENDS ${installed} ${sources} ${source}/tsconfig.json ${PROJECT_SOURCE_DIR}/web/build.mjs
    COMMENT "Building web/${name}" VERBATIM)
  set_property(GLOBAL APPEND PROPERTY POSTERN_FRONT_ENDS ${name})
  set(${files_variable} ${files} PARENT_SCOPE)
endfunction()
