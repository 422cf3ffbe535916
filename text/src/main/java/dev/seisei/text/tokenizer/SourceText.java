package dev.seisei.text.tokenizer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * What is in a file of text.
 *
 * @param name the file's name, for errors
 */
record SourceText(String name, String text) {
  /**
   * The text of a file.
   *
   * @throws IllegalArgumentException if it is not in UTF-8
   */
  static SourceText of(String name, byte[] bytes) {
    try {
      return new SourceText(
          name, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(name + " must be text in UTF-8", e);
    }
  }

  byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
