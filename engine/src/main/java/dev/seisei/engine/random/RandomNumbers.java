package dev.seisei.engine.random;

/**
 * Sequences of random numbers, each named by (seed, step, stream): the number at position i depends
 * on these four and on nothing else, so not on how many are drawn, or in which pieces. A plan and a
 * caller that fills an array here get the same numbers.
 *
 * <p>The words come from {@link Philox}, keyed by the seed (low word first), at the counter (block,
 * stream, low word of step, high word of step):
 *
 * <ul>
 *   <li>uniform float i: the upper 24 bits of word i mod 4 of block i/4, in [0, 1);
 *   <li>uniform double i: the upper 27 bits of one word and the upper 26 of the next, words 2·(i
 *       mod 2) and the one after of block i/2, in [0, 1);
 *   <li>normal floats 2p and 2p + 1: √(−2 ln u)·cos 2πv and √(−2 ln u)·sin 2πv (Box and Muller,
 *       1958), with u in (0, 1] and v in [0, 1) from words 2·(p mod 2) and the one after of block
 *       p/2, all 32 bits of each, in double precision, rounded at the end;
 *   <li>normal doubles 2p and 2p + 1: the same, with u and v of 53 bits from block p.
 * </ul>
 *
 * <p>All is IEEE arithmetic without library functions, hence equal on every machine. Two sequences
 * that differ only in their distribution or type share their words: give them different streams.
 *
 * <p>Not thread-safe; allocates nothing after its constructor.
 */
public final class RandomNumbers {
  /** Words drawn at a time; a multiple of 4. */
  private static final int WORDS = 1024;

  private static final long MAX_BLOCKS = 1L << 32;

  private final int[] words = new int[WORDS];
  private final Philox philox = new Philox(WORDS / 4);
  private final BoxMuller pairs = new BoxMuller(WORDS / 2);
  private long seed;
  private long step;
  private int stream;

  public RandomNumbers(long seed, long step, int stream) {
    reset(seed, step, stream);
  }

  /** Turns to another sequence. */
  public void reset(long newSeed, long newStep, int newStream) {
    this.seed = newSeed;
    this.step = newStep;
    this.stream = newStream;
  }

  /** The uniform floats from position 0 on. */
  public void uniform(float[] into) {
    uniform(into, into.length, 0);
  }

  /** The uniform doubles from position 0 on. */
  public void uniform(double[] into) {
    uniform(into, into.length, 0);
  }

  /** The normal floats from position 0 on. */
  public void normal(float[] into) {
    normal(into, into.length, 0);
  }

  /** The normal doubles from position 0 on. */
  public void normal(double[] into) {
    normal(into, into.length, 0);
  }

  /** The uniform floats at {@code count} positions, put at the front of the array. */
  public void uniform(float[] into, int count, long position) {
    for (int done = 0; done < count; ) {
      int skip = (int) ((position + done) & 3);
      int n = Math.min(count - done, WORDS - skip);
      draw((position + done) >> 2, (skip + n + 3) >> 2);
      for (int i = 0; i < n; i++) {
        into[done + i] = (words[skip + i] >>> 8) * 0x1p-24f;
      }
      done += n;
    }
  }

  /** The uniform doubles at {@code count} positions, put at the front of the array. */
  public void uniform(double[] into, int count, long position) {
    for (int done = 0; done < count; ) {
      int skip = (int) ((position + done) & 1);
      int n = Math.min(count - done, WORDS / 2 - skip);
      draw((position + done) >> 1, (skip + n + 1) >> 1);
      for (int i = 0; i < n; i++) {
        into[done + i] = bits53(2 * (skip + i)) * 0x1p-53;
      }
      done += n;
    }
  }

  /** The normal floats at {@code count} positions, put at the front of the array. */
  public void normal(float[] into, int count, long position) {
    for (int done = 0; done < count; ) {
      int skip = (int) ((position + done) & 3);
      int n = Math.min(count - done, WORDS - skip);
      int blocks = (skip + n + 3) >> 2;
      draw((position + done) >> 2, blocks);
      for (int p = 0; p < 2 * blocks; p++) {
        pairs.set(
            p,
            ((words[2 * p] & 0xFFFFFFFFL) + 1) * 0x1p-32,
            (words[2 * p + 1] & 0xFFFFFFFFL) * 0x1p-32);
      }
      double[] normals = pairs.transform(2 * blocks);
      for (int i = 0; i < n; i++) {
        into[done + i] = (float) normals[skip + i];
      }
      done += n;
    }
  }

  /** The normal doubles at {@code count} positions, put at the front of the array. */
  public void normal(double[] into, int count, long position) {
    for (int done = 0; done < count; ) {
      int skip = (int) ((position + done) & 1);
      int n = Math.min(count - done, WORDS / 2 - skip);
      int blocks = (skip + n + 1) >> 1;
      draw((position + done) >> 1, blocks);
      for (int p = 0; p < blocks; p++) {
        pairs.set(p, (bits53(4 * p) + 1) * 0x1p-53, bits53(4 * p + 2) * 0x1p-53);
      }
      System.arraycopy(pairs.transform(blocks), skip, into, done, n);
      done += n;
    }
  }

  private long bits53(int at) {
    return (long) (words[at] >>> 5) << 26 | words[at + 1] >>> 6;
  }

  private void draw(long firstBlock, int blocks) {
    if (firstBlock < 0 || firstBlock + blocks > MAX_BLOCKS) {
      throw new IndexOutOfBoundsException(
          "a sequence has " + MAX_BLOCKS + " blocks of random words, asked for " + firstBlock);
    }
    int key0 = (int) seed;
    int key1 = (int) (seed >>> 32);
    int c2 = (int) step;
    int c3 = (int) (step >>> 32);
    philox.blocks(key0, key1, (int) firstBlock, stream, c2, c3, blocks, words);
  }
}
