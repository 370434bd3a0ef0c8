# postern_embed(TARGET HEADER FUNCTION FILES file…)
# Builds the bytes of files into a layer. HEADER (as it is included) declares, in the namespace postern::LAYER:
#   std::span<EmbeddedFile const> FUNCTION();
# each file under its own name without folders, in the order given.
function(postern_embed layer header function)
  cmake_parse_arguments(ARG "" "" "FILES" ${ARGN})
  set(arrays "")
  set(rows "")
  set(index 0)
  foreach(file ${ARG_FILES})
    get_filename_component(name ${file} NAME)
    get_filename_component(path ${file} ABSOLUTE BASE_DIR ${PROJECT_SOURCE_DIR})
    string(APPEND arrays "constexpr unsigned char file_${index}[] = {\n#embed \"${path}\"\n};\n")
    string(APPEND rows "        {\"${name}\", {reinterpret_cast<char const*>(file_${index}), sizeof file_${index}}},\n")
    math(EXPR index "${index} + 1")
  endforeach()
  set(generated ${PROJECT_BINARY_DIR}/embedded/${layer}_${function}.cpp)
  set(content "// Made by cmake/Embed.cmake.
#include \"${header}\"

namespace postern::${layer} {
namespace {

${arrays}
// ccache 4.7 does not see what #embed reads and would give old bytes for new ones. It leaves a source alone
// that holds this directive: .incbin \"
static_assert(sizeof file_0 > 0, \".incbin \\\"\");

} // namespace

std::span<EmbeddedFile const> ${function}()
{
    static EmbeddedFile const files[] = {
${rows}    };
    return files;
}

} // namespace postern::${layer}
")
  file(GENERATE OUTPUT ${generated} CONTENT "${content}")
  target_sources(postern_${layer} PRIVATE ${generated})
  set_source_files_properties(${generated} PROPERTIES OBJECT_DEPENDS "${ARG_FILES}")
endfunction()
