# postern_web(NAME FILES_VARIABLE file…)
# Builds the front end in web/NAME into these files and puts their paths into FILES_VARIABLE. Its npm packages
# are installed into the build tree when its lock file changes, and only then is a registry needed.
find_program(NODE node REQUIRED)
find_program(NPM npm REQUIRED)

function(postern_web name files_variable)
  set(source ${PROJECT_SOURCE_DIR}/web/${name})
  set(build ${PROJECT_BINARY_DIR}/web/${name})
  set(installed ${build}/.installed-lock.json)
  list(TRANSFORM ARGN PREPEND ${build}/out/ OUTPUT_VARIABLE files)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${source}/src/*)

  add_custom_command(OUTPUT ${installed}
    COMMAND ${NODE} ${PROJECT_SOURCE_DIR}/web/install.mjs ${source} ${build}
    DEPENDS ${source}/package.json ${source}/package-lock.json ${PROJECT_SOURCE_DIR}/web/install.mjs
    COMMENT "Installing the npm packages of web/${name}" VERBATIM)
  add_custom_command(OUTPUT ${files}
    COMMAND ${NODE} ${PROJECT_SOURCE_DIR}/web/build.mjs ${source} ${build}
    DEPENDS ${installed} ${sources} ${source}/tsconfig.json ${PROJECT_SOURCE_DIR}/web/build.mjs
    COMMENT "Building web/${name}" VERBATIM)
  set(${files_variable} ${files} PARENT_SCOPE)
endfunction()
