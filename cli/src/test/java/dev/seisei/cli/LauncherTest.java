package dev.seisei.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher with a Java and a Maven that only say how they were called. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it is a POSIX shell script")
final class LauncherTest {
  private static final Path SCRIPT = Path.of("..", "seisei");
  private static final String SOURCE = "core/src/main/java/A.java";

  @TempDir Path folder;

  private Path home = Path.of("");
  private Path jdk = Path.of("");
  private Path bin = Path.of("");

  /** What a launch left behind. */
  private record Result(int exitCode, String out, String err) {
    List<String> arguments() {
      return out.lines().toList();
    }
  }

  @BeforeEach
  void prepare() throws IOException {
    home = Files.createDirectory(folder.resolve("a home")).toRealPath();
    Files.copy(SCRIPT, home.resolve("seisei"));
    assertTrue(home.resolve("seisei").toFile().setExecutable(true));
    jdk = java("jdk", "17.0.15");
    bin = Files.createDirectory(folder.resolve("bin"));
  }

  /** A Java of a version that prints its arguments, a line each. */
  private Path java(String name, String version) throws IOException {
    Path java = folder.resolve(name);
    Files.createDirectories(java.resolve("bin"));
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    script(java.resolve("bin/java"), "printf '%s\\n' \"$@\"");
    return java;
  }

  private static void script(Path file, String... lines) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  private Process start(Path launcher, Path javaHome, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(Arrays.asList(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("JAVA_HOME", javaHome.toString());
    builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    builder.environment().put("SEISEI_JAVA_OPTS", "-Xmx8g -Da=b");
    return builder.start();
  }

  private static Result result(Process process) throws Exception {
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), out, err);
  }

  private Result launch(String... args) throws Exception {
    return result(start(home.resolve("seisei"), jdk, args));
  }

  /** Makes the home a source tree of an hour ago, with a Maven that builds in no time. */
  private void sources() throws IOException {
    Files.createDirectories(home.resolve("core/src/main/java"));
    Files.createDirectories(home.resolve("server"));
    for (String file : List.of("pom.xml", "server/pom.xml", SOURCE)) {
      Files.createFile(home.resolve(file));
    }
    try (Stream<Path> all = Files.walk(home)) {
      for (Path each : all.toList()) {
        age(each, -3600);
      }
    }
    maven("mkdir -p server/target/quarkus-app", ": >server/target/quarkus-app/quarkus-run.jar");
  }

