package dev.seisei.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.command.Command;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class ServeCommandTest {
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return new CommandLine(new ServeCommand())
        .setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler(
            (e, line, parsed) -> {
              line.getErr().println(e.getMessage());
              return 1;
            })
        .execute(args);
  }

  @Test
  void isFound() {
    assertTrue(
        ServiceLoader.load(Command.class).stream()
            .anyMatch(provider -> provider.type() == ServeCommand.class));
  }

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertEquals(1, run("--port", Integer.toString(taken.getLocalPort())));
      assertTrue(
          err.toString().contains("cannot listen at 127.0.0.1:" + taken.getLocalPort()),
          err::toString);
    }
  }

  @Test
  void aHostThatThisMachineDoesNotHaveIsNamed() {
    // TEST-NET-1, nobody's address.
    assertEquals(1, run("--host", "192.0.2.1", "--port", "0"));
    assertTrue(err.toString().contains("cannot listen at 192.0.2.1:0"), err::toString);
  }

  @Test
  void whatIsNoPortIsWrongUsage() {
    for (String port : new String[] {"-1", "65536", "http"}) {
      assertEquals(2, run("--port=" + port));
      assertTrue(err.toString().contains("--port"), err::toString);
    }
  }
}
