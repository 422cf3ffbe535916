package dev.seisei.data.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** JSON from archives, token by token: what is not as it must be is named with its place. */
final class JsonText implements AutoCloseable {
  private static final JsonFactory JSON = new JsonFactory();

  private final String name;
  private final JsonParser parser;

  /**
   * @param name of the file, for messages
   */
  JsonText(String name, byte[] content) throws IOException {
    this.name = name;
    this.parser = JSON.createParser(content);
  }

  /**
   * The next token.
   *
   * @throws IOException if it is no JSON
   */
  JsonToken next() throws IOException {
    try {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw new IOException(name + ": the file ends too early");
      }
      return token;
    } catch (JsonProcessingException e) {
      throw damaged(e);
    }
  }

  private IOException damaged(JsonProcessingException e) {
    return new IOException(name + ": " + e.getOriginalMessage() + " at " + place(), e);
  }

  /**
   * Reads what must come next.
   *
   * @throws IOException if something else does
   */
  void expect(JsonToken token) throws IOException {
    JsonToken found = next();
    if (found != token) {
      throw wrong(token, found);
    }
  }

  /**
   * Reads a text, which must come next.
   *
   * @throws IOException if something else does
   */
  String text() throws IOException {
    return text(next());
  }

  /**
   * The text of a token that has been read.
   *
   * @throws IOException if it is something else
   */
  String text(JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_STRING) {
      throw wrong(JsonToken.VALUE_STRING, token);
    }
    return parser.getText();
  }

  /** The name of the field that was read last. */
  String field() throws IOException {
    return parser.currentName();
  }

  /** Passes over the value that follows. */
  void skip() throws IOException {
    next();
    try {
      parser.skipChildren();
    } catch (JsonProcessingException e) {
      throw damaged(e);
    }
  }

  IOException wrong(JsonToken expected, JsonToken found) {
    return new IOException(name + ": expected " + expected + ", got " + found + " at " + place());
  }

  private String place() {
    return "offset " + parser.currentTokenLocation().getByteOffset();
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