  private static void age(Path file, long seconds) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(seconds)));
  }

  /** A time as touch takes it. */
  private static String ago(long seconds) {
    return DateTimeFormatter.ofPattern("yyyyMMddHHmm.ss")
        .format(ZonedDateTime.now(ZoneId.systemDefault()).minusSeconds(seconds));
  }

  private void maven(String... lines) throws IOException {
    List<String> all = new ArrayList<>(List.of("echo \"$@\" >>'" + folder + "/calls'"));
    all.addAll(Arrays.asList(lines));
    script(bin.resolve("mvn"), all.toArray(String[]::new));
  }

  private List<String> builds() throws IOException {
    Path calls = folder.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  @Test
  void runsAReleaseWithoutMaven() throws Exception {
    maven("exit 1");
    Result result = launch("sample", "two words", "", "$HOME", "*");
    assertEquals(0, result.exitCode(), result.err());
    assertEquals("", result.err());
    String app = home + "/app";
    assertEquals(
        List.of(
            "-XX:+UseSerialGC",
            "-Xmx8g",
            "-Da=b",
            "-Dseisei.home=" + home,
            "-Dlauncher.command=" + home + "/seisei",
            "-cp",
            app + "/quarkus/*:" + app + "/app/*:" + app + "/lib/boot/*:" + app + "/lib/main/*",
            Seisei.class.getName(),
            "sample",
            "two words",
            "",
            "$HOME",
            "*"),
        result.arguments());
    assertEquals(List.of(), builds());
  }

  @Test
  void findsItsHomeThroughLinks() throws Exception {
    Path first = Files.createSymbolicLink(bin.resolve("first"), home.resolve("seisei"));
    Path second = Files.createDirectory(folder.resolve("other")).resolve("second");
    Files.createSymbolicLink(second, Path.of("../bin").resolve(first.getFileName()));
    Result result = result(start(second, jdk));
    assertTrue(result.arguments().contains("-Dseisei.home=" + home), result.toString());
  }

  @Test
  void newerJavaIsToldWhatIsAllowed() throws Exception {
    jdk = java("newer", "25.0.1");
    Result result = launch("models");
    assertTrue(
        result
            .arguments()
            .containsAll(
                List.of(
                    "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")),
        result.toString());
  }

  @Test
  void asksJavaForItsVersionIfNoFileSaysIt() throws Exception {
    Files.delete(jdk.resolve("release"));
    script(
        jdk.resolve("bin/java"), "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2", "echo \"$@\"");
    Result result = launch("models");
    assertEquals(1, result.exitCode());
    assertTrue(result.err().contains("is Java 11; 17 or newer is needed"), result.err());
  }

  @Test
  void refusesAnOldJava() throws Exception {
    jdk = java("old", "1.8.0_292");
    Result result = launch("models");
    assertEquals(1, result.exitCode());
    assertEquals("", result.out());
    assertEquals(
        "seisei: " + jdk + "/bin/java is Java 1; 17 or newer is needed, see JAVA_HOME\n",
        result.err());
  }

  @Test
  void refusesAWrongJavaHome() throws Exception {
    jdk = folder.resolve("none");
    Result result = launch("models");
    assertEquals(1, result.exitCode());
    assertTrue(result.err().startsWith("seisei: JAVA_HOME is " + jdk + ","), result.err());
  }

  @Test
  void buildsWhatIsMissingAndOnlyOnce() throws Exception {
    sources();
    Result first = launch("models");
    assertEquals(0, first.exitCode(), first.err());
    assertTrue(first.err().matches("seisei: building.*\nseisei: built in \\d+ s\n"), first.err());
    assertEquals(Seisei.class.getName(), first.arguments().get(first.arguments().size() - 2));
    assertTrue(builds().get(0).contains("package -am -pl server"), builds().toString());

    Result second = launch("models");
    assertEquals("", second.err());
    assertEquals(1, builds().size());
    assertFalse(Files.exists(home.resolve("target/building")));
  }

  @Test
  void fetchesLibtorchForThoseWhoCompareWithIt() throws Exception {
    sources();
    maven(
        "mkdir -p server/target/quarkus-app benchmarks/peers/target",
        ": >server/target/quarkus-app/quarkus-run.jar");
    launch("bench", "limits");
    assertEquals(1, builds().size(), builds().toString());
    launch("bench", "peers");
    launch("bench", "peers", "--only", "vae");
    assertEquals(2, builds().size(), builds().toString());
    assertTrue(
        builds().get(1).contains("package -am -Ppeers -pl benchmarks/peers"), builds().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "bench peers --only vae, 2",
    "--memory 8g --debug bench --threads=1 --memory 8g peers, 2",
    "bench peers --help, 1",
    "bench peers --only vae -h, 1",
    "--version bench peers, 1",
    "bench help peers, 1",
    "bench limits --only vae, 1",
    "bench --debug scaling peers, 1",
    "sample bench peers, 1",
    "peers, 1",
  })
  void fetchesLibtorchForNobodyElse(String words, int expected) throws Exception {
    sources();
    Result result = launch(words.split(" ", -1));
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(expected, builds().size(), builds().toString());
  }

  /** Without a network, say. */
  @Test
  void goesOnWhereLibtorchCannotBeFetched() throws Exception {
    sources();
    maven(
        "case $* in *-Ppeers*) echo '[ERROR] no route to host'; exit 1 ;; esac",
        "mkdir -p server/target/quarkus-app",
        ": >server/target/quarkus-app/quarkus-run.jar");
    Result result = launch("bench", "peers");
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(
        result
            .err()
            .endsWith(
                """
                [ERROR] no route to host
                seisei: the build failed
                seisei: going on without libtorch, or with that of the last build
                """),
        result.err());
    assertTrue(result.arguments().containsAll(List.of("bench", "peers")), result.toString());
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws Exception {
    sources();
    launch("models");
    for (String source : List.of(SOURCE, "server/pom.xml", "pom.xml")) {
      int before = builds().size();
      Path file = home.resolve(source);
      age(file, 60);
      launch("models");
      assertEquals(before + 1, builds().size(), source);
      age(file, -3600);
      launch("models");
      assertEquals(before + 1, builds().size(), source);
    }
  }

  @Test
  void whatChangesDuringTheBuildIsBuiltNextTime() throws Exception {
    sources();
    maven(
        "mkdir -p server/target/quarkus-app",
        // As if minutes lay between: file systems' clocks are too coarse to tell one command from
        // the next.
        "touch -t " + ago(1800) + " target/begun",
        "touch -t " + ago(900) + " " + SOURCE,
        ": >server/target/quarkus-app/quarkus-run.jar");
    launch("models");
    launch("models");
    assertEquals(2, builds().size());
  }

  @Test
  void showsWhatMavenSaysWhenItFails() throws Exception {
    sources();
    maven("echo '[ERROR] A.java: no such thing'", "exit 1");
    Result result = launch("models");
    assertEquals(1, result.exitCode());
    assertEquals("", result.out());
    assertTrue(
        result.err().endsWith("[ERROR] A.java: no such thing\nseisei: the build failed\n"),
        result.err());
    assertFalse(Files.isSymbolicLink(home.resolve("target/building")));
  }

  @Test
  void ofTwoStartedTogetherOneBuilds() throws Exception {
    sources();
    Path gate = folder.resolve("gate");
    assertEquals(0, new ProcessBuilder("mkfifo", gate.toString()).start().waitFor());
    maven(
        "read -r line <'" + gate + "'",
        "mkdir -p server/target/quarkus-app",
        ": >server/target/quarkus-app/quarkus-run.jar");
    Process first = start(home.resolve("seisei"), jdk, "models");
    try (BufferedReader err = first.errorReader()) {
      assertTrue(err.readLine().startsWith("seisei: building"));
      Process second = start(home.resolve("seisei"), jdk, "models");
      try (BufferedReader other = second.errorReader()) {
        assertEquals(
            "seisei: waiting for process " + first.pid() + ", which builds", other.readLine());
        Files.writeString(gate, "go\n");
        assertEquals(0, first.waitFor());
        assertEquals(0, second.waitFor());
      } finally {
        second.destroyForcibly();
      }
    } finally {
      first.destroyForcibly();
    }
    assertEquals(1, builds().size());
  }

  @Test
  void theLockOfAProcessThatIsGoneIsTaken() throws Exception {
    sources();
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Files.createDirectory(home.resolve("target"));
    Files.createSymbolicLink(home.resolve("target/building"), Path.of("" + gone.pid()));
    Result result = launch("models");
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(1, builds().size());
  }

  @Test
  void leavesNothingElseInTheTree() throws Exception {
    sources();
    launch("models");
    try (Stream<Path> files = Files.list(home)) {
      assertEquals(
          List.of("core", "pom.xml", "seisei", "server", "target"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }
}
