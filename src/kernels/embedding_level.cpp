#include "poseaae/kernels/embedding.hpp"
#include "poseaae/kernels/table.hpp"

namespace poseaae::kernels {

extern const EmbeddingTable kEmbeddingGeneric;
#ifdef POSEAAE_X86_LEVELS
extern const EmbeddingTable kEmbeddingV2, kEmbeddingV3, kEmbeddingV4;
#endif

const EmbeddingTable& embedding_table(Level level) {
  switch (table<float>(level).level) {  // which throws when this machine lacks it
#ifdef POSEAAE_X86_LEVELS
    case Level::kV2:
      return kEmbeddingV2;
    case Level::kV3:
      return kEmbeddingV3;
    case Level::kV4:
      return kEmbeddingV4;
#endif
    default:
      return kEmbeddingGeneric;
  }
}

}  // namespace poseaae::kernels
