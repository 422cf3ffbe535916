package dev.seisei.text.tokenizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Replaces some parts of a text, none of which overlap. */
final class Edits {
  private final String text;
  private final List<Edit> edits = new ArrayList<>();

  Edits(String text) {
    this.text = text;
  }

  private record Edit(TokenizerFile.Span span, String replacement) {}

  void replace(TokenizerFile.Span span, String replacement) {
    edits.add(new Edit(span, replacement));
  }

  /** The text as it is then. */
  String text() {
    edits.sort(Comparator.comparingInt(edit -> edit.span().start()));
    StringBuilder out = new StringBuilder(text.length());
    int at = 0;
    for (Edit edit : edits) {
      out.append(text, at, edit.span().start()).append(edit.replacement());
      at = edit.span().end();
    }
    return out.append(text, at, text.length()).toString();
  }
}
