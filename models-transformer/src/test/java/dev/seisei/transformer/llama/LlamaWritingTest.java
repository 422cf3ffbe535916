package dev.seisei.transformer.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seisei.core.checkpoint.CheckpointWriter;
import dev.seisei.core.model.Finish;
import dev.seisei.core.model.Generation;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Model;
import dev.seisei.core.model.Session;
import dev.seisei.core.model.SteppingGenerator;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.sample.Text;
import dev.seisei.core.settings.SettingException;
import dev.seisei.core.settings.Settings;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.plan.Precision;
import dev.seisei.engine.samediff.GraphImport;
import dev.seisei.text.tokenizer.ByteTokenizer;
import dev.seisei.text.tokenizer.Tokenizers;
import dev.seisei.transformer.decoder.DecoderFunctions;
import dev.seisei.transformer.decoder.WholeSequences;
import dev.seisei.transformer.decoding.TextGenerator;
import dev.seisei.transformer.decoding.TextRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** How a random Llama of bytes writes: nonsense, but always the same. */
class LlamaWritingTest {
  private static final int POSITIONS = 90;

  @TempDir static Path folder;

  @BeforeAll
  static void makeModels() {
    makeModel("llama", POSITIONS);
    makeModel("longer", 600);
  }

  private static void makeModel(String folderName, int positions) {
    LlamaConfig config =
        Settings.bind(
            LlamaConfig.class,
            Map.of(
                "vocab_size", 256,
                "hidden_size", 32,
                "intermediate_size", 48,
                "num_hidden_layers", 2,
                "num_attention_heads", 4,
                "num_key_value_heads", 2,
                "max_position_embeddings", positions));
    SameDiff graph = SameDiff.create();
    LlamaGraph llama = new LlamaGraph();
    GraphParams params = new GraphParams(graph, 7);
    llama.logits(
        config,
        params,
        llama.features(
            config,
            params,
            graph.placeHolder("ids", DataType.INT32, -1, 4),
            WholeSequences.of(graph, 4, 0)));
    // Larger weights make surer choices, which rounding does not change.
    Map<String, Tensor> weights = new HashMap<>(GraphImport.parameters(graph));
    weights.forEach(
        (name, weight) -> {
          for (long i = 0; weight.shape().length == 2 && i < weight.elements(); i++) {
            weight.setDouble(i, 8 * weight.getDouble(i));
          }
        });
    CheckpointWriter writer =
        CheckpointWriter.to(folder.resolve(folderName))
            .config("llama", config)
            .weights(weights)
            .graphs(DecoderFunctions.of(llama, config));
    Tokenizers.files(new ByteTokenizer()).forEach(writer::file);
    writer.commit();
  }

  private static Model open(Precision precision) {
    return Model.open(folder.resolve("llama"), Device.CPU, precision);
  }

  private static TextGenerator generator(Model model) {
    return model.as(TextGenerator.class).orElseThrow();
  }

  private static TextRequest request(Map<String, ?> settings) {
    return Settings.bind(TextRequest.class, settings);
  }

