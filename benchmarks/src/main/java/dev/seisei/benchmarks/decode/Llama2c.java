package dev.seisei.benchmarks.decode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The program of llama2.c.
 *
 * @param program its {@code run}
 * @param model a file of version 0
 * @param tokens its tokens
 * @param threads of OpenMP
 */
record Llama2c(Path program, Path model, Path tokens, int threads) {
  private static final Pattern RATE = Pattern.compile("achieved tok/s: ([0-9.]+)");

  /**
   * Writes greedily from nothing.
   *
   * @return tokens a second after the first, as the program says
   * @throws IOException if it cannot be started, fails, or says no rate
   */
  double tokensPerSecond(int count) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                program.toString(),
                model.toString(),
                "-z",
                tokens.toString(),
                "-t",
                "0",
                "-n",
                Integer.toString(count),
                "-i",
                ""));
    builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    Matcher rate = RATE.matcher(said);
    if (status != 0 || !rate.find()) {
      throw new IOException(
          program + " ended with " + status + " and said no rate, but: " + shortened(said));
    }
    return Double.parseDouble(rate.group(1));
  }

  private static String shortened(String text) {
    return text.length() <= 200 ? text : "…" + text.substring(text.length() - 200);
  }
}
