package dev.seisei.server.command;

import dev.seisei.core.command.Command;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts the server in this process. */
@CommandLine.Command(
    name = "serve",
    description = "Serves models over HTTP, with a page to look at.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  seisei serve",
      "  seisei serve --port 9000 --models runs",
      "  curl -s -X POST localhost:8080/v1/samples -H 'Content-Type: application/json' \\",
      "    -d '{\"model\":\"vae-mnist\",\"n\":16,\"seed\":7}' -o digits.png",
      "",
      "Ctrl-C stops it, once what runs is finished."
    })
public final class ServeCommand implements Command {
  private static final int LAST_PORT = 65535;

  @Spec private CommandSpec spec;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description =
          "Address to listen at; 0.0.0.0 lets other machines in (default: ${DEFAULT-VALUE}).")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Port to listen at; 0 takes a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "A folder of models to serve besides those in the zoo, or the folder of one.")
  private @Nullable Path models;

  @Override
  public String name() {
    return "serve";
  }

  /**
   * Hands this process over to the server, which ends it.
   *
   * @throws IllegalArgumentException if it could not listen there
   */
  @Override
  public Integer call() {
    if (port < 0 || port > LAST_PORT) {
      throw new ParameterException(
          spec.commandLine(), "--port must be in [0, " + LAST_PORT + "], got " + port);
    }
    requireFree();
    System.setProperty("quarkus.http.host", host);
    System.setProperty("quarkus.http.port", Integer.toString(port));
    if (models != null) {
      System.setProperty("seisei.server.models", models.toAbsolutePath().toString());
    }
    Main.main();
    return 0;
  }

  /** Says before anything is loaded that the server could not listen. */
  private void requireFree() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cannot listen at " + host + ":" + port + ": " + e.getMessage(), e);
    }
  }
}