  private static List<String> write(Model model, Map<String, ?> settings) {
    return ((Text) model.generate(settings)).pieces();
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void companyChangesNothing(Precision precision) {
    try (Model model = open(precision)) {
      TextGenerator generator = generator(model);
      List<TextRequest> requests = new ArrayList<>();
      for (int i = 0; i < 11; i++) {
        String prompt =
            "a long enough prompt, of which some share the beginning".substring(0, 5 * i);
        requests.add(request(Map.of("prompt", prompt, "max_tokens", 20 + i, "seed", i)));
      }
      List<Sample> together = generator.generateTogether(requests);
      for (int i = 0; i < requests.size(); i++) {
        Text alone = (Text) generator.generate(requests.get(i), GenerationListener.SILENT);
        assertEquals(alone.pieces(), ((Text) together.get(i)).pieces(), precision + ", " + i);
      }
    }
  }

  /** All of them read a long prompt; one goes on beyond the positions. */
  @Test
  void textsJoinAndLeaveBetweenSteps() {
    try (Model model = open(Precision.F32)) {
      SteppingGenerator<TextRequest> generator = generator(model);
      TextRequest longer = request(Map.of("prompt", "x", "max_tokens", 60, "seed", 1));
      TextRequest shorter = request(Map.of("prompt", "yy", "max_tokens", 5, "seed", 2));
      List<Sample> alone = generator.generateTogether(List.of(longer, shorter));
      try (Session<TextRequest> session = generator.session()) {
        assertThrows(IllegalStateException.class, generator::session);
        Generation first = session.join(longer, GenerationListener.SILENT);
        for (int i = 0; i < 7; i++) {
          session.step();
        }
        Generation second = session.join(shorter, GenerationListener.SILENT);
        while (!second.done()) {
          session.step();
        }
        assertFalse(first.done());
        assertThrows(IllegalStateException.class, first::sample);
        assertEquals(1, session.running());
        while (!first.done()) {
          session.step();
        }
        assertEquals(text(alone.get(0)), text(first.sample()));
        assertEquals(text(alone.get(1)), text(second.sample()));
      }
    }
  }

  private static List<String> text(Sample sample) {
    return ((Text) sample).pieces();
  }

  @Test
  void whoIsCancelledLeavesTheOthersAlone() {
    try (Model model = open(Precision.F32)) {
      SteppingGenerator<TextRequest> generator = generator(model);
      TextRequest request = request(Map.of("prompt", "x", "max_tokens", 20, "seed", 1));
      List<String> alone = text(generator.generate(request, GenerationListener.SILENT));
      try (Session<TextRequest> session = generator.session()) {
        Generation stays = session.join(request, GenerationListener.SILENT);
        boolean[] gone = {false};
        Generation goes =
            session.join(
                request,
                new GenerationListener() {
                  @Override
                  public boolean cancelled() {
                    return gone[0];
                  }
                });
        session.step();
        session.step();
        gone[0] = true;
        while (!stays.done()) {
          session.step();
        }
        assertTrue(goes.done());
        assertThrows(CancellationException.class, goes::sample);
        assertEquals(alone, text(stays.sample()));
      }
    }
  }

  @Test
  void whatWasReadForOthersChangesNothing() {
    try (Model model = Model.open(folder.resolve("longer"), Device.CPU, Precision.F32)) {
      String beginning = "what all have in common ".repeat(20); // 480 tokens
      for (String end : List.of("a", "b", "and more of it")) {
        Map<String, Object> settings =
            new HashMap<>(Map.of("prompt", beginning + end, "max_tokens", 12, "seed", 4));
        List<String> alone = write(model, settings);
        settings.put("cache_scope", "us");
        assertEquals(alone, write(model, settings));
        assertEquals(alone, write(model, settings));
      }
    }
  }

  /** Pieces, and why each text ended. */
  private static final class Heard implements GenerationListener {
    final Map<Integer, StringBuilder> pieces = new HashMap<>();
    final Map<Integer, Finish> ends = new HashMap<>();

    @Override
    public void piece(int index, String text) {
      pieces.computeIfAbsent(index, made -> new StringBuilder()).append(text);
    }

    @Override
    public void finished(int index, Finish why) {
      ends.put(index, why);
    }
  }

  @Test
  void severalTextsOfOneRequestDifferAndStream() {
    try (Model model = open(Precision.F32)) {
      Heard heard = new Heard();
      TextRequest request = request(Map.of("prompt", "q", "n", 3, "max_tokens", 12, "seed", 5));
      List<String> texts = text(generator(model).generate(request, heard));
      assertEquals(3, texts.size());
      assertNotEquals(texts.get(0), texts.get(1));
      for (int i = 0; i < 3; i++) {
        assertEquals(texts.get(i), String.valueOf(heard.pieces.get(i)));
        assertEquals(Finish.LENGTH, heard.ends.get(i));
      }
    }
  }

  @Test
  void aTextEndsBeforeWhatItShouldStopAt() {
    try (Model model = open(Precision.F32)) {
      Map<String, Object> settings =
          new HashMap<>(Map.of("prompt", "z", "max_tokens", 40, "temperature", 0));
      String whole = write(model, settings).get(0);
      String stop = whole.substring(3, 5);
      settings.put("stop", stop);
      Heard heard = new Heard();
      String cut = text(generator(model).generate(request(settings), heard)).get(0);
      assertEquals(whole.substring(0, whole.indexOf(stop)), cut);
      assertEquals(Finish.STOP, heard.ends.get(0));
    }
  }

  @Test
  void aTextThatIsTooLongEndsOrSlides() {
    try (Model model = open(Precision.F32)) {
      Map<String, Object> settings =
          new HashMap<>(Map.of("prompt", "abc", "max_tokens", 3 * POSITIONS, "seed", 3));
      settings.put("overflow", "stop");
      Heard ended = new Heard();
      TextRequest stops = request(settings);
      generator(model).generate(stops, ended);
      assertEquals(Finish.LENGTH, ended.ends.get(0));
      settings.put("overflow", "slide");
      int[] tokens = {0};
      generator(model)
          .generate(
              request(settings),
              new GenerationListener() {
                @Override
                public void at(long done, long total, String detail) {
                  tokens[0] = (int) done;
                }
              });
      assertEquals(3 * POSITIONS, tokens[0]);
    }
  }

  @Test
  void grammarsAndSchemasAreFollowedToTheirEnd() throws IOException {
    String grammar = "root ::= \"{\\\"age\\\":\" [1-9] [0-9]? \"}\"";
    try (Model model = open(Precision.F32)) {
      for (long seed = 0; seed < 5; seed++) {
        JsonNode made = json(model, Map.of("grammar", grammar, "seed", seed));
        assertTrue(made.get("age").asInt() >= 1 && made.get("age").asInt() <= 99);
        JsonNode colour =
            json(model, Map.of("json_schema", "{\"enum\":[\"red\",\"green\"]}", "seed", seed));
        assertTrue(List.of("red", "green").contains(colour.asText()));
      }
    }
  }

  private static JsonNode json(Model model, Map<String, ?> settings) throws IOException {
    Heard heard = new Heard();
    List<String> texts = text(generator(model).generate(request(settings), heard));
    assertEquals(Finish.STOP, heard.ends.get(0), texts.toString());
    return new ObjectMapper().readTree(texts.get(0));
  }

  @Test
  void badRequestsAreNamed() {
    try (Model model = open(Precision.F32)) {
      assertField("prompt", model, Map.of("prompt", "x".repeat(POSITIONS)));
      assertField("messages", model, Map.of("messages", "[{\"role\":\"user\",\"content\":\"x\"}]"));
      assertField("grammar", model, Map.of("grammar", "root ::= nothing"));
      assertField("json_schema", model, Map.of("json_schema", "{\"type\":\"colour\"}"));
      assertField("max_tokens", model, Map.of("max_tokens", 0));
      assertField("top_p", model, Map.of("top_p", 1.5));
      assertField("n", model, Map.of("n", 17));
    }
  }

  private static void assertField(String field, Model model, Map<String, ?> settings) {
    SettingException e = assertThrows(SettingException.class, () -> model.request(settings));
    assertEquals(field, e.field(), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains(field), e.getMessage());
  }
}
