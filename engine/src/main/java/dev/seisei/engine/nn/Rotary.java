package dev.seisei.engine.nn;

import dev.seisei.engine.samediff.Annotations;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Rotary position embedding: pairs of features turn by an angle that grows with the position, so
 * that the product of a query and a key depends on their distance.
 *
 * <p>Source: Su, Lu, Pan, Murtadha, Wen and Liu, 2021, arXiv 2104.09864, equation 34.
 */
public final class Rotary {
  /** Which features form a pair. */
  public enum Pairing {
    /** 2i and 2i + 1, as in the paper and in Llama's own weights. */
    INTERLEAVED,
    /** i and i + D/2, as in GPT-NeoX and in Llama's weights converted for Hugging Face. */
    HALVES
  }

  /**
   * Cosine and sine of the angles.
   *
   * @param cos [T, D/2], or anything that broadcasts to [B, H, T, D/2]
   * @param sin the shape of cos
   */
  public record Angles(SDVariable cos, SDVariable sin) {
    /** Both multiplied by a number, so that what is turned by them is. */
    public Angles times(double magnitude) {
      return magnitude == 1 ? this : new Angles(cos.mul(magnitude), sin.mul(magnitude));
    }
  }

  private Rotary() {}

  /**
   * The angle by which each pair turns from one position to the next: base^(−2i/D), for i from 0 to
   * D/2.
   *
   * @param size D, even
   * @param base 10000 in the paper, in radians
   * @throws IllegalArgumentException if the size is not positive and even, or the base is not above
   *     1
   */
  public static double[] frequencies(int size, double base) {
    Require.that(size > 0 && size % 2 == 0, "size must be > 0 and even, got " + size);
    Require.that(
        base > 1 && Double.isFinite(base), "base must be > 1, got " + base + "; 10000 is usual");
    double[] frequencies = new double[size / 2];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = Math.pow(base, -2.0 * i / size);
    }
    return frequencies;
  }

  /**
   * The angles at given positions, which may be fractions.
   *
   * @param positions floating, [T], or [B, 1, T] where they differ between examples
   * @param frequencies D/2 of them, radians a position, such as {@link #frequencies}
   * @return [T, D/2], or [B, 1, T, D/2]
   */
  public static Angles angles(SDVariable positions, double[] frequencies) {
    Require.that(
        positions.dataType().isFPType(),
        "positions must be floating, got " + positions.dataType() + "; cast them");
    Require.positive("frequencies.length", frequencies.length);
    SameDiff graph = positions.getSameDiff();
    SDVariable turns =
        graph.constant(Nd4j.createFromArray(frequencies).castTo(positions.dataType()));
    SDVariable angle = graph.expandDims(positions, -1).mul(turns);
    return new Angles(graph.math().cos(angle), graph.math().sin(angle));
  }

  /**
   * Turns each pair (a, b) of features to (a·cos − b·sin, a·sin + b·cos).
   *
   * @param x queries or keys: [B, H, T, D], D even
   * @param angles at the positions of x
   * @return [B, H, T, D]
   */
  public static SDVariable rotate(SDVariable x, Angles angles, Pairing pairing) {
    SDVariable cos = angles.cos;
    SDVariable sin = angles.sin;
    boolean interleaved = pairing == Pairing.INTERLEAVED;
    return Annotations.composite(
        Composites.ROTARY,
        Map.of("interleaved", interleaved),
        new SDVariable[] {x, cos, sin},
        () -> {
          SameDiff graph = x.getSameDiff();
          SDVariable[] pair =
              interleaved
                  ? new SDVariable[] {everySecond(x, 0), everySecond(x, 1)}
                  : graph.split(x, 2, 3);
          SDVariable a = pair[0].mul(cos).sub(pair[1].mul(sin));
          SDVariable b = pair[0].mul(sin).add(pair[1].mul(cos));
          return interleaved
              ? Shapes.reshape(graph.stack(4, a, b), x.shape())
              : graph.concat(3, a, b);
        });
  }

  private static SDVariable everySecond(SDVariable x, int begin) {
    return x.getSameDiff()
        .stridedSlice(
            x,
            new long[] {0, 0, 0, begin},
            new long[] {0, 0, 0, 0},
            new long[] {1, 1, 1, 2},
            7,
            15,
            0,
            0,
            0);
  }
}
