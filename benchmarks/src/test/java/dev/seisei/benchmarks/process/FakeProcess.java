package dev.seisei.benchmarks.process;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A process that has said all that it will ever say, and then is at its end. */
public final class FakeProcess extends Process {
  private final StringBuilder said = new StringBuilder();
  private final ByteArrayOutputStream orders = new ByteArrayOutputStream();
  private boolean killed;

  /** A process that says these lines. */
  public FakeProcess(String... lines) {
    say(lines);
  }

  /** Adds to what it says, before anybody listens. */
  public void say(String... lines) {
    for (String line : lines) {
      said.append(line).append('\n');
    }
  }

  /** What it was told. */
  public String orders() {
    return orders.toString(StandardCharsets.UTF_8);
  }

  /** Whether it was ended from outside. */
  public boolean killed() {
    return killed;
  }

  @Override
  public OutputStream getOutputStream() {
    return orders;
  }

  @Override
  public InputStream getInputStream() {
    return new ByteArrayInputStream(said.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public InputStream getErrorStream() {
    return InputStream.nullInputStream();
  }

  @Override
  public int waitFor() {
    return 0;
  }

  @Override
  public int exitValue() {
    return 0;
  }

  @Override
  public void destroy() {
    killed = true;
  }

  @Override
  public Process destroyForcibly() {
    killed = true;
    return this;
  }
}
