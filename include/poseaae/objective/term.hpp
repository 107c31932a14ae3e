#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "poseaae/nn/activations.hpp"
#include "poseaae/nn/extent.hpp"
#include "poseaae/nn/parameters.hpp"
#include "poseaae/objective/engine.hpp"

namespace poseaae::objective {

template <typename T>
class GeneratedRows;

/// A sum for each thread, in cache lines of their own.
template <typename V>
class PerThread {
 public:
  explicit PerThread(std::size_t threads) : slots_(threads) {}
  void clear() { std::fill(slots_.begin(), slots_.end(), Slot{}); }
  [[nodiscard]] V& operator[](int thread) { return slots_[static_cast<std::size_t>(thread)].value; }
  /// Of all threads, in their order.
  [[nodiscard]] V total() const {
    V sum{};
    for (const Slot& slot : slots_) sum += slot.value;
    return sum;
  }

 private:
  struct alignas(64) Slot {
    V value{};
  };
  std::vector<Slot> slots_;
};

/// What the terms see of a step: panels of the whole batch, from panel 0 on.
template <typename T>
struct Pass {
  const kernels::Table<T>& kernels;
  nn::Extent batch;
  nn::Extent matched;   ///< the part that is matched to the prior
  std::int64_t number;  ///< of the step: chooses directions
  bool learns;
  double prior_factor;  ///< of the weights of the terms that match the prior
  const T* poses;       ///< true rows: the numbers that mocap::RowShape describes
  const T* prior;       ///< samples of the prior
  const T* latents;
  T* latent_gradient;  ///< of the decoder, to which terms add; null unless the step learns
  nn::Activations<T>& decoder;
  GeneratedRows<T>* generated;  ///< null where no term needs them
  /// The sum over the batch of a Gaussian encoder's divergences from the prior; 0 of another.
  const PerThread<double>& divergence;
  /// Runs work(piece, thread) over all panels of an extent, divided among the threads.
  using Work = std::function<void(const nn::Piece&, int)>;
  std::function<void(const nn::Extent&, const Work&)> in_pieces;
};

/// A panel of decoded rows, with the true ones beside it.
template <typename T>
struct DecodedPanel {
  std::size_t lanes;    ///< of samples
  int thread;           ///< in which it is processed
  const T* truth;       ///< rows of numbers
  const T* prediction;  ///< rows of features
  T* gradient;          ///< by the prediction, to which terms add; null unless the step learns
  // In the room (RoomPositions of all frames), where a term needs them (LossTerm::in_room):
  const T* true_positions = nullptr;
  const T* positions = nullptr;
  T* by_positions = nullptr;  ///< the gradient by positions, to which terms add; null as above
};

/// The networks of TermSetup::autoencoder.
inline constexpr std::size_t kEncoder = 0;
inline constexpr std::size_t kDecoder = 1;

/// What the loops of a term are made from.
template <typename T>
struct TermSetup {
  const EngineSetup& engine;
  const kernels::Table<T>& kernels;
  nn::Parameters<T>& autoencoder;    ///< kEncoder and kDecoder
  nn::Parameters<T>& discriminator;  ///< which the step updates where a term trains it
  nn::Parameters<T>& pose_discriminator;
  std::size_t threads;
  std::size_t index;  ///< in loss_terms()
};

/// A loss term of the fused engine: its value and gradient in loops over panels. The step calls the
/// functions in the order in which they stand here, and for each the terms in that of loss_terms();
/// those with a piece run in several threads at once.
template <typename T>
class Term {
 public:
  explicit Term(const TermSetup<T>& setup)
      : index_(setup.index),
        weight_(setup.engine.objective.weights[index_]),
        matches_prior_(loss_terms()[index_].matches_prior()) {}
  Term(const Term&) = delete;
  Term& operator=(const Term&) = delete;
  virtual ~Term() = default;

  /// Allocates memory for a batch of `panels` panels.
  virtual void reserve(std::size_t /*panels*/) {}
  /// Begins a batch: forgets the sums of the last.
  virtual void begin() {}
  /// Where a network of its own learns from encodings or generated rows: adds to the gradients of
  /// its parameters, which the step then updates.
  virtual void teach(const Pass<T>&, const nn::Piece&, int /*thread*/) {}
  [[nodiscard]] virtual nn::Parameters<T>* taught() { return nullptr; }
  /// What needs the encodings of the whole batch.
  virtual void encoded(const Pass<T>&) {}
  /// Of decoded rows; adds to the gradient by the decoder's output or by positions in the room.
  virtual void decoded(const Pass<T>&, const DecodedPanel<T>&) {}
  /// Of encodings; adds to the gradient by them.
  virtual void encodings(const Pass<T>&, const nn::Piece&, int /*thread*/) {}
  /// Factor of the gradient of the Gaussian encoder's divergence from the prior.
  [[nodiscard]] virtual double divergence_factor(const Pass<T>&) const { return 0.0; }
  /// After the autoencoder's passes.
  virtual void finish(const Pass<T>&) {}
  /// Writes the term's value, unweighted, to losses.terms.
  virtual void value(const Pass<T>& pass, Losses& losses) const = 0;

  [[nodiscard]] double weight(const Pass<T>& pass) const {
    return matches_prior_ ? pass.prior_factor * weight_ : weight_;
  }

 protected:
  [[nodiscard]] double& own(Losses& losses) const { return losses.terms[index_]; }

 private:
  std::size_t index_;
  double weight_;
  bool matches_prior_;
};

template <typename Made, typename T>
std::unique_ptr<Term<T>> make_term(const TermSetup<T>& setup) {
  return std::make_unique<Made>(setup);
}

/// The loops of a class template.
template <template <typename> class Made>
constexpr Loops loops_of() {
  return {make_term<Made<float>, float>, make_term<Made<double>, double>};
}

}  // namespace poseaae::objective
