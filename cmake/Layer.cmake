# postern_layer(NAME [LAYERS name…] [LIBRARIES target…] [PRECOMPILE header…])
# One folder under src/ is one static library postern_NAME; its *_test.cpp files are one test program
# postern_NAME_test, of which every test case is a ctest case.
include(GoogleTest)

function(postern_layer name)
  cmake_parse_arguments(ARG "" "" "LAYERS;LIBRARIES;PRECOMPILE" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${name}/*.cpp)
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "(_test|/cli/main)\\.cpp$")
  list(TRANSFORM ARG_LAYERS PREPEND postern_)

  if(NOT sources)
    message(FATAL_ERROR "src/${name} has no sources")
  endif()
  add_library(postern_${name} STATIC ${sources})
  target_include_directories(postern_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(postern_${name} PUBLIC ${ARG_LAYERS} ${ARG_LIBRARIES} Threads::Threads)
  set_target_properties(postern_${name} PROPERTIES LINKER_LANGUAGE CXX)
  if(ARG_PRECOMPILE)
    target_precompile_headers(postern_${name} PRIVATE ${ARG_PRECOMPILE})
  endif()

  if(tests)
    add_executable(postern_${name}_test ${tests})
    target_link_libraries(postern_${name}_test PRIVATE postern_${name} postern_source_dir GTest::gmock
                          GTest::gtest_main rapidcheck)
    target_include_directories(postern_${name}_test PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    target_precompile_headers(postern_${name}_test PRIVATE <gtest/gtest.h> <gmock/gmock.h> ${ARG_PRECOMPILE})
    gtest_discover_tests(postern_${name}_test TEST_PREFIX "${name}." NO_PRETTY_VALUES DISCOVERY_MODE PRE_TEST
                         PROPERTIES TIMEOUT 300)
  endif()
endfunction()
