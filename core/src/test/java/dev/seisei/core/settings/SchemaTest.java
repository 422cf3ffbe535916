package dev.seisei.core.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seisei.core.settings.Examples.Everything;
import org.junit.jupiter.api.Test;

class SchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void describesWhatBindTakes() throws JsonProcessingException {
    String optimizer =
        """
        "properties": {
          "learning_rate": {"type": "number", "description": "Step size.", "default": 0.001},
          "warm_up_steps": {"type": "integer", "default": 0}
        },
        "additionalProperties": false
        """;
    String expected =
        """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "type": "object",
          "properties": {
            "n": {"type": "integer", "description": "How many.", "default": 1},
            "seed": {"type": "integer", "default": 0},
            "top_p": {"type": "number", "default": 0.9},
            "greedy": {"type": "boolean", "default": false},
            "prompt": {"type": "string", "default": ""},
            "shape": {"type": "string", "enum": ["round", "half_open"], "default": "round"},
            "optimizer": {"type": "object", %s},
            "label": {"type": ["integer", "null"], "default": null},
            "suffix": {"type": ["string", "null"], "default": null},
            "other_shape": {
              "type": ["string", "null"], "enum": ["round", "half_open", null], "default": null
            },
            "image": {
              "type": ["string", "null"],
              "contentEncoding": "base64",
              "contentMediaType": "image/*",
              "default": null
            },
            "second": {"type": ["object", "null"], %s, "default": null}
          },
          "additionalProperties": false
        }
        """
            .formatted(optimizer, optimizer);
    String actual = JSON.writeValueAsString(Settings.schema(Everything.class));
    assertEquals(JSON.readTree(expected), JSON.readTree(actual));
  }
}
