package dev.seisei.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;

final class ShellWordsTest {
  @Property(tries = 50)
  @SuppressWarnings("OrphanedFormatString") // It is the shell that formats.
  void aShellReadsTheWord(
      @ForAll @Size(max = 4)
          List<
                  @AlphaChars
                  @Chars({' ', '\'', '"', '$', '`', '\\', '*', '~', ';', '\n', '#', '='}) String>
              words)
      throws Exception {
    StringBuilder command = new StringBuilder("printf '%s\\0' start");
    words.forEach(word -> command.append(' ').append(ShellWords.quote(word)));
    Process shell = new ProcessBuilder("sh", "-c", command.toString()).start();
    String read = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, shell.waitFor());
    StringBuilder expected = new StringBuilder("start\0");
    words.forEach(word -> expected.append(word).append('\0'));
    assertEquals(expected.toString(), read);
  }
}
