package dev.seisei.cli;

import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.sample.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Prints a sample's text as it comes. In the end exactly that is printed which the sample writes by
 * itself: of several texts the first comes by and by, the others when all is there.
 */
final class TextOnTheWay implements GenerationListener {
  static final String FORMAT = "txt";

  private final PrintStream out;
  private final ProgressDisplay display;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private boolean begun;

  /**
   * @param display told of progress until the first piece comes, as both may be on one terminal
   */
  TextOnTheWay(PrintStream out, ProgressDisplay display) {
    this.out = out;
    this.display = display;
  }

  @Override
  public void at(long done, long total, String detail) {
    if (!begun) {
      display.at(done, total, detail);
    }
  }

  @Override
  public void note(String words) {
    display.note(words);
  }

  /** Whoever reads what is printed may have had enough, and closed the pipe. */
  @Override
  public boolean cancelled() {
    return begun && out.checkError();
  }

  @Override
  public void piece(int index, String text) {
    if (!begun) {
      begun = true;
      display.close();
    }
    if (index == 0) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      printed.writeBytes(bytes);
      print(bytes, 0);
    }
  }

  /** Whether some of the text is printed. */
  boolean begun() {
    return begun;
  }

  /**
   * Prints what is still to come of a sample.
   *
   * @throws IllegalStateException if what was printed is not its beginning
   */
  void finish(Sample sample) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    sample.write(FORMAT, whole);
    byte[] bytes = whole.toByteArray();
    byte[] before = printed.toByteArray();
    if (bytes.length < before.length
        || !Arrays.equals(before, Arrays.copyOf(bytes, before.length))) {
      throw new IllegalStateException("the pieces that came are not the text that was made");
    }
    print(bytes, before.length);
  }

  private void print(byte[] bytes, int from) {
    out.write(bytes, from, bytes.length - from);
    out.flush();
  }
}
