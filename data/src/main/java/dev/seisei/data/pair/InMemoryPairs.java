package dev.seisei.data.pair;

import dev.seisei.core.dataset.PairDataset;
import dev.seisei.core.file.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * Pairs that are in memory already. About one source in twenty is held out, by a checksum of its
 * text: so all pairs of a source are on one side, whatever else there is and in whatever order.
 *
 * <p>Immutable and thread-safe.
 */
public final class InMemoryPairs implements PairDataset {
  private static final int ONE_IN = 20;

  private final String name;
  private final List<Pair> train = new ArrayList<>();
  private final List<Pair> heldOut = new ArrayList<>();
  private final String hash;

  /**
   * @param name as it was asked for
   * @throws IllegalArgumentException if there are so few that none is on one of the sides
   */
  public InMemoryPairs(String name, List<Pair> pairs) {
    this.name = name;
    Sha256 sha256 = new Sha256();
    for (Pair pair : pairs) {
      byte[] source = pair.source().getBytes(StandardCharsets.UTF_8);
      byte[] target = pair.target().getBytes(StandardCharsets.UTF_8);
      CRC32 sum = new CRC32();
      sum.update(source);
      (sum.getValue() % ONE_IN == 0 ? heldOut : train).add(pair);
      sha256.add((source.length + ":" + target.length + ":").getBytes(StandardCharsets.UTF_8));
      sha256.add(source);
      sha256.add(target);
    }
    hash = sha256.hexadecimal();
    if (train.isEmpty() || heldOut.isEmpty()) {
      throw new IllegalArgumentException(
          "%s must have enough pairs that some can be held out, one source in %d, got %d"
              .formatted(name, ONE_IN, pairs.size()));
    }
  }

  @Override
  public List<Pair> train() {
    return List.copyOf(train);
  }

  @Override
  public List<Pair> heldOut() {
    return List.copyOf(heldOut);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String hash() {
    return hash;
  }

  @Override
  public String summary() {
    return String.format(Locale.ROOT, "%,d + %,d pairs of texts", train.size(), heldOut.size());
  }
}
