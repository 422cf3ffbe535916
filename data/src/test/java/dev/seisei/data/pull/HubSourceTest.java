package dev.seisei.data.pull;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.importing.ModelSource.Brought;
import dev.seisei.core.importing.ModelSource.Found;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.SettingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server on this machine that speaks as the hub does. */
class HubSourceTest {
  private static final String REFERENCE = "hf:owner/some-model";
  private static final String WEIGHTS = "model.safetensors";
  private static final int SIZE = 400_000;

  @TempDir Path folder;

  private FakeHub hub;

  @BeforeEach
  void start() throws IOException {
    hub = new FakeHub();
    byte[] weights = new byte[SIZE];
    new Random(1).nextBytes(weights);
    hub.files.put(WEIGHTS, weights);
    for (String name :
        List.of(
            "config.json",
            "README.md",
            "tokenizer.json",
            "merges.txt",
            "1_Pooling/config.json",
            "train.py",
            "state.safetensors",
            "onnx/model.onnx")) {
      hub.files.put(name, ("content of " + name).getBytes(StandardCharsets.UTF_8));
    }
    hub.files.put("added_tokens.json", new byte[0]);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private Found find(String reference) throws IOException {
    return new HubSource(hub.environment(null)).find(reference);
  }

  private Brought bring(String reference) throws IOException {
    return find(reference).bring(folder, Progress.SILENT);
  }

  private String refused(String reference, String token) {
    HubSource source =
        new HubSource(token.isEmpty() ? hub.environment(null) : hub.environment(token));
    return String.valueOf(
        assertThrows(IOException.class, () -> source.find(reference).bring(folder, Progress.SILENT))
            .getMessage());
  }

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return Set.copyOf(
          files
              .filter(Files::isRegularFile)
              .map(file -> folder.relativize(file).toString().replace('\\', '/'))
              .toList());
    }
  }

  @Test
  void theFilesThatMatterAreBroughtAsTheyAre() throws IOException {
    Found found = find(REFERENCE);
    assertEquals("hf:owner/some-model@" + FakeHub.COMMIT, found.source());
    assertEquals("some-model", found.name());
    Brought brought = found.bring(folder, Progress.SILENT);
    assertEquals(Optional.of("hf"), brought.kind());
    assertEquals(
        Set.of(
            WEIGHTS,
            "config.json",
            "README.md",
            "tokenizer.json",
            "merges.txt",
            "1_Pooling/config.json",
            "added_tokens.json"),
        names(brought.path()));
    for (String name : names(brought.path())) {
      assertArrayEquals(hub.files.get(name), Files.readAllBytes(brought.path().resolve(name)));
    }
    long pages = hub.requests.stream().filter(request -> request.contains("/tree/")).count();
    assertEquals(4, pages, hub.requests::toString);
  }

  @Test
  void aRevisionIsAskedForAndPinned() throws IOException {
    assertEquals("hf:owner/some-model@" + FakeHub.COMMIT, find(REFERENCE + "@refs/pr/1").source());
    assertEquals(
        "owner/some-model has no revision \"nowhere\"; see " + hub.endpoint() + "/owner/some-model",
        refused(REFERENCE + "@nowhere", ""));
  }

  @Test
  void oneFileAloneIsBroughtIfItIsNamed() throws IOException {
    hub.files.put("q/some.Q4_0.gguf", "GGUF".getBytes(StandardCharsets.US_ASCII));
    Found found = find(REFERENCE + "#q/some.Q4_0.gguf");
    assertEquals("some.Q4_0.gguf", found.name());
    Brought brought = found.bring(folder, Progress.SILENT);
    assertEquals("GGUF", Files.readString(brought.path()));
    assertEquals(Optional.empty(), brought.kind());
    String missing = refused(REFERENCE + "#other.gguf", "");
    assertTrue(
        missing.startsWith("owner/some-model has no file other.gguf; there are [1_Pooling/"),
        missing);
  }

  @Test
  void theTokenGoesToTheHubAndNowhereElse() throws IOException {
    new HubSource(hub.environment("hf_secret")).find(REFERENCE).bring(folder, Progress.SILENT);
    assertEquals(Set.of("Bearer hf_secret"), Set.copyOf(hub.hubSecrets));
    assertEquals(Set.of("none"), Set.copyOf(hub.cdnSecrets));
  }

  @Test
  void whatIsGatedSaysHowToGetIn() throws IOException {
    hub.gate = "hf_right";
    String page = hub.endpoint() + "/owner/some-model";
    assertEquals(
        "owner/some-model is gated: accept its terms at "
            + page
            + " and set HF_TOKEN to an access token",
        refused(REFERENCE, ""));
    assertEquals(
        "owner/some-model is gated: the owner of HF_TOKEN must ask for access at " + page,
        refused(REFERENCE, "hf_wrong"));
    new HubSource(hub.environment("hf_right")).find(REFERENCE).bring(folder, Progress.SILENT);
    assertTrue(Files.exists(folder.resolve("model").resolve(WEIGHTS)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401||there is no owner/some-model at HUB for everybody; if it is private, set HF_TOKEN to"
            + " an access token",
        "401|t|HF_TOKEN is not accepted, or there is no owner/some-model at HUB",
        "403|t|HF_TOKEN may not read owner/some-model; see HUB/owner/some-model",
        "404||there is no model owner/some-model at HUB",
        "429||HUB has had too many requests; try again later",
        "503||HUB/api/models/owner/some-model/revision/main answered with status 503; try again"
            + " later, which goes on from there"
      })
  void everyStatusSaysWhatItMeansAndTheWayOut(int status, String token, String message) {
    hub.status = status;
    assertEquals(
        message.replace("HUB", hub.endpoint()), refused(REFERENCE, token == null ? "" : token));
  }

  @Test
  void withoutAServerTheWayOutIsNamed() {
    hub.close();
    String message = refused(REFERENCE, "");
    assertTrue(message.startsWith("cannot reach " + hub.endpoint()), message);
    assertTrue(message.contains("HF_ENDPOINT"), message);
  }

  /** The connection stalls, is given up, and the next try has what is on the disk. */
  @Test
  void whatWasBrokenOffGoesOnWhereItStopped() throws IOException {
    Path part = folder.resolve("parts").resolve(WEIGHTS);
    Progress impatient =
        new Progress() {
          private boolean enough;

          @Override
          public void at(long done, long total, String detail) {
            enough = done > 10_000 && Files.exists(part);
          }

          @Override
          public boolean cancelled() {
            return enough;
          }
        };
    hub.cutAfter.put(WEIGHTS, 100_000);
    hub.stall = new CountDownLatch(1);
    assertThrows(CancellationException.class, () -> find(REFERENCE).bring(folder, impatient));
    hub.stall.countDown();
    hub.cutAfter.clear();
    assertFalse(Files.exists(folder.resolve("model").resolve(WEIGHTS)));
    Set<String> whole = names(folder.resolve("model"));
    // The writers have ended, so this is what a killed process would leave as well.
    long half = Files.size(part);
    assertTrue(half > 0 && half <= 100_000, "came " + half);
    hub.requests.clear();
    bring(REFERENCE);
    assertArrayEquals(
        hub.files.get(WEIGHTS), Files.readAllBytes(folder.resolve("model").resolve(WEIGHTS)));
    assertTrue(
        hub.requests.contains("cdn " + WEIGHTS + " bytes=" + half + "-"), hub.requests::toString);
    for (String name : whole) {
      assertFalse(
          hub.requests.stream().anyMatch(request -> request.endsWith("/" + name)),
          () -> name + " was brought again: " + hub.requests);
    }
  }

  @Test
  void aConnectionThatIsCutGoesOn() throws IOException {
    hub.cutAfter.put(WEIGHTS, 150_000);
    bring(REFERENCE);
    assertArrayEquals(
        hub.files.get(WEIGHTS), Files.readAllBytes(folder.resolve("model").resolve(WEIGHTS)));
    assertTrue(hub.requests.stream().filter(request -> request.startsWith("cdn")).count() >= 3);
  }

  @Test
  void aFileThatChangedMeanwhileIsBroughtFromItsBeginning() throws IOException {
    Path part = Files.createDirectories(folder.resolve("parts")).resolve(WEIGHTS);
    Files.write(part, new byte[1000]);
    Files.writeString(part.resolveSibling(WEIGHTS + ".version"), "\"of another file\"");
    bring(REFERENCE);
    assertArrayEquals(
        hub.files.get(WEIGHTS), Files.readAllBytes(folder.resolve("model").resolve(WEIGHTS)));
  }

  @Test
  void bytesThatAreNotThoseAreRefusedAndNotKept() throws IOException {
    hub.lies = true;
    String message = refused(REFERENCE, "");
    assertTrue(
        message.startsWith("model.safetensors is not what the hub says it is: its SHA-256 is "),
        message);
    assertFalse(names(folder).contains("parts/" + WEIGHTS));
    assertFalse(names(folder).contains("model/" + WEIGHTS));
    hub.lies = false;
    bring(REFERENCE);
  }

  @Test
  void shardsAreBroughtWithTheirIndexAndNothingElse() throws IOException {
    hub.files.put("model.safetensors.index.json", "{}".getBytes(StandardCharsets.US_ASCII));
    hub.files.put("model-00001-of-00002.safetensors", new byte[] {1});
    hub.files.put("model-00002-of-00002.safetensors", new byte[] {2});
    hub.files.put("consolidated.safetensors", new byte[] {3});
    Set<String> names = names(bring(REFERENCE).path());
    assertTrue(
        names.containsAll(
            Set.of(
                "model.safetensors.index.json",
                "model-00001-of-00002.safetensors",
                "model-00002-of-00002.safetensors")),
        names::toString);
    assertFalse(names.contains("consolidated.safetensors") || names.contains(WEIGHTS));
  }

  @Test
  void aRepositoryWithoutSafetensorsSaysWhatItHas() {
    hub.files.remove(WEIGHTS);
    hub.files.remove("state.safetensors");
    hub.files.put("pytorch_model.bin", new byte[] {1});
    assertEquals(
        "owner/some-model has no weights in safetensors; it has [pytorch_model.bin], one of which"
            + " #FILE would name",
        refused(REFERENCE, ""));
    hub.files.remove("config.json");
    assertTrue(refused(REFERENCE, "").startsWith("owner/some-model has no config.json"));
  }

  @Test
  void progressIsOfAllFilesTogether() throws IOException {
    List<Long> totals = new ArrayList<>();
    List<Long> done = new ArrayList<>();
    find(REFERENCE)
        .bring(
            folder,
            new Progress() {
              @Override
              public void at(long now, long total, String detail) {
                done.add(now);
                totals.add(total);
              }
            });
    assertEquals(1, Set.copyOf(totals).size());
    assertTrue(totals.get(0) > SIZE);
    assertEquals(totals.get(0), done.get(done.size() - 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hf:",
        "hf:owner/",
        "hf:/name",
        "hf:a/b/c",
        "hf:../../etc",
        "hf:owner/..",
        "hf:owner/name@",
        "hf:owner/name#",
        "hf:owner/name#../x",
        "hf:owner/name#/etc/passwd",
        "hf:owner/name#.hidden",
        "hf:ow ner/name",
        "hf:owner/name?x=y"
      })
  void otherReferencesAreRefused(String reference) {
    assertThrows(SettingException.class, () -> find(reference));
    assertEquals(0, hub.requests.size());
  }

  @Test
  void pathsThatLeadOutOfTheFolderAreRefused() throws IOException {
    hub.files.put("x/../../model.safetensors", new byte[] {1});
    bring(REFERENCE); // It is none of those that matter.
    assertThrows(SettingException.class, () -> find(REFERENCE + "#x/../../model.safetensors"));
    assertThrows(IOException.class, () -> RelativePaths.within(folder, "../x"));
    assertThrows(IOException.class, () -> RelativePaths.within(folder, "a//b"));
    assertThrows(IOException.class, () -> RelativePaths.within(folder, "a\\..\\b"));
  }

  @Test
  void environmentIsChecked() {
    for (Map<String, String> bad :
        List.of(
            Map.of("HF_ENDPOINT", "ftp://x"),
            Map.of("HF_ENDPOINT", "nowhere"),
            Map.of("HF_TOKEN", "hf_secret\nX: y"))) {
      SettingException refused =
          assertThrows(SettingException.class, () -> new HubSource(bad).find(REFERENCE));
      assertFalse(String.valueOf(refused.getMessage()).contains("hf_secret"));
    }
  }
}
