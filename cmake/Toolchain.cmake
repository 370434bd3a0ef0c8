# Compiler, warnings, sanitizers, ccache. Clang 19 only: see docs/adr/0001-compiler.md.
if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang" OR CMAKE_CXX_COMPILER_VERSION VERSION_LESS 19)
  message(FATAL_ERROR "Postern is built with Clang 19 or newer (found ${CMAKE_CXX_COMPILER_ID} "
                      "${CMAKE_CXX_COMPILER_VERSION}). Use ./dev build, which installs it.")
endif()

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
# Not optimised: -O1 makes the compiler twice as slow with the sanitizers on. FORCE: project() has set them to nothing.
set(CMAKE_CXX_FLAGS_DEV "-gline-tables-only" CACHE STRING "" FORCE)
set(CMAKE_C_FLAGS_DEV "-gline-tables-only" CACHE STRING "" FORCE)
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -D_FORTIFY_SOURCE=2 -fstack-protector-strong" CACHE STRING "" FORCE)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${PROJECT_SOURCE_DIR}/cmake/compile ${CCACHE} ${PROJECT_SOURCE_DIR})
endif()
# Without the path of the header itself, which CMake names a second time and ccache would not make relative.
set(CMAKE_CXX_COMPILE_OPTIONS_USE_PCH -Xclang -include-pch -Xclang <PCH_FILE>)

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wimplicit-fallthrough -Werror
                    -Wno-missing-field-initializers -Wno-missing-designated-field-initializers
                    -Wno-c23-extensions # #embed
                    -Xclang -fno-pch-timestamp)
add_compile_definitions(_GLIBCXX_ASSERTIONS POSTERN_VERSION="${PROJECT_VERSION}")
add_link_options(-fuse-ld=lld-19 -Wl,--as-needed)

set(POSTERN_SANITIZE "" CACHE STRING "Sanitizers, separated by commas")
if(POSTERN_SANITIZE)
  # -fno-sanitize=function: Asio calls handlers through differently typed pointers.
  add_compile_options(-fsanitize=${POSTERN_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${POSTERN_SANITIZE})
  if(POSTERN_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize=function)
  endif()
  if(POSTERN_SANITIZE MATCHES "address")
    add_compile_options(-fsanitize=fuzzer-no-link) # so that the fuzz targets see where they get to
  endif()
endif()
