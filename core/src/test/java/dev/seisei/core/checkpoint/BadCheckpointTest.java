package dev.seisei.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.memory.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadCheckpointTest {
  @TempDir Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void save() {
    folder = temporary.resolve("v");
    Models.step(folder, 7).commit();
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private void assertRefused(String file, String part, Executable reading) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, reading).getMessage());
    assertTrue(message.startsWith(folder.resolve(file).toString()), message);
    assertTrue(message.contains(part), message);
    assertTrue(message.length() < folder.toString().length() + 600, message);
  }

  static Stream<Arguments> configurations() {
    return Stream.of(
        arguments("", "must hold a JSON object"),
        arguments("null", "must hold a JSON object, got null"),
        arguments("[]", "must hold a JSON object"),
        arguments("7", "must hold a JSON object"),
        arguments("{", "line 1, column"),
        arguments("{} {}", "must hold a JSON object"),
        arguments("{\"model_type\": \"a\", \"model_type\": \"b\"}", "Duplicate"),
        arguments("{\"a\":".repeat(70), "nesting depth"),
        arguments("{\"a\":".repeat(100_000), "nesting depth"),
        arguments("{\"a\": 1" + "0".repeat(2000) + "}", "exceeds the maximum"),
        arguments("{}", "needs model_type"),
        arguments("{\"model_type\": 7}", "needs model_type"),
        arguments("{\"model_type\": null}", "needs model_type"),
        arguments("{\"model_type\": \" \"}", "needs model_type"),
        arguments("{\"model_type\": \"test\", \"format_version\": 2}", "format_version 2"),
        arguments("{\"model_type\": \"test\", \"format_version\": 0}", "a number from 1, got 0"),
        arguments("{\"model_type\": \"test\", \"format_version\": \"1\"}", "a number from 1"),
        arguments("{\"model_type\": \"test\", \"format_version\": null}", "got null"),
        arguments(" ".repeat(17 << 20), "is larger than"));
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void configurationsAreRefusedByFileAndReason(String json, String part) throws IOException {
    write("config.json", json);
    assertTrue(Checkpoint.isCheckpoint(folder));
    assertRefused("config.json", part, () -> Checkpoint.open(folder));
    assertThrows(IllegalArgumentException.class, () -> CheckpointWriter.to(folder));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"latent_dim\": 0",
        "\"latent_dim\": 1.5",
        "\"latent_dim\": 1e400",
        "\"latent_dim\": [2]",
        "\"latent_dim\": {\"a\": 1}",
        "\"latent_dim\": null",
        "\"latent_dim\": \"two\""
      })
  void fieldsAreRefusedByFileAndName(String field) throws IOException {
    write("config.json", "{\"model_type\": \"test\", " + field + "}");
    Checkpoint checkpoint = Checkpoint.open(folder);
    SettingException refused =
        assertThrows(SettingException.class, () -> checkpoint.config(Models.Config.class));
    assertEquals("latent_dim", refused.field());
    assertTrue(
        String.valueOf(refused.getMessage())
            .startsWith(folder.resolve("config.json") + ": latent_dim must be "),
        refused::getMessage);
  }

  @Test
  void unknownFieldsAreRefusedWithThoseThereAre() throws IOException {
    write("config.json", "{\"model_type\": \"test\", \"latent_dims\": 2}");
    assertRefused(
        "config.json",
        "did you mean latent_dim? There are [beta, latent_dim]",
        () -> Checkpoint.open(folder).config(Models.Config.class));
  }

  @Test
  void foldersThatAreNoneAreTold() throws IOException {
    Path none = temporary.resolve("none");
    assertEquals(
        none + " is no model: there is no such folder",
        assertThrows(IllegalArgumentException.class, () -> Checkpoint.open(none)).getMessage());
    Path file = Files.createFile(temporary.resolve("file"));
    assertEquals(
        file
            + " is no model: it is a file, expected a folder or a .box file (a number);"
            + " seisei import makes a model of other formats",
        assertThrows(IllegalArgumentException.class, () -> Checkpoint.open(file)).getMessage());
    Path empty = Files.createDirectory(temporary.resolve("empty"));
    assertEquals(
        empty + " is no model: it has no config.json",
        assertThrows(IllegalArgumentException.class, () -> Checkpoint.open(empty)).getMessage());
    Path odd = Files.createDirectories(temporary.resolve("odd/config.json"));
    assertThrows(IllegalArgumentException.class, () -> Checkpoint.open(odd.resolveSibling("")));
    assertFalse(Checkpoint.isCheckpoint(none));
    assertFalse(Checkpoint.isCheckpoint(file));
    assertFalse(Checkpoint.isCheckpoint(empty));
    assertFalse(Checkpoint.isCheckpoint(temporary.resolve("odd")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"a\": {\"b\": 1}}",
        "{\"a\": [1]}",
        "{\"a\": null}",
        "{\"a\": 1, \"a\": 1}",
        "{\"a\": NaN}",
        "x"
      })
  void trainingsAreRefusedByFile(String json) throws IOException {
    write("training.json", json);
    assertRefused("training.json", "must", () -> Checkpoint.open(folder).training());
  }

  @Test
  void truncatedWeightsAndStatesAreRefused() throws IOException {
    write("model.safetensors", "\u0010");
    write("state.safetensors", "{}");
    Checkpoint checkpoint = Checkpoint.open(folder);
    assertRefused(
        "model.safetensors",
        "no safetensors file: it has 1 bytes only",
        () -> checkpoint.states(List.of()));
    assertRefused("state.safetensors", "no safetensors file", checkpoint::state);
  }

  static Stream<Arguments> indexes() {
    return Stream.of(
        arguments("x", "must hold a JSON object"),
        arguments("{}", "needs weight_map"),
        arguments("{\"weight_map\": []}", "needs weight_map"),
        arguments("{\"weight_map\": {\"w\": 1}}", "names of .safetensors files"),
        arguments(
            "{\"weight_map\": {\"w\": \"../v/a.safetensors\"}}", "names of .safetensors files"),
        arguments("{\"weight_map\": {\"w\": \"/etc/passwd\"}}", "names of .safetensors files"),
        arguments("{\"weight_map\": {\"w\": \"config.json\"}}", "names of .safetensors files"),
        arguments(
            "{\"weight_map\": {\"w\": \"a.safetensors\", \"v\": \"a.safetensors\"}}",
            "names tensors that its files do not hold: {v=a.safetensors}"),
        arguments(
            "{\"weight_map\": {\"v\": \"a.safetensors\"}}",
            "does not say that a.safetensors holds \"w\""));
  }

  @ParameterizedTest
  @MethodSource("indexes")
  void indexesOfShardsAreRefusedByFile(String json, String part) throws IOException {
    Files.move(folder.resolve("model.safetensors"), folder.resolve("a.safetensors"));
    write("model.safetensors.index.json", json);
    assertRefused(
        "model.safetensors.index.json", part, () -> Checkpoint.open(folder).states(List.of()));
  }

  @Test
  void aMissingShardIsNamed() throws IOException {
    Files.delete(folder.resolve("model.safetensors"));
    write("model.safetensors.index.json", "{\"weight_map\": {\"w\": \"a.safetensors\"}}");
    assertEquals(
        "cannot read " + folder.resolve("a.safetensors") + ": no such file or folder",
        assertThrows(UncheckedIOException.class, () -> Checkpoint.open(folder).states(List.of()))
            .getMessage());
  }

  @Test
  void aTensorInTwoShardsIsRefused() throws IOException {
    byte[] shard =
        SafetensorsTest.written(new HashMap<>(Map.of("w", Tensors.random(1, DType.U8, 1))));
    Files.delete(folder.resolve("model.safetensors"));
    Files.write(folder.resolve("a.safetensors"), shard);
    Files.write(
        folder.resolve("b.safetensors"),
        SafetensorsTest.written(
            Map.of("w", Tensors.random(1, DType.U8, 1), "v", Tensors.random(1, DType.U8, 1))));
    write(
        "model.safetensors.index.json",
        "{\"weight_map\": {\"w\": \"a.safetensors\", \"v\": \"b.safetensors\"}}");
    assertRefused(
        "model.safetensors.index.json",
        "does not say that b.safetensors holds \"w\"",
        () -> Checkpoint.open(folder).states(List.of()));
  }

  @Test
  void aCardThatCannotBeReadIsRefusedByFile() throws IOException {
    Files.write(folder.resolve("README.md"), "---\na: [\n---\n".getBytes(StandardCharsets.UTF_8));
    assertRefused("README.md", "no map in YAML", () -> Checkpoint.open(folder).card());
    write("README.md", " ".repeat(ModelCard.MAX_BYTES + 1));
    assertRefused("README.md", "larger than", () -> Checkpoint.open(folder).card());
  }

  @Test
  void graphsThatCannotBeReadAreRefusedByFile() throws IOException {
    write("graphs.json", "{");
    assertRefused("graphs.json", "", () -> Checkpoint.open(folder).graphs());
  }
}
