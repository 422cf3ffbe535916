package dev.seisei.text.template;

/**
 * What a template may use up. A template comes with a model's file, so anybody may have made it.
 */
final class Budget {
  private static final long MOST_STEPS = 2_000_000;
  private static final long MOST_WORK = 64_000_000;
  private static final int LONGEST = 4_000_000;
  private static final int DEEPEST = 300;

  private long steps;
  private long work;
  private int depth;

  /** One evaluation of anything. */
  void step() {
    if (++steps > MOST_STEPS) {
      throw new TemplateException("takes more than " + MOST_STEPS + " steps");
    }
  }

  /** Something is about to be this long. */
  void requireShort(long length) {
    if (length > LONGEST) {
      throw new TemplateException("makes something longer than " + LONGEST);
    }
  }

  /** Something of this length is about to be made or looked through. */
  int make(long length) {
    requireShort(length);
    work += length + 1;
    if (work > MOST_WORK) {
      throw new TemplateException("makes and reads more than " + MOST_WORK + " characters");
    }
    return (int) length;
  }

  void enter() {
    step();
    if (++depth > DEEPEST) {
      throw new TemplateException(
          "nests deeper than " + DEEPEST + " (macros that call themselves?)");
    }
  }

  void leave() {
    depth--;
  }
}
