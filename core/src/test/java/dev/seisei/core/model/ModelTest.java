package dev.seisei.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.CheckpointWriter;
import dev.seisei.core.sample.Embeddings;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.memory.Device;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTest {
  @TempDir Path temporary;
  private Path folder = Path.of("");

  @BeforeEach
  void save() {
    folder = temporary.resolve("seven");
    CheckpointWriter.to(folder).config("constant", new ConstantFamily.Config(7, 3)).commit();
  }

  private static String csv(Sample sample) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    sample.write("csv", out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aModelIsOpenedAndAsked() throws IOException {
    try (Model model = Model.open(folder.toString())) {
      assertEquals("seven", model.name());
      assertInstanceOf(ConstantFamily.class, model.family());
      assertEquals("constant", model.checkpoint().modelType());
      Sample sample = model.generate(Map.of("n", "2"));
      assertInstanceOf(Embeddings.class, sample);
      assertEquals(2, sample.size());
      assertArrayEquals(new String[] {"7.0", "7.0"}, csv(sample).split("\r?\n"));
      assertEquals(1, model.generate(Map.of()).size());
    }
  }

  @Test
  void requestsAreCheckedAgainstTheModel() {
    try (Model model = Model.open(folder, Device.CPU)) {
      assertEquals(new ConstantFamily.Request(3), model.request(Map.of("n", 3)));
      SettingException tooMany =
          assertThrows(SettingException.class, () -> model.request(Map.of("n", 4)));
      assertEquals("n must be in [1, 3], got 4", tooMany.getMessage());
      assertEquals(
          "size",
          assertThrows(SettingException.class, () -> model.generate(Map.of("size", 4))).field());
      assertThrows(
          ClassCastException.class,
          () -> model.generate(new ConstantFamily.Config(), GenerationListener.SILENT));
    }
  }

  @Test
  void aListenerCanCancel() {
    GenerationListener impatient =
        new GenerationListener() {
          @Override
          public boolean cancelled() {
            return true;
          }
        };
    try (Model model = Model.open(folder, Device.CPU)) {
      Record request = model.request(Map.of());
      assertThrows(CancellationException.class, () -> model.generate(request, impatient));
    }
  }

  @Test
  void theGeneratorIsWhateverElseItIs() {
    try (Model model = Model.open(folder, Device.CPU)) {
      assertSame(model.generator(), model.as(ConstantFamily.Constant.class).orElseThrow());
      assertEquals(Optional.empty(), model.as(LatentVariableModel.class));
    }
  }

  @Test
  void generatorsTakeRequestsTogether() throws IOException {
    ConstantFamily.Constant generator =
        new ConstantFamily.Constant(new ConstantFamily.Config(1.5, 3));
    List<Sample> samples =
        generator.generateTogether(
            List.of(new ConstantFamily.Request(1), new ConstantFamily.Request(2)));
    assertEquals(List.of(1, 2), samples.stream().map(Sample::size).toList());
    assertEquals("1.5", csv(samples.get(0)).strip());
    assertEquals(1, generator.rows(new ConstantFamily.Request(3)));
    assertEquals(1, generator.rowsPerRun());
  }

  @Test
  void closingAModelClosesItsGenerator() {
    Model model = Model.open(folder, Device.CPU);
    ConstantFamily.Constant generator = model.as(ConstantFamily.Constant.class).orElseThrow();
    model.close();
    assertTrue(generator.closed());
    model.close();
  }

  @Test
  void whatIsNoModelOfAKnownFamilyIsRefused() {
    Path other = temporary.resolve("other");
    CheckpointWriter.to(other).config("konstant", new ConstantFamily.Config()).commit();
    assertEquals(
        "family \"konstant\" is not known; there are [constant]",
        assertThrows(IllegalArgumentException.class, () -> Model.open(other, Device.CPU))
            .getMessage());
    assertThrows(SettingException.class, () -> Model.open(temporary.resolve("none").toString()));
    Path wrong = temporary.resolve("wrong");
    CheckpointWriter.to(wrong).config("constant", new ConstantFamily.Request(5)).commit();
    assertEquals(
        "n", assertThrows(SettingException.class, () -> Model.open(wrong, Device.CPU)).field());
  }
}
