package dev.seisei.transformer.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.settings.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LlamaFilesTest {
  @TempDir Path folder;

  private LlamaConfig read(String type, String more) throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        "{'model_type': '%s', 'vocab_size': 20, 'hidden_size': 32, 'intermediate_size': 8, "
                .formatted(type)
                .replace('\'', '"')
            + "\"num_hidden_layers\": 2, \"num_attention_heads\": 4"
            + (more.isEmpty() ? "" : ", " + more.replace('\'', '"'))
            + "}");
    return LlamaFiles.config(Checkpoint.open(folder));
  }

  @Test
  void modelTypesHaveTheirOwnDefaults() throws IOException {
    LlamaConfig llama = read("llama", "'rope_scaling': null, 'head_dim': null");
    assertEquals(1e-6, llama.rmsNormEps());
    assertFalse(llama.tieWordEmbeddings());
    assertEquals(8, llama.headSize());
    assertEquals(4, llama.keyHeads());
    LlamaConfig mistral = read("mistral", "'num_key_value_heads': 2");
    assertEquals(4096, mistral.slidingWindow());
    assertEquals(
        0, read("mistral", "'num_key_value_heads': 2, 'sliding_window': null").slidingWindow());
    LlamaConfig qwen2 =
        read("qwen2", "'num_key_value_heads': 2, 'sliding_window': 9, 'use_sliding_window': false");
    assertTrue(qwen2.qkvBias());
    assertFalse(qwen2.attentionBias());
    assertEquals(0, qwen2.slidingWindow());
    LlamaConfig qwen3 = read("qwen3", "'num_key_value_heads': 2, 'sliding_window': null");
    assertTrue(qwen3.qkNorm());
    assertEquals(128, qwen3.headSize());
  }

  @Test
  void scalingIsReadInOlderAndNewerSpellings() throws IOException {
    RopeScaling older =
        read("llama", "'rope_scaling': {'type': 'linear', 'factor': 2.0}").ropeScaling();
    assertEquals(RopeScaling.Type.LINEAR, older.ropeType());
    LlamaConfig newer =
        read(
            "llama",
            "'rope_parameters': {'rope_type': 'llama3', 'rope_theta': 500000.0, 'factor': 8.0,"
                + " 'low_freq_factor': 1.0, 'high_freq_factor': 4.0,"
                + " 'original_max_position_embeddings': 8192}");
    assertEquals(500_000, newer.ropeTheta());
    assertEquals(RopeScaling.Type.LLAMA3, newer.ropeScaling().ropeType());
    RopeScaling yarn =
        read(
                "qwen2",
                "'num_key_value_heads': 2, 'rope_scaling': {'type': 'yarn', 'factor': 4.0,"
                    + " 'original_max_position_embeddings': 32768}")
            .ropeScaling();
    assertEquals(32_768, yarn.originalMaxPositionEmbeddings());
    assertEquals(0.1 * Math.log(4) + 1, yarn.magnitude(), 1e-12);
    // Nothing changes before the end of what the model reads.
    assertEquals(
        RopeScaling.Type.DEFAULT,
        read("llama", "'rope_scaling': {'type': 'dynamic', 'factor': 2.0}")
            .ropeScaling()
            .ropeType());
  }

  @Test
  void keysThatChangeNothingPass() throws IOException {
    LlamaConfig config =
        read(
            "llama",
            "'eos_token_id': [2, 3], 'torch_dtype': 'bfloat16', 'use_cache': true,"
                + " 'pretraining_tp': 1, 'hidden_act': 'silu', 'something_new': 7,"
                + " 'layer_types': ['full_attention', 'full_attention']");
    assertEquals(2, config.eosTokenId());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hidden_act | \"hidden_act\": \"gelu\"",
        "layer_types | \"layer_types\": [\"full_attention\", \"sliding_attention\"]",
        "rope_scaling | \"rope_scaling\": {\"rope_type\": \"longrope\", \"factor\": 2.0}",
        "rope_scaling | \"rope_scaling\": {\"rope_type\": \"llama3\", \"factor\": 2.0}",
        "rope_scaling | \"rope_scaling\": [1]",
        "partial_rotary_factor | \"partial_rotary_factor\": 0.5",
        "quantization_config | \"quantization_config\": {\"bits\": 4}",
        "sliding_window | \"sliding_window\": \"wide\"",
        "num_key_value_heads | \"num_key_value_heads\": 3",
        "is_encoder_decoder | \"is_encoder_decoder\": true"
      })
  void whatIsNotHereIsNamed(String field, String more) {
    SettingException e = assertThrows(SettingException.class, () -> read("llama", more));
    assertEquals(field, e.field());
    assertTrue(e.toString().contains(folder.toString()), e.toString());
  }

  @Test
  void whatIsMissingIsNamedTogether() throws IOException {
    Files.writeString(
        folder.resolve("config.json"), "{\"model_type\": \"qwen3\", \"vocab_size\": 5}");
    SettingException e =
        assertThrows(SettingException.class, () -> LlamaFiles.config(Checkpoint.open(folder)));
    assertTrue(
        e.toString()
            .contains(
                "needs hidden_size, intermediate_size, num_attention_heads, num_hidden_layers"),
        e.toString());
  }
}
