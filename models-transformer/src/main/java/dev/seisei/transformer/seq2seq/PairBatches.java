package dev.seisei.transformer.seq2seq;

import dev.seisei.core.dataset.PairDataset.Pair;
import dev.seisei.core.settings.Require;
import dev.seisei.core.train.Batches;
import dev.seisei.data.Shuffle;
import dev.seisei.engine.plan.Plan;
import dev.seisei.text.tokenizer.Tokenizer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Pairs as rows of fixed lengths, filled up, in an order of each epoch's own. Pairs that are too
 * long are left out. A function of seed and step.
 *
 * <p>Not thread-safe.
 */
final class PairBatches implements Batches {
  private static final class Tokens {
    private final int[] source;
    private final int[] target;

    Tokens(int[] source, int[] target) {
      this.source = source;
      this.target = target;
    }
  }

  private final Seq2SeqConfig config;
  private final List<Tokens> pairs;
  private final int size;
  private final long seed;
  private long orderOf = -1;
  private int[] order = {};

  private PairBatches(Seq2SeqConfig config, List<Tokens> pairs, int size, long seed) {
    this.config = config;
    this.pairs = pairs;
    this.size = size;
    this.seed = seed;
  }

  /**
   * The batches of some pairs.
   *
   * @throws dev.seisei.core.settings.SettingException if all are too long
   */
  static PairBatches of(
      Seq2SeqConfig config, Tokenizer tokenizer, List<Pair> pairs, int size, long seed) {
    List<Tokens> all = new ArrayList<>();
    for (Pair pair : pairs) {
      int[] source = Vocabulary.ended(tokenizer, config.eos(), pair.source());
      int[] target = Vocabulary.ended(tokenizer, config.eos(), pair.target());
      if (source.length <= config.maxSourceLength() && target.length <= config.maxTargetLength()) {
        all.add(new Tokens(source, target));
      }
    }
    Require.that(
        !all.isEmpty(),
        "max_source_length",
        "max_source_length and max_target_length must let some pairs through, got %d and %d"
            .formatted(config.maxSourceLength(), config.maxTargetLength()));
    return new PairBatches(config, all, size, seed);
  }

  /** How many pairs are short enough. */
  int count() {
    return pairs.size();
  }

  @Override
  public long perEpoch() {
    return Math.max(1, pairs.size() / size);
  }

  @Override
  public void fill(Plan plan, long step) {
    for (int row = 0; row < size; row++) {
      long index = step * size + row;
      long epoch = index / pairs.size();
      if (epoch != orderOf) {
        order = Shuffle.order(pairs.size(), seed, epoch);
        orderOf = epoch;
      }
      put(plan, row, pairs.get(order[(int) (index % pairs.size())]));
    }
  }

  /**
   * Writes some pairs in their own order.
   *
   * @param rows of the plan; those without a pair have no targets
   * @return how many tokens are predicted
   */
  int fill(Plan plan, int rows, int from, int most) {
    int tokens = 0;
    for (int row = 0; row < rows; row++) {
      boolean there = from + row < most;
      Tokens pair = pairs.get(there ? from + row : 0);
      put(plan, row, pair);
      if (there) {
        tokens += pair.target.length;
      } else {
        IntBuffer targets = plan.input(Seq2SeqFunctions.TARGETS).bytes().asIntBuffer();
        for (int i = 0; i < config.maxTargetLength(); i++) {
          targets.put(row * config.maxTargetLength() + i, Seq2SeqFunctions.NONE);
        }
      }
    }
    return tokens;
  }

  private void put(Plan plan, int row, Tokens pair) {
    put(plan, Seq2SeqFunctions.SOURCE, row, config.maxSourceLength(), pair.source, config.pad());
    int length = config.maxTargetLength();
    int[] ids = new int[pair.target.length];
    ids[0] = config.start();
    System.arraycopy(pair.target, 0, ids, 1, ids.length - 1);
    put(plan, Seq2SeqFunctions.IDS, row, length, ids, config.pad());
    put(plan, Seq2SeqFunctions.TARGETS, row, length, pair.target, Seq2SeqFunctions.NONE);
  }

  private static void put(Plan plan, String input, int row, int length, int[] ids, int filler) {
    IntBuffer into = plan.input(input).bytes().asIntBuffer();
    for (int i = 0; i < length; i++) {
      into.put(row * length + i, i < ids.length ? ids[i] : filler);
    }
  }
}
